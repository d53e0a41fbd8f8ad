"""How many letters a person gets, and on which days: the pairs of a rehearsal and of the demo, played by the
rules alone, without a store."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import NamedTuple

import pytest

from domain.enums import BOTH
from domain.errors import Refused
from domain.letter.letter import LetterName
from domain.pairing.pairing import TIME_TO_THINK_AGAIN
from domain.programme.timetable import rules_of
from rehearsal.pair_personas import PairPersona, TimedEvent, timeline
from rehearsal.reliability import Reliability, simulate
from tests.every import every
from tests.factories import SimulatedPairing, programme

pytestmark = [pytest.mark.unit, pytest.mark.slow]

_KEYS = ("bristol-2021", "bucks", "city-2021", "exco-2020", "south-west-2022")
_BRISTOL = _KEYS[0]
_PAIRS, _SOME = 20, 6
_MOST_IN_BRISTOL = 15


class Written(NamedTuple):
    at: datetime
    name: LetterName
    answers: bool
    """Whether it is the direct consequence of what somebody has told: it was written at that moment, or an
    hour later, as of an end."""


@cache
def _readers(key: str) -> list[list[Written]]:
    """What each partner got, of the first pairs of a rehearsal and one of each kind in the demo."""
    rules, pairs = rules_of(programme(key)), _PAIRS if key == _BRISTOL else _SOME
    played = [simulate(rules, Reliability(), f"1:{key}-{number:02}") for number in range(1, pairs + 1)]
    played += [timeline(rules, persona, f"{persona}:{key}") for persona in PairPersona]
    return [letters for told in played for letters in _played(key, told)]


def _played(key: str, told: list[TimedEvent]) -> Iterator[list[Written]]:
    rules = rules_of(programme(key))
    pair, moments = SimulatedPairing(rules, rules.introductions), set[datetime]()
    for at, event in told:
        pair.advance(at)
        try:
            pair.apply(event)
        except Refused:
            continue
        moments |= {at, at + TIME_TO_THINK_AGAIN}
    pair.finish()
    for role in BOTH:
        yield [
            Written(entry.at, letter.name, entry.at in moments)
            for entry in pair.entries
            for letter in entry.letters
            if letter.role is role
        ]


def _from_introduction_to_thanks(letters: list[Written]) -> int:
    """How many there were; 0 for whoever was not thanked."""
    names = [letter.name for letter in letters]
    if LetterName.THANKS not in names:
        return 0
    return names.index(LetterName.THANKS) + 1 - names.index(LetterName.INTRODUCTION)


@every("key", _KEYS)
def test_nobody_gets_two_letters_on_a_day_unless_one_answers_something(key: str) -> None:
    zone = programme(key).zone
    for letters in _readers(key):
        for _, of_the_day in groupby(letters, lambda letter: letter.at.astimezone(zone).date()):
            unasked = [letter.name for letter in of_the_day if not letter.answers]
            assert len(unasked) < 2, unasked


def test_a_pair_in_bristol_reads_at_most_fifteen_letters_from_introduction_to_thanks() -> None:
    numbers = [number for letters in _readers(_BRISTOL) if (number := _from_introduction_to_thanks(letters))]

    assert len(numbers) > _PAIRS
    assert max(numbers) <= _MOST_IN_BRISTOL


def test_of_the_review_there_are_two_letters_at_most() -> None:
    about = (LetterName.GATHERING_INVITATION, LetterName.GATHERING_REMINDER, LetterName.REVIEW_QUESTION)
    for letters in _readers(_BRISTOL):
        in_autumn = [one.name for one in letters if one.name in about and one.at.month in (9, 10)]
        assert in_autumn in ([], [about[0]], [about[0], about[2]]), in_autumn
