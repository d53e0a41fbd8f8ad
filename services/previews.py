"""Letters as a programme would send them, to people who do not exist."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import NamedTuple

from domain.enums import Role
from domain.errors import NotFound
from domain.letter.letter import LetterName
from domain.programme.programme import Programme
from domain.suggestion import suggest
from mail.facts import Recipient
from mail.samples import sample
from mail.templates import LetterText, words_of


class Preview(NamedTuple):
    name: LetterName
    to: Recipient
    text: LetterText


def preview(letter: str, programme: Programme, role: Role, spelled: Callable[[str], str]) -> Preview:
    """`role`: who reads it, where it goes to both partners; `spelled` words the suggestions in a sentence.
    Raises NotFound, naming the nearest letter."""
    name = _name(letter)
    _, to = sample(name, programme, role, spelled)
    return Preview(name, to, words_of(name, to.facts, to.own))


def _name(letter: str) -> LetterName:
    if letter in set(LetterName):
        return LetterName(letter)
    nearest = get_close_matches(letter, list(LetterName), 1)
    meant = f"Did you mean {nearest[0]}?" if nearest else f"List them with: {suggest('mail preview')}"
    raise NotFound(f"There is no letter {letter!r}. {meant}")
