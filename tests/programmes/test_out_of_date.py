"""What reminds or chases is out of date one day, in each of the five programmes, and is not sent late."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import pytest

from domain.enums import BOTH
from domain.letter.letter import Letter, LetterName
from domain.pairing.events import ChooseSitting
from rehearsal.pair_personas import PairPersona, timeline
from tests.living import Life
from tests.mail.application_stories import about_a_place, written
from tests.programmes.shipped import KEYS, each_programme, rules_in_2027

pytestmark = pytest.mark.unit

_REMINDERS = {
    LetterName.APPLICATION_INVITATION_CHASER,
    LetterName.APPLICATION_INCOMPLETE,
    LetterName.PLACE_OFFERED_CHASER,
    LetterName.CLOSING_REMINDER,
    LetterName.COHORT_CLOSING,
    LetterName.MANAGER_CHASER,
    LetterName.INTRODUCTION_CHASER,
    LetterName.GATHERING_CHOICE_CHASER,
    LetterName.GATHERING_REMINDER,
    LetterName.NUDGE,
    LetterName.SECOND_NUDGE,
    LetterName.EVALUATION_CHASER,
}


@cache
def _letters(key: str) -> list[Letter]:
    return [*_to_pairs(key), *_about_applications(key)]


def _to_pairs(key: str) -> Iterator[Letter]:
    """To a pair of each fate, to one that says nothing at all, and to one that only chooses no date."""
    rules = rules_in_2027(key)
    stories = [timeline(rules, fate, seed=key) for fate in PairPersona]
    steady = timeline(rules, PairPersona.STEADY, seed=key)
    unchosen = [one for one in steady if not isinstance(one.event, ChooseSitting)]
    for story in [[], unchosen, *stories]:
        entity = Life(rules, now=rules.introductions - timedelta(days=5))
        for happening in story:
            entity.until(happening.at)
            entity.update(happening.event)
        entity.until_over()
        yield from entity.letters


def _about_applications(key: str) -> Iterator[Letter]:
    for role in BOTH:
        yield from (x.letter for x in [*written(key, role).values(), *about_a_place(key, role).values()])


@pytest.mark.slow
def test_every_reminder_there_is_is_written_in_these_lives() -> None:
    named = {name for name in LetterName if name.value.endswith(("chaser", "reminder", "nudge"))}

    assert named < _REMINDERS
    assert {letter.name for key in KEYS for letter in _letters(key)} >= _REMINDERS


@each_programme
def test_every_reminder_is_out_of_date_one_day(key: str) -> None:
    reminders = [letter for letter in _letters(key) if letter.name in _REMINDERS]

    assert [letter.key for letter in reminders if not letter.expires or letter.expires <= letter.at] == []


@each_programme
def test_what_changes_a_calendar_is_out_of_date_when_its_event_begins(key: str) -> None:
    about_events = [letter for letter in _letters(key) if letter.calendar and not letter.carries]

    assert about_events
    assert all(letter.expires == letter.starts for letter in about_events)
