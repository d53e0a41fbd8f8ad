"""The cohort as one table: what it does by its calendar, and what may happen to it in each stage.

The diagram in docs/cohorts.md is drawn from this.
"""

from datetime import datetime

from domain.clock import mornings_after
from domain.cohort import changes, events
from domain.cohort.cohort import Cohort, TaskKind
from domain.entity.machine import Machine, Move, On
from domain.enums import CohortStage
from domain.pairing.events import AddSitting, CancelSittings, LetterFailed, Reschedule

ANNOUNCED, OPEN, MATCHING = CohortStage.ANNOUNCED, CohortStage.OPEN, CohortStage.MATCHING
RUNNING, ENDED = CohortStage.RUNNING, CohortStage.ENDED

_BEFORE_APPROVAL = (ANNOUNCED, OPEN, MATCHING)
_OPEN = (*_BEFORE_APPROVAL, RUNNING)


def _opens(cohort: Cohort) -> datetime | None:
    return cohort.calendar.opens or cohort.since


def _closes(cohort: Cohort) -> datetime | None:
    return cohort.calendar.closes


def _next_count(cohort: Cohort) -> datetime | None:
    """Once the calendar is over, every working morning: pairs that paused take longer."""
    if any(task.kind is TaskKind.COUNT_OPEN for task in cohort.todo):
        return None
    ends = cohort.calendar.ends
    if cohort.open_counted_at is None or cohort.open_counted_at < ends:
        return ends
    return mornings_after(cohort.open_counted_at, 1, cohort.rules.zone)


MOVES: tuple[Move[CohortStage, Cohort], ...] = (
    Move((ANNOUNCED,), OPEN, "the first day for applications", _opens, announced="opens for applications"),
    Move((OPEN,), MATCHING, "the last day for applications", _closes, announced="closes applications"),
    Move(
        (RUNNING,),
        RUNNING,
        "the calendar is over, and open pairings are counted each morning",
        _next_count,
        announced="counts the pairings that are still open",
    ),
)

EVENTS: tuple[On[CohortStage, Cohort], ...] = (
    On(
        events.CloseApplications,
        "the coordinator closes applications",
        (ANNOUNCED, OPEN),
        changes.close,
        to=(MATCHING,),
        has_happened=changes.has_closed,
    ),
    On(
        events.ExtendApplications,
        "the last moment for applications moves",
        (ANNOUNCED, OPEN),
        changes.extend,
        otherwise=changes.too_late_to_extend,
        has_happened=changes.is_extended,
    ),
    On(events.ExtendApplications, "applications are extended", (MATCHING,), changes.extend, to=(OPEN,)),
    On(events.Approve, "pairs are approved", _BEFORE_APPROVAL, changes.approve, to=(RUNNING,)),
    On(events.Approve, "more pairs are approved", (RUNNING,), changes.approve),
    On(
        events.EndCohort,
        "the coordinator ends it, and no pairing is open",
        _OPEN,
        changes.end_it,
        to=(ENDED,),
        has_happened=changes.has_ended,
    ),
    On(Reschedule, "a date moves", _OPEN, changes.reschedule),
    On(AddSitting, "a date is added", _OPEN, changes.reschedule),
    On(CancelSittings, "a date is cancelled", _OPEN, changes.reschedule),
    On(events.ChangeProgramme, "its programme's file has changed", _OPEN, changes.change_programme),
    On(events.Drafted, "a draft is made, or cannot be", (MATCHING,), changes.drafted),
    On(events.Begun, "pairings begin", (*_OPEN, ENDED), changes.begun),
    On(
        events.OpenCounted,
        "the calendar is over, and no pairing is open",
        (RUNNING,),
        changes.open_counted,
        to=(ENDED,),
    ),
    On(events.OpenCounted, "open pairings are counted once more", (ENDED,), changes.open_counted),
    On(events.Done, "a task is done", (*_OPEN, ENDED), changes.done),
    On(LetterFailed, "a letter does not arrive", _OPEN, changes.letter_failed),
)


def _enter(cohort: Cohort, move: Move[CohortStage, Cohort], now: datetime) -> Cohort:
    if move.target is RUNNING:
        return cohort.to_do(TaskKind.COUNT_OPEN)
    return (
        changes.close_applications(cohort, now)
        if move.target is MATCHING
        else changes.enter(cohort, OPEN, now)
    )


COHORT = Machine(
    begins=(ANNOUNCED,),
    moves=MOVES,
    events=EVENTS,
    enter=_enter,
    nothing_more=changes.nothing_more,
    news=(events.Drafted, LetterFailed),
)
