"""docs/letters.md tells of every letter what it is for, and which facts it uses; docs/letters-and-outbox.md
which go first."""

import re
from functools import cache

import pytest

from domain.letter.kinds import Urgency, urgency_of
from domain.letter.letter import LetterName
from mail.facts import NAMES
from mail.templates import facts_used
from tests.docs.pages import sections, table, text_of
from tests.living import utc

pytestmark = pytest.mark.docs

_SECTIONS = sections(text_of("docs/letters.md"))
_LETTERS = table(_SECTIONS["All of them"])
_WELLBEING = {name for name in NAMES if name.startswith("wellbeing_")}


@cache
def _of_frame() -> frozenset[str]:
    return frozenset.intersection(*(facts_used(name) for name in LetterName))


def _told(text: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", text))


def test_every_letter_is_told_of_in_its_order() -> None:
    assert list(_LETTERS) == list(LetterName)


def test_the_facts_that_each_letter_uses_are_told() -> None:
    assert {letter: _facts_told(letter) for letter in LetterName} == {
        letter: facts_used(letter) - _of_frame() for letter in LetterName
    }


def _facts_told(letter: LetterName) -> set[str]:
    facts = _LETTERS[letter][2]
    return _told(facts) | (_WELLBEING if "the wellbeing contact" in facts else set())


def test_the_facts_of_every_letter_are_told() -> None:
    before_the_table = _SECTIONS["All of them"].partition("|")[0]

    assert _told(before_the_table) == _of_frame()


def test_every_fact_is_explained_and_no_other() -> None:
    assert set(table(_SECTIONS["The facts"])) == NAMES


@pytest.mark.parametrize(("line", "urgency"), [("1. ", Urgency.HIGH), ("3. ", Urgency.LOW)])
def test_which_letters_are_urgent_and_which_can_wait_is_told(line: str, urgency: Urgency) -> None:
    turns = sections(text_of("docs/letters-and-outbox.md"))["Whose turn it is"]
    (listed,) = (told for told in turns.splitlines() if told.startswith(line))

    assert _told(listed) == {
        name for name in LetterName if urgency_of(name, utc(2027, 6, 1), None) is urgency
    }
