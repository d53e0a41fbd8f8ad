"""Letters as a programme would send them, to people who do not exist."""

from difflib import get_close_matches
from typing import NamedTuple

from domain.enums import Role
from domain.errors import NotFound
from domain.letter.letter import LetterName
from domain.programme.programme import Programme
from mail.facts import Recipient
from mail.samples import sample
from mail.templates import LetterText, words_of


class Preview(NamedTuple):
    name: LetterName
    to: Recipient
    text: LetterText


def preview(letter: str, programme: Programme, role: Role) -> Preview:
    """`role`: who reads it, where it goes to both partners. Raises NotFound, naming the nearest letter."""
    name = _name(letter)
    _, to = sample(name, programme, role)
    return Preview(name, to, words_of(name, to.facts, to.own))


def _name(letter: str) -> LetterName:
    if letter in set(LetterName):
        return LetterName(letter)
    nearest = get_close_matches(letter, list(LetterName), 1)
    meant = f"Did you mean {nearest[0]}?" if nearest else "List them with: tandem mail preview"
    raise NotFound(f"There is no letter {letter!r}. {meant}")
