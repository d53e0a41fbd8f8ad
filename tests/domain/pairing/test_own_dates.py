"""Dates of one pair: a pause until a day, and more time for its sessions."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.clock import first_moment
from domain.entity.entity import TakeBack
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, Stage
from domain.letter.letter import LetterName
from domain.pairing.due import unblocking
from domain.pairing.events import BookSession, ExtendSessions, LogSession, Pause, Resume
from tests.living import Life, bristol_rules, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit

NOV_1, NOV_8 = utc(2027, 11, 1, 0), utc(2027, 11, 8, 0)
"""Midnights in London, after the clocks have gone back."""


def paused_until(until: datetime) -> Life:
    """Since the afternoon of 18 October."""
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 18, 13, 37))
    entity.update(Pause(until=until))
    return entity


def test_a_pause_until_a_day_ends_by_itself_at_its_beginning() -> None:
    entity = paused_until(NOV_1)
    entity.until(utc(2027, 10, 31, 23, 59))
    assert entity.pairing.paused
    entity.until(NOV_1)
    assert [o.at for o in entity.outcomes if o.kind is OutcomeKind.RESUMED] == [NOV_1]
    assert [entity.when(LetterName.RESUMED, role) for role in BOTH] == [[NOV_1], [NOV_1]]


def test_it_counts_until_that_day_however_late_it_is_noticed() -> None:
    entity = paused_until(NOV_1)
    entity.outage(utc(2027, 11, 3, 15))
    entity.until(utc(2027, 11, 3, 15))
    assert entity.pairing.pauses[-1][1] == NOV_1


def test_a_pause_says_until_when_in_its_letter_and_in_what_it_waits_for() -> None:
    entity = paused_until(NOV_1)
    assert [x.until for x in entity.letters if x.name is LetterName.PAUSED] == [NOV_1, NOV_1]
    snapshot = entity.entries[-1].snapshot
    assert snapshot.waits_for == "the pair to resume, by itself on Mon 1 Nov 2027"
    assert snapshot.until == NOV_1
    assert [step.verb for step in unblocking(entity.pairing, "c")] == ["pairing resume"]


def test_a_pause_that_ends_by_itself_worries_nobody_however_long_it_is() -> None:
    entity = paused_until(utc(2028, 3, 1, 0))
    entity.until(utc(2028, 2, 20))
    assert Concern.LONG_PAUSE not in entity.concerns


def test_another_day_is_told_and_an_open_pause_gets_one() -> None:
    entity = paused_until(NOV_1)
    entity.update(Pause(until=NOV_8))
    assert [x.until for x in entity.letters if x.name is LetterName.PAUSED] == [NOV_1, NOV_1, NOV_8, NOV_8]
    entity.until(utc(2027, 11, 7))
    assert entity.pairing.paused
    assert entity.takes_no_notice(Pause())
    assert entity.takes_no_notice(Pause(until=NOV_8))
    entity.until(NOV_8)
    assert entity.pairing.paused is None


def test_who_goes_on_earlier_is_not_resumed_again() -> None:
    entity = paused_until(NOV_1)
    entity.until(utc(2027, 10, 25))
    entity.update(Resume())
    entity.until(utc(2027, 11, 2))
    assert [kind for kind, _ in entity.happened].count(OutcomeKind.RESUMED) == 1


def test_a_pause_until_a_day_that_is_over_or_out_of_reach_is_refused() -> None:
    entity = lived(mentoring)
    assert entity.refusal(Pause(until=utc(2027, 7, 5, 23))) == (
        "A pause can only last until a day to come, and Tue 6 Jul 2027 is over."
    )
    assert "Sun 1 Jul 2035 is more than two years away" in entity.refusal(Pause(until=utc(2035, 6, 30, 23)))


@pytest.mark.parametrize(
    ("resumed", "day"), [(utc(2027, 10, 25, 9, 12), 13), (utc(2027, 10, 25, 20, 5), 14), (NOV_1, 20)]
)
def test_after_a_pause_the_time_for_sessions_ends_with_a_day(resumed: datetime, day: int) -> None:
    """The pause began on 18 October at 13:37 UTC; sessions ended on 6 January. It is never shortened."""
    entity = paused_until(resumed)
    entity.until(resumed)
    assert entity.pairing.sessions_close == utc(2028, 1, day, 23, 59)


def test_after_a_pause_the_questionnaire_opens_in_the_morning_and_closes_with_a_day() -> None:
    entity = paused_until(utc(2027, 10, 25, 20, 5))
    for day in (1, 8, 15, 22):
        entity.until(utc(2027, 11, day))
        entity.update(LogSession(starts=utc(2027, 11, day, 9), minutes=60))
    entity.until_over()
    assert entity.when(LetterName.EVALUATION) == [utc(2028, 1, 18, 9)]
    assert [x.until for x in entity.letters if x.name is LetterName.EVALUATION] == [
        utc(2028, 2, 12, 23, 59),
        utc(2028, 2, 12, 23, 59),
    ]


def test_a_day_whose_midnight_the_clocks_skip_begins_after_it() -> None:
    beirut = ZoneInfo("Asia/Beirut")
    assert f"{first_moment(date(2027, 3, 28), beirut).astimezone(beirut):%d %H:%M}" == "28 01:00"


# More time for one pair

JAN_31 = utc(2028, 1, 31, 23, 59)


def extended(closes: datetime = JAN_31) -> Life:
    entity = lived(mentoring)
    entity.update(ExtendSessions(closes=closes))
    return entity


def test_a_pair_with_more_time_goes_to_its_evaluation_later_and_as_long_after() -> None:
    """25 days more: the questionnaire would open on Friday 4 February, and close on 29 February."""
    entity = extended()
    assert entity.happened[-1][0] is OutcomeKind.EXTENDED
    for month in (8, 9, 10, 11):
        entity.until(utc(2027, month, 20))
        entity.update(LogSession(starts=utc(2027, month, 19, 9), minutes=60))
    entity.until(utc(2028, 1, 20))
    before = entity.stage
    entity.until(utc(2028, 2, 1))
    assert (before, entity.stage) == (Stage.MENTORING, Stage.EVALUATION)
    entity.until_over()
    assert entity.when(LetterName.EVALUATION) == [utc(2028, 2, 4, 9)]
    assert entity.now == utc(2028, 2, 29, 23, 59)


def test_its_letters_name_the_new_day_and_sessions_may_be_booked_until_then() -> None:
    entity = extended()
    entity.update(BookSession(starts=utc(2028, 1, 25, 9), minutes=60))
    assert entity.entries[-1].snapshot.sessions_close == JAN_31
    assert "too late" in entity.refusal(BookSession(starts=utc(2028, 2, 1, 9), minutes=60))


def test_the_rules_of_others_stay_as_they_are() -> None:
    assert extended().pairing.rules.sessions.closes == JAN_31
    assert lived(mentoring).pairing.rules == bristol_rules()


def test_the_day_that_is_said_holds_also_after_a_pause() -> None:
    entity = paused_until(NOV_1)
    entity.until(utc(2027, 11, 2))
    entity.update(ExtendSessions(closes=JAN_31))
    assert entity.pairing.sessions_close == JAN_31
    assert entity.takes_no_notice(ExtendSessions(closes=JAN_31))


def test_a_slip_is_put_right_by_another_day() -> None:
    entity = extended()
    entity.update(ExtendSessions(closes=utc(2028, 1, 6, 23, 59)))
    assert entity.pairing.rules == bristol_rules()


def taken_back(entity: Life, kind: OutcomeKind) -> Life:
    """What was recorded of this kind is taken back as a slip."""
    number = next(o.number for o in entity.outcomes if o.kind is kind)
    entity.update(TakeBack(number=number))
    return entity


def test_more_time_that_was_a_slip_is_taken_back_with_its_dates() -> None:
    entity = extended()
    entity.update(BookSession(starts=utc(2027, 8, 3, 9), minutes=60))
    assert taken_back(entity, OutcomeKind.EXTENDED).pairing.rules == bristol_rules()


def test_a_pause_until_a_day_that_was_a_slip_is_taken_back() -> None:
    entity = taken_back(paused_until(NOV_1), OutcomeKind.PAUSED)
    assert (entity.pairing.paused, entity.pairing.paused_until) == (None, None)
    assert entity.pairing.sessions_close == utc(2028, 1, 6, 23, 59)


def test_what_cannot_be_extended_is_refused_with_the_reason() -> None:
    entity = lived(mentoring)
    assert entity.refusal(ExtendSessions(closes=utc(2027, 7, 5, 22, 59))) == (
        "The time for sessions can only end on a day to come, and Mon 5 Jul 2027 is over."
    )
    late = lived(evaluation)
    assert "ended on Thu 6 Jan 2028 23:59; the pair is in its evaluation" in late.refusal(
        ExtendSessions(closes=JAN_31)
    )
    new = Life()
    assert "begins on Tue 6 Jul 2027" in new.refusal(ExtendSessions(closes=utc(2027, 6, 30, 22, 59)))
