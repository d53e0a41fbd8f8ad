"""A pairing that has ended by itself, since its time for sessions was over, goes on with more time."""

import pytest

from domain.entity.entity import TakeBack
from domain.entity.outcomes import OutcomeKind
from domain.entity.taking_back import slips
from domain.enums import BOTH, EndReason, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import Accept, End, ExtendSessions, LogSession
from domain.pairing.machine import PAIRING
from tests.living import Life, lived, mentoring, utc

pytestmark = pytest.mark.unit

OVER, LATER = utc(2028, 1, 10), utc(2028, 1, 31, 23, 59)


def _silent() -> Life:
    """Nobody has heard of them since mentoring began."""
    entity = lived(mentoring)
    entity.until(OVER)
    assert (entity.stage, entity.pairing.end_reason) == (Stage.ENDED, EndReason.NO_CONTACT)
    return entity


def _gone_on() -> Life:
    entity = _silent()
    entity.update(ExtendSessions(closes=LATER))
    return entity


def test_it_stands_where_it_stood_and_has_until_that_day() -> None:
    before, entity = lived(mentoring), _gone_on()
    before.until(utc(2028, 1, 6))
    assert (entity.stage, entity.pairing.since) == (Stage.MENTORING, before.pairing.since)
    assert (entity.pairing.sessions_close, entity.pairing.end_reason) == (LATER, None)
    told = [(outcome.kind, outcome.about) for outcome in entity.outcomes if outcome.at == OVER]
    assert told[:2] == [(OutcomeKind.EXTENDED, None), (OutcomeKind.REOPENED, "mentoring")]


def test_whoever_was_told_that_it_is_over_is_told_that_it_is_not() -> None:
    entity = _gone_on()
    corrections = [letter for letter in entity.letters if letter.name is LetterName.CORRECTION]
    assert {(x.role, x.puts_right) for x in corrections} == {(r, (f"farewell:{r}",)) for r in BOTH}


def test_what_they_held_and_nobody_told_is_told_now_and_they_go_on_to_the_evaluation() -> None:
    entity = _gone_on()
    for month in (8, 9, 10, 11):
        entity.update(LogSession(starts=utc(2027, month, 3), minutes=60))
    entity.until(utc(2028, 2, 1))
    assert entity.stage is Stage.EVALUATION


def test_if_nothing_is_heard_then_either_it_ends_once_more_and_both_are_told_so() -> None:
    entity = _gone_on()
    entity.until(utc(2028, 2, 1))
    assert entity.pairing.end_reason is EndReason.NO_CONTACT
    closed = [letter.key for letter in entity.letters if letter.name is LetterName.PAIRING_CLOSED]
    assert [key for key in closed if "again" in key] == [f"farewell:{role}:again-1" for role in BOTH]


def test_more_time_that_was_a_slip_is_taken_back_and_it_is_over() -> None:
    entity = _gone_on()
    entity.update(TakeBack(number=slips(PAIRING, entity.pairing, 1)[0].number))
    assert (entity.stage, entity.pairing.end_reason) == (Stage.ENDED, EndReason.NO_CONTACT)
    assert entity.pairing.rules == _silent().pairing.rules


def test_a_pair_that_never_began_goes_on_where_it_waited() -> None:
    entity = Life()
    entity.until(utc(2027, 6, 15))
    entity.update(Accept(role=Role.MENTOR))
    entity.until(OVER)
    assert entity.pairing.end_reason is EndReason.NEVER_BEGAN
    entity.update(ExtendSessions(closes=LATER))
    assert entity.stage is Stage.APPLICATION


def test_what_somebody_has_ended_is_taken_back_and_not_extended() -> None:
    entity = lived(mentoring)
    entity.update(End())
    assert "is ended (ended_by_coordinator); nothing more" in entity.refusal(ExtendSessions(closes=LATER))


def test_a_day_that_is_over_reopens_nothing() -> None:
    entity = _silent()
    for day in (entity.pairing.sessions_close, utc(2028, 1, 8)):
        assert "a day to come" in entity.refusal(ExtendSessions(closes=day))
