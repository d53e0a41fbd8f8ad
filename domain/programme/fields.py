"""What a value of a programme's file may be: a key, a text, an address, yes or no."""

import re
from typing import Annotated

from pydantic import AfterValidator, EmailStr, Field

from domain.characters import harmful_character
from domain.errors import BadInput
from domain.wording import shortened


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", value):
        raise ValueError("use lower-case letters, digits and hyphens, such as 'bristol-2021'")
    return value


LONGEST_KEY = 60


def check_key(key: str) -> None:
    """Raises BadInput if this cannot be the key of a programme or a cohort: it becomes part of ids
    that are seen outside the store, so that nothing else may be in it."""
    if len(key) > LONGEST_KEY:
        raise BadInput(f"{shortened(key)!r} has {len(key):,} characters; a key has at most {LONGEST_KEY}.")
    try:
        _key(key)
    except ValueError as problem:
        raise BadInput(f"{key!r} cannot be a key: {problem}.") from None


def _seen(value: str) -> str:
    if found := harmful_character(value):
        raise ValueError(f"holds {found}; type it anew")
    return value


Key = Annotated[str, AfterValidator(_key), Field(max_length=LONGEST_KEY)]
Text = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_seen)]
YesOrNo = Annotated[bool, Field(strict=True)]


def _deliverable(address: str) -> str:
    if not address.isascii():
        raise ValueError("mail servers do not take these letters in an address; use a-z")
    return address


Address = Annotated[EmailStr, AfterValidator(_deliverable)]
