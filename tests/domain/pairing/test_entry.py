"""What is handed over to be recorded."""

import pytest

from domain.enums import Concern, EndReason, Role, Stage
from domain.pairing.events import LogSession, Pause, Withdraw
from tests.living import evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit


def test_entries_are_numbered_without_a_gap() -> None:
    revisions = [entry.revision for entry in lived(evaluation).entries]
    assert revisions == list(range(1, len(revisions) + 1))


def test_outcomes_are_numbered_without_a_gap() -> None:
    numbers = [outcome.number for outcome in lived(evaluation).outcomes]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_snapshot_counts_the_sessions_that_count() -> None:
    entity = lived(mentoring)
    entity.update(LogSession(starts=utc(2027, 6, 20)))
    entity.update(LogSession(starts=utc(2027, 6, 21), minutes=15))
    shot = entity.entries[-1].snapshot
    assert (shot.sessions, shot.minimum) == (1, 4)


def test_a_snapshot_says_when_something_happens_by_itself() -> None:
    entity = lived(mentoring)
    assert entity.entries[-1].snapshot.until == entity.look_again == utc(2027, 8, 17, 8)


def test_a_snapshot_names_why_the_pairing_is_on_the_list() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 9, 15))
    assert entity.entries[-1].snapshot.concerns == (Concern.GONE_QUIET,)


def test_a_snapshot_of_a_paused_pairing_says_so() -> None:
    entity = lived(mentoring)
    entity.update(Pause())
    assert entity.entries[-1].snapshot.paused


def test_what_is_over_is_no_longer_paused() -> None:
    entity = lived(mentoring)
    entity.update(Pause())
    entity.update(Withdraw(role=Role.MENTEE))
    assert not entity.entries[-1].snapshot.paused


def test_a_snapshot_of_what_is_over_waits_for_nothing() -> None:
    entity = lived(mentoring)
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()
    shot = entity.entries[-1].snapshot
    assert (shot.stage, shot.reason) == (Stage.ENDED, EndReason.MENTEE_WITHDREW)
    assert (shot.waits_for, shot.until, shot.concerns) == (None, None, ())
