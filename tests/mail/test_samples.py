"""A preview says what the letter will say: the conditions and the deadlines are the programme's own."""

from datetime import datetime

import pytest

from domain.clock import format_full_day
from domain.enums import Role
from domain.letter.letter import LetterName
from domain.pairing.events import Answer
from domain.programme.programme import Programme
from domain.programme.timetable import rules_of
from mail.samples import sample
from rehearsal.pair_personas import PairPersona, timeline
from tests.every import every
from tests.factories import SimulatedPairing, bristol, programme

pytestmark = pytest.mark.unit

_KEYS = ("bristol-2021", "bucks", "city-2021", "exco-2020", "south-west-2022")


def _said(name: LetterName, of: Programme, role: Role = Role.MENTOR) -> str | None:
    return sample(name, of, role)[1].facts.until


def _day(at: datetime | None, of: Programme) -> str | None:
    return format_full_day(at, of.zone) if at else None


@every("key", _KEYS)
def test_the_support_of_a_line_manager_is_said_to_be_missing_only_where_it_is_asked_for(key: str) -> None:
    for role in Role:
        conditions = sample(LetterName.APPLICATION_RECEIVED, programme(key), role)[1].facts.conditions

        asked = programme(key).role(role).manager_support
        assert ("the support of your line manager" in conditions) is asked, role


@every("key", _KEYS)
def test_the_introduction_names_the_day_that_the_real_one_names(key: str) -> None:
    rules = rules_of(programme(key))
    pair = SimulatedPairing(rules, rules.introductions)
    pair.finish()

    for name in (LetterName.INTRODUCTION, LetterName.INTRODUCTION_CHASER):
        real = next(letter for letter in pair.letters if letter.name is name)
        assert _said(name, programme(key)) == _day(real.until, programme(key))


@every("key", _KEYS)
def test_the_questions_between_name_a_day_that_the_real_ones_name(key: str) -> None:
    rules = rules_of(programme(key))
    pair = SimulatedPairing(rules, rules.introductions)
    for at, event in timeline(rules, PairPersona.NEVER_ANSWERS, key):
        pair.advance(at)
        if not isinstance(event, Answer):
            pair.apply(event)
    pair.finish()

    real = [letter for letter in pair.letters if letter.name is LetterName.QUESTIONS]
    assert _said(LetterName.QUESTIONS, programme(key)) in {_day(one.until, programme(key)) for one in real}


def test_the_deadlines_in_bristol() -> None:
    said = {
        name: _said(name, bristol())
        for name in (LetterName.INTRODUCTION, LetterName.REVIEW_QUESTION, LetterName.EVALUATION)
    }

    assert said == {
        LetterName.INTRODUCTION: "Tuesday 29 June 2027",
        LetterName.REVIEW_QUESTION: "Thursday 21 October 2027",
        LetterName.EVALUATION: "Friday 4 February 2028",
    }


def test_a_manager_is_given_the_days_that_the_programme_gives() -> None:
    """Whoever applies a fortnight before the introductions; fifteen days later is a Tuesday."""
    letter, to = sample(LetterName.MANAGER_REQUEST, programme("south-west-2022"), Role.MENTOR)

    assert (letter.at.day, letter.at.month) == (14, 6)
    assert to.facts.until == "Tuesday 29 June 2027"


def test_what_is_missing_is_something_that_the_programme_needs() -> None:
    assert sample(LetterName.APPLICATION_INCOMPLETE, bristol())[1].facts.missing == (
        "what you would like to learn or work on",
    )


def test_the_news_that_both_have_accepted_names_the_first_date() -> None:
    assert (
        sample(LetterName.BOTH_ACCEPTED, bristol())[1].facts.gathering == "Development session 1: induction"
    )
