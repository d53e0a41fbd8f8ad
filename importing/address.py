"""Email addresses as files bring them."""

from pydantic import validate_email
from pydantic_core import PydanticCustomError

from domain.errors import BadInput
from importing.quoting import quoted


def address(value: str) -> str:
    """The address in lower case, as people are told apart by it; raises BadInput with a sentence."""
    try:
        _, found = validate_email(value)
    except PydanticCustomError:
        raise BadInput(f"{quoted(value)} is not an email address.") from None
    if not found.isascii():
        # Most mail servers cannot deliver to one (SMTPUTF8, RFC 6531), and the letter would be lost.
        raise BadInput(f"{quoted(value)} has letters that mail servers do not take; use a-z.")
    return found.lower()
