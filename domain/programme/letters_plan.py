"""How the letters of a programme go out, and what it says in them in its own words."""

from typing import Annotated

from pydantic import Field

from domain.programme.fields import YesOrNo
from domain.value import Value

_Words = Annotated[str, Field(min_length=1, max_length=10_000)]


class OwnWords(Value):
    """Each may name facts in double braces, as `{{ partner }}`."""

    subject: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """In place of our subject."""
    body: _Words | None = None
    """In place of our words, between the salutation and the farewell."""
    paragraph: _Words | None = None
    """Added after the words."""


class LettersPlan(Value):
    """How the letters of this programme go out."""

    review: YesOrNo = False
    """Whether each waits as a draft until the coordinator releases it."""
