"""Each partner's own calendar is kept true: one UID per event, a sequence that grows with each letter."""

from datetime import timedelta

import pytest

from domain.enums import BOTH, Role
from domain.letter.letter import LetterName, Method
from domain.pairing.events import (
    Attend,
    BookSession,
    CancelSession,
    End,
    LogSession,
    MoveSession,
    Pause,
    Reschedule,
    Resume,
    Waive,
    Withdraw,
)
from tests.domain.varied import mentors_train, two_inductions
from tests.living import Life, accepted, lived, mentoring, utc

pytestmark = pytest.mark.unit

REQUEST, CANCEL = Method.REQUEST, Method.CANCEL
JULY_20 = utc(2027, 7, 20, 14)


def booked() -> Life:
    entity = lived(mentoring)
    entity.update(BookSession(starts=JULY_20, minutes=60))
    return entity


def calendar(entity: Life, about: str, role: Role = Role.MENTOR) -> list[tuple[Method, int]]:
    """What this partner's letters did with this event, in order."""
    parts = (x.calendar for x in entity.letters if x.role is role and x.calendar)
    return [(part.method, part.sequence) for part in parts if part.uid == f"p-01.{about}"]


def names(entity: Life, role: Role = Role.MENTOR) -> list[LetterName]:
    return [x.name for x in entity.letters if x.role is role and x.calendar]


def rescheduled(entity: Life) -> Life:
    entity.update(
        Reschedule(gathering="induction", sitting="1", starts=utc(2027, 7, 1, 9), ends=utc(2027, 7, 1, 11))
    )
    return entity


def test_nobody_is_invited_before_both_have_accepted() -> None:
    entity = Life()
    entity.until(utc(2027, 6, 25))
    assert names(entity) == []


def test_the_first_gathering_comes_with_the_news_that_both_are_in() -> None:
    entity = lived(accepted)
    for role in BOTH:
        assert calendar(entity, "induction.1", role) == [(REQUEST, 0)]
        assert calendar(entity, "training.1", role) == []
        assert names(entity, role) == [LetterName.BOTH_ACCEPTED]


def test_others_of_the_next_three_weeks_are_invited_to_on_another_day() -> None:
    entity = lived(accepted)
    entity.until(entity.now + timedelta(days=1))
    for role in BOTH:
        assert calendar(entity, "training.1", role) == [(REQUEST, 0)]
        assert calendar(entity, "review.1", role) == []
    assert entity.when(LetterName.GATHERING_INVITATION) == [utc(2027, 6, 16, 8)]


def test_a_later_gathering_is_invited_to_three_weeks_before() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 9, 20))
    assert entity.when(LetterName.GATHERING_INVITATION)[-1] == utc(2027, 9, 16, 8)


def test_only_who_must_train_is_invited_to_the_training() -> None:
    entity = lived(accepted, mentors_train)
    entity.until(utc(2027, 6, 25))
    assert calendar(entity, "training.1", Role.MENTOR) == [(REQUEST, 0)]
    assert calendar(entity, "training.1", Role.MENTEE) == []


def test_one_sitting_at_a_time_is_in_the_calendar() -> None:
    entity = lived(accepted, two_inductions)
    assert calendar(entity, "induction.1") == [(REQUEST, 0)]
    assert calendar(entity, "induction.2") == []


def test_a_rescheduled_gathering_moves_in_the_calendar() -> None:
    entity = rescheduled(lived(accepted))
    assert calendar(entity, "induction.1") == [(REQUEST, 0), (REQUEST, 1)]
    moved = entity.letters[-1]
    assert (moved.name, moved.starts) == (LetterName.GATHERING_MOVED, utc(2027, 7, 1, 9))


def test_a_sitting_that_is_moved_away_and_back_is_one_event_that_moves_twice() -> None:
    """While sitting 1 lies behind sitting 2, the pair is expected at sitting 2."""
    entity = lived(accepted, two_inductions)
    for starts in (utc(2027, 7, 9, 9), utc(2027, 6, 30, 9)):
        ends = starts + timedelta(hours=2)
        entity.update(Reschedule(gathering="induction", sitting="1", starts=starts, ends=ends))
    assert calendar(entity, "induction.1") == [(REQUEST, 0), (REQUEST, 1), (REQUEST, 2)]
    assert calendar(entity, "induction.2") == []


def test_a_gathering_rescheduled_before_the_invitation_is_invited_to_at_its_new_time() -> None:
    entity = lived(mentoring)
    entity.update(
        Reschedule(gathering="review", sitting="1", starts=utc(2027, 10, 14), ends=utc(2027, 10, 14, 13))
    )
    entity.until(utc(2027, 10, 1))
    assert calendar(entity, "review.1") == [(REQUEST, 0)]
    assert entity.when(LetterName.GATHERING_INVITATION)[-1] == utc(2027, 9, 23, 8)


def test_a_waived_invitation_is_cancelled_for_that_partner_only() -> None:
    entity = lived(accepted)
    entity.update(Waive(gathering="induction", roles=(Role.MENTEE,)))
    assert calendar(entity, "induction.1", Role.MENTEE) == [(REQUEST, 0), (CANCEL, 1)]
    assert calendar(entity, "induction.1", Role.MENTOR) == [(REQUEST, 0)]


def test_a_gathering_that_took_place_stays_in_the_calendar() -> None:
    entity = lived(mentoring)
    assert calendar(entity, "induction.1") == [(REQUEST, 0)]
    assert calendar(entity, "training.1") == [(REQUEST, 0)]


def test_a_booked_session_is_in_both_calendars() -> None:
    entity = booked()
    for role in BOTH:
        assert calendar(entity, "session-1", role) == [(REQUEST, 0)]


def test_a_session_moved_twice_and_cancelled_counts_up() -> None:
    entity = booked()
    entity.update(MoveSession(session=1, starts=JULY_20 + timedelta(days=1)))
    entity.update(MoveSession(session=1, starts=JULY_20 + timedelta(days=2)))
    entity.update(CancelSession(session=1))
    assert calendar(entity, "session-1") == [(REQUEST, 0), (REQUEST, 1), (REQUEST, 2), (CANCEL, 3)]
    assert names(entity)[-4:] == [
        LetterName.SESSION_BOOKED,
        LetterName.SESSION_MOVED,
        LetterName.SESSION_MOVED,
        LetterName.SESSION_CANCELLED,
    ]


def test_a_session_that_only_becomes_longer_moves_in_the_calendar() -> None:
    entity = booked()
    entity.update(MoveSession(session=1, starts=JULY_20, minutes=90))
    assert calendar(entity, "session-1") == [(REQUEST, 0), (REQUEST, 1)]
    assert entity.letters[-1].ends == JULY_20 + timedelta(minutes=90)


def test_a_cancellation_names_the_time_that_is_in_the_calendar() -> None:
    entity = booked()
    entity.update(CancelSession(session=1))
    assert entity.letters[-1].starts == JULY_20


@pytest.mark.parametrize("held", [True, False])
def test_a_session_that_is_logged_is_not_cancelled(held: bool) -> None:
    entity = booked()
    entity.until(utc(2027, 7, 21))
    entity.update(LogSession(held=held))
    assert calendar(entity, "session-1") == [(REQUEST, 0)]


def test_a_session_held_early_no_longer_blocks_its_old_time() -> None:
    entity = booked()
    entity.until(utc(2027, 7, 15))
    entity.update(LogSession(session=1, starts=utc(2027, 7, 14)))
    assert calendar(entity, "session-1") == [(REQUEST, 0), (CANCEL, 1)]


def test_a_pause_takes_coming_sessions_out_of_the_calendar() -> None:
    entity = booked()
    entity.update(Pause())
    for role in BOTH:
        assert calendar(entity, "session-1", role) == [(REQUEST, 0), (CANCEL, 1)]


def test_a_paused_pair_is_invited_when_it_resumes() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 9, 1))
    entity.update(Pause())
    entity.until(utc(2027, 9, 20))
    during = calendar(entity, "review.1")
    entity.update(Resume())
    entity.until(utc(2027, 9, 21, 9))
    assert (during, calendar(entity, "review.1")) == ([], [(REQUEST, 0)])


def test_a_gathering_rescheduled_during_a_pause_moves_in_the_calendar() -> None:
    entity = lived(accepted)
    entity.update(Pause())
    assert calendar(rescheduled(entity), "induction.1") == [(REQUEST, 0), (REQUEST, 1)]


@pytest.mark.parametrize("way_out", [Withdraw(role=Role.MENTOR), End()], ids=lambda event: event.kind)
def test_the_end_cancels_what_is_to_come_for_both(way_out: Withdraw | End) -> None:
    entity = booked()
    entity.update(BookSession(starts=utc(2027, 8, 20), minutes=60))
    entity.until(utc(2027, 7, 21))
    entity.update(way_out)
    entity.finish()
    for role in BOTH:
        assert calendar(entity, "session-2", role)[-1] == (CANCEL, 1)


def test_what_begins_within_two_hours_is_cancelled_at_once() -> None:
    entity = lived(mentoring)
    for hour in (13, 15):
        entity.update(BookSession(starts=utc(2027, 8, 20, hour), minutes=60))
    entity.until(utc(2027, 8, 20, 12))
    entity.update(Withdraw(role=Role.MENTOR))
    latest = [calendar(entity, f"session-{number}", Role.MENTEE)[-1] for number in (1, 2)]
    assert latest == [(CANCEL, 1), (REQUEST, 0)]


def test_the_end_cancels_nothing_that_is_past() -> None:
    entity = booked()
    entity.until(utc(2027, 7, 21))
    entity.update(Withdraw(role=Role.MENTOR))
    entity.finish()
    for about in ("induction.1", "training.1", "session-1"):
        assert calendar(entity, about) == [(REQUEST, 0)]


def test_an_invitation_that_was_never_sent_is_not_cancelled() -> None:
    entity = lived(mentoring)
    entity.update(Withdraw(role=Role.MENTOR))
    entity.finish()
    assert calendar(entity, "review.1") == []


def test_an_invitation_is_not_written_when_the_gathering_has_begun() -> None:
    entity = lived(mentoring)
    entity.outage(utc(2027, 10, 7, 12))
    assert calendar(entity, "review.1") == []


def test_attendance_recorded_after_a_late_move_leaves_the_calendar_alone() -> None:
    entity = rescheduled(lived(accepted))
    entity.until(utc(2027, 7, 1, 12))
    entity.update(Attend(gathering="induction"))
    assert calendar(entity, "induction.1") == [(REQUEST, 0), (REQUEST, 1)]
