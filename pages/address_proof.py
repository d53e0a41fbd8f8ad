"""The stronger of two ways to open something: the link, and the address that its letter went to, typed.

What was typed goes along in the forms that follow, and nowhere else: there is no cookie.
"""

from collections.abc import Sequence
from hmac import compare_digest
from http import HTTPStatus
from typing import NamedTuple

from pages.inputs import Form, Input, Text
from pages.limits import Limiter
from storage.links import address_digest

_TYPED = "letter-address"
_OPENED = "opened"
_MISSING = "Type the email address that the letter went to"
_WRONG = "That is not the address that the letter went to; look at the top of the letter"
_TOO_OFTEN = "There have been too many tries; please wait an hour, or write to us"

SAYS = (
    "This is for you alone. So that nobody else who has your link can do it, please type the email address "
    "that the letter with the link went to.",
)


class AddressProblem(NamedTuple):
    sentence: str
    status: int


def inputs() -> Sequence[Input]:
    label = "The email address that the letter went to"
    return (Text(_TYPED, label, kind="email", autocomplete="email"),)


def problem_with(form: Form, address: str, limiter: Limiter) -> AddressProblem | None:
    """What is wrong with the address that was typed, None if it is the right one. `address`: the digest of
    the right one."""
    if not limiter.may_type_address(address):
        return AddressProblem(_TOO_OFTEN, HTTPStatus.TOO_MANY_REQUESTS)
    if compare_digest(address_digest(_typed(form)), address):
        return None
    if not _typed(form).strip():
        return AddressProblem(_MISSING, HTTPStatus.UNPROCESSABLE_ENTITY)
    limiter.note_wrong_letter_address(address)
    return AddressProblem(_WRONG, HTTPStatus.UNPROCESSABLE_ENTITY)


def is_first(form: Form) -> bool:
    """Whether the address alone was typed, and nothing is answered yet."""
    return _OPENED not in form


def kept(form: Form) -> list[tuple[str, str]]:
    """What the form that follows takes along."""
    return [(_TYPED, _typed(form)), (_OPENED, "yes")]


def _typed(form: Form) -> str:
    return (form.get(_TYPED) or ("",))[-1]
