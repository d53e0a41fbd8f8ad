"""A pair that had been running elsewhere is brought in half-way: nothing is written about what lies in the
past, and it stands where the facts say.
"""

from datetime import date, datetime

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, ReviewChoice, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.due import unblocking
from domain.pairing.events import (
    Accept,
    Attend,
    BookSession,
    LogSession,
    PairingEvent,
    Review,
    Waive,
    Withdraw,
)
from tests.domain.asking import refusal
from tests.domain.varied import two_inductions
from tests.living import Life, bristol_rules, utc

pytestmark = pytest.mark.unit

SEPT_10 = utc(2027, 9, 10, 10)
"""A Friday: the induction was on 30 June, the training on 6 July, the review will be on 7 October."""

ACCEPTED = tuple(Accept(role=role, happened_on=date(2027, 6, 18)) for role in BOTH)
INDUCTED = Attend(gathering="induction", happened_on=date(2027, 6, 30))
TRAINED = Attend(gathering="training", happened_on=date(2027, 7, 6))
MET = tuple(LogSession(starts=at, minutes=60) for at in (utc(2027, 7, 20), utc(2027, 8, 17)))


def taken_over(*facts: PairingEvent, now: datetime = SEPT_10) -> Life:
    life = Life(bristol_rules(), now, taken_over=True)
    for fact in facts:
        life.update(fact)
    return life


def under_way() -> Life:
    return taken_over(*ACCEPTED, INDUCTED, TRAINED, *MET)


def test_it_stands_where_the_facts_say_since_the_day_they_say() -> None:
    life = under_way()
    assert life.stage is Stage.MENTORING
    assert life.pairing.since.date() == date(2027, 7, 6)
    assert len(life.pairing.held) == 2


def test_its_history_has_both_days() -> None:
    stages = [o for o in under_way().outcomes if o.kind is OutcomeKind.STAGE]
    assert [(o.about, o.at, o.happened_on) for o in stages] == [
        ("induction", SEPT_10, date(2027, 6, 18)),
        ("training", SEPT_10, date(2027, 6, 30)),
        ("mentoring", SEPT_10, date(2027, 7, 6)),
    ]


def test_nothing_is_written_about_what_lies_in_the_past() -> None:
    assert under_way().letters == []


def test_what_is_to_come_is_written_as_to_everybody() -> None:
    life = under_way()
    life.until(utc(2027, 10, 8))
    assert life.written(Role.MENTOR) == [
        LetterName.GATHERING_INVITATION,  # to the review
        LetterName.REVIEW_QUESTION,
    ]


def test_nobody_is_introduced_or_chased_whose_acceptance_is_not_known() -> None:
    life = taken_over()
    life.until(utc(2027, 12, 1))
    assert life.letters == []
    assert life.stage is Stage.APPLICATION


def test_what_is_not_known_is_on_the_coordinators_list() -> None:
    assert Concern.NOT_ACCEPTED in taken_over().concerns
    assert Concern.ATTENDANCE_UNRECORDED in taken_over(*ACCEPTED).concerns


def test_silence_before_it_was_taken_over_counts_for_nothing() -> None:
    life = taken_over(*ACCEPTED, INDUCTED, TRAINED)
    life.until(utc(2027, 10, 21))
    assert life.count(LetterName.NUDGE) == 0
    life.until(utc(2027, 10, 26))
    assert life.count(LetterName.NUDGE) == 2  # six weeks after 10 September


def test_a_gathering_of_the_next_days_is_put_into_their_calendars() -> None:
    life = Life(two_inductions(), utc(2027, 7, 1, 12), taken_over=True)
    for role in BOTH:
        life.update(Accept(role=role, happened_on=date(2027, 6, 18)))
    life.update(Attend(gathering="induction", attended=False, happened_on=date(2027, 6, 30)))
    names = {(letter.name, letter.gathering, letter.sitting) for letter in life.letters}
    assert names == {
        (LetterName.GATHERING_INVITATION, "induction", "2"),
        (LetterName.GATHERING_INVITATION, "training", "1"),
    }


def test_a_review_that_is_over_is_passed_over() -> None:
    life = taken_over(*ACCEPTED, INDUCTED, TRAINED, now=utc(2027, 11, 10))
    assert life.stage is Stage.MENTORING
    assert life.pairing.review_over
    life.update(Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE, happened_on=date(2027, 10, 8)))
    assert life.letters == []


def test_a_pair_that_had_been_left_is_over_and_nobody_is_written_to() -> None:
    life = taken_over(*ACCEPTED, Withdraw(role=Role.MENTEE, happened_on=date(2027, 8, 2)))
    assert (life.stage, life.pairing.since.date()) == (Stage.ENDED, date(2027, 8, 2))
    assert life.letters == []


def test_whoever_leaves_now_and_was_introduced_elsewhere_is_told_so() -> None:
    life = taken_over()
    life.update(Withdraw(role=Role.MENTEE))
    life.until(utc(2027, 9, 14))
    assert {letter.name for letter in life.letters} == {
        LetterName.LEAVING_CONFIRMED,
        LetterName.PARTNER_LEFT,
    }


def test_a_gathering_that_was_over_before_needs_no_day() -> None:
    life = taken_over(*ACCEPTED)
    life.until(utc(2027, 9, 13))
    for gathering in ("induction", "training"):
        life.update(Attend(gathering=gathering))
    assert (life.stage, life.pairing.since.date()) == (Stage.MENTORING, date(2027, 7, 6))
    assert life.letters == []
    came = [o for o in life.outcomes if o.kind is OutcomeKind.ATTENDED]
    assert {o.happened_on for o in came} == {date(2027, 6, 30), date(2027, 7, 6)}


def test_who_caught_up_today_goes_on_today() -> None:
    life = taken_over(*ACCEPTED, INDUCTED)
    life.until(utc(2027, 9, 13))
    life.update(Attend(gathering="training", happened_on=date(2027, 9, 13)))
    assert (life.stage, life.pairing.since) == (Stage.MENTORING, utc(2027, 9, 13))


def test_the_day_is_asked_for_on_which_they_accepted() -> None:
    (step,) = unblocking(taken_over().pairing, "kent")
    assert step.words == "pairing accept p-01 both --on YYYY-MM-DD"


def test_what_is_told_without_an_earlier_day_happens_now() -> None:
    life = taken_over(*(Accept(role=role) for role in BOTH))
    assert life.count(LetterName.BOTH_ACCEPTED) == 2


def test_who_is_excused_now_goes_on_now() -> None:
    life = taken_over(*ACCEPTED, INDUCTED)
    life.until(utc(2027, 9, 13))
    life.update(Waive(gathering="training", roles=BOTH))
    assert (life.stage, life.pairing.since) == (Stage.MENTORING, utc(2027, 9, 13))
    assert life.count(LetterName.MENTORING_BEGINS) == 2


def test_what_it_books_from_then_on_is_in_both_calendars() -> None:
    life = under_way()
    life.until(utc(2027, 9, 13))
    life.update(BookSession(starts=utc(2027, 9, 20), minutes=60))
    assert life.count(LetterName.SESSION_BOOKED) == 2


def test_nothing_happened_before_the_programme_did() -> None:
    sentence = refusal(taken_over(), Accept(role=Role.MENTOR, happened_on=date(2026, 6, 18)))
    assert "Thu 18 Jun 2026 is too early: nothing can have happened before Thu 27 May 2027." in sentence


def test_two_who_are_taken_over_before_their_introduction_are_introduced() -> None:
    life = taken_over(now=utc(2027, 6, 10))
    life.until(utc(2027, 6, 15))
    assert life.count(LetterName.INTRODUCTION) == 2
