"""The first question of a wave, as a letter asks it: what is chosen there stands on the reader's page, to be
confirmed."""

from typing import NamedTuple

from domain.enums import Role
from domain.letter.letter import Letter
from domain.programme.programme import Programme


class FirstQuestion(NamedTuple):
    key: str
    text: str
    ways: tuple[tuple[str, str], ...]
    """What may be answered: what is kept of it, and its words."""


def first_question(letter: Letter, programme: Programme) -> FirstQuestion | None:
    """None for a letter without questions, and where the first has no few answers to choose from."""
    if letter.wave is None:
        return None
    for item in programme.questionnaire.asked(letter.wave, Role(letter.role))[:1]:
        if item.ways:
            return FirstQuestion(item.key, item.text, tuple(item.ways.items()))
    return None
