"""What an event does to a cohort: the next one, or a sentence that says why not.

An event that has already happened changes nothing, so that a repeated command is harmless.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain.clock import format_moment
from domain.cohort import events
from domain.cohort.cohort import Cohort, TaskKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import CohortStage
from domain.errors import Refused
from domain.pairing.events import AddSitting, LetterFailed, Reschedule
from domain.programme.rescheduling import kind_of, rescheduled

_BEFORE_APPROVAL = (CohortStage.ANNOUNCED, CohortStage.OPEN, CohortStage.MATCHING)


def apply(cohort: Cohort, event: events.CohortEvent, now: datetime) -> Cohort:
    """The cohort after this event; raises Refused with a sentence if the rules do not allow it."""
    if (
        not cohort.is_open
        and isinstance(event, events.CohortUpdate)
        and not isinstance(event, events.EndCohort)
    ):
        raise Refused(f"Cohort {cohort.id} has ended; nothing more can be changed in it.")
    return _RULES[type(event)](event, cohort, now)


def enter(cohort: Cohort, stage: CohortStage, now: datetime) -> Cohort:
    """The cohort in this stage from now on."""
    entered = cohort.replace(stage=stage, since=now)
    return entered.with_outcome(OutcomeKind.STAGE, now, about=stage.value)


def close_applications(cohort: Cohort, now: datetime) -> Cohort:
    reopen_suffix = cohort.replace(drafted=None, draft_failed=False)
    return enter(reopen_suffix, CohortStage.MATCHING, now).to_do(TaskKind.DRAFT)


def end(cohort: Cohort, now: datetime) -> Cohort:
    return enter(cohort, CohortStage.ENDED, now).to_do(TaskKind.CLOSE_APPLICATIONS)


def _close(event: events.CloseApplications, cohort: Cohort, now: datetime) -> Cohort:
    if cohort.stage not in (CohortStage.ANNOUNCED, CohortStage.OPEN):
        return cohort
    closed = cohort.replace(calendar=cohort.calendar.replace(closes=now))
    return close_applications(closed.to_do(TaskKind.BROADCAST), now)


def _extend(event: events.ExtendApplications, cohort: Cohort, now: datetime) -> Cohort:
    if cohort.calendar.closes == event.closes:
        return cohort
    zone = cohort.rules.zone
    if cohort.stage not in _BEFORE_APPROVAL:
        raise Refused("The matches have been approved; later applications are for the next cohort.")
    if not now < event.closes:
        raise Refused(
            f"Applications can only close at a time to come; {format_moment(event.closes, zone)} is over."
        )
    introductions = cohort.rules.introductions.astimezone(zone).date()
    if event.closes.astimezone(zone).date() > introductions:
        raise Refused(f"Applications must close by the day of introductions, {introductions:%a %-d %b %Y}.")
    extended = cohort.replace(calendar=cohort.calendar.replace(closes=event.closes)).to_do(TaskKind.BROADCAST)
    extended = extended.with_outcome(OutcomeKind.EXTENDED, now, starts=event.closes)
    if cohort.stage is CohortStage.MATCHING:
        extended = enter(extended, CohortStage.OPEN, now)
    return extended


def _approve(event: events.Approve, cohort: Cohort, now: datetime) -> Cohort:
    if cohort.stage in _BEFORE_APPROVAL:
        cohort = enter(cohort, CohortStage.RUNNING, now)
    approved = cohort.with_outcome(OutcomeKind.APPROVED, now)
    return approved.to_do(TaskKind.BEGIN).to_do(TaskKind.UNMATCHED)


def _end(event: events.EndCohort, cohort: Cohort, now: datetime) -> Cohort:
    if not cohort.is_open:
        return cohort
    if event.open:
        what = "is 1 open pairing" if event.open == 1 else f"are {event.open} open pairings"
        raise Refused(f"There {what}; see with: tandem pairing list --cohort {cohort.id}")
    return end(cohort, now)


def _reschedule(event: Reschedule | AddSitting, cohort: Cohort, now: datetime) -> Cohort:
    rules = rescheduled(event, cohort.rules, now)
    # Spread it even if it is known here: whoever repeats the command may do so because it was not.
    told = cohort.to_do(TaskKind.BROADCAST, event)
    if rules == cohort.rules:
        return told
    return told.replace(rules=rules).with_outcome(
        kind_of(event), now, about=event.gathering, starts=event.starts
    )


def _drafted(event: events.Drafted, cohort: Cohort, now: datetime) -> Cohort:
    if cohort.stage is not CohortStage.MATCHING:
        return cohort  # approved already, or open again
    drafted = cohort.replace(drafted=now if event.made else None, draft_failed=not event.made)
    return drafted.with_outcome(OutcomeKind.DRAFTED, now, about=None if event.made else "failed")


def _begun(event: events.Begun, cohort: Cohort, now: datetime) -> Cohort:
    begun = cohort.replace(begun_number=event.number, pairings=cohort.pairings + event.pairings)
    return begun.with_outcome(OutcomeKind.BEGUN, now, about=str(event.pairings)) if event.pairings else begun


def _looked(event: events.OpenCounted, cohort: Cohort, now: datetime) -> Cohort:
    open_counted_at = cohort.replace(open_counted_at=now)
    if event.open == 0 and now >= cohort.calendar.ends and cohort.is_open:
        open_counted_at = end(open_counted_at, now)
    return open_counted_at


def _done(event: events.Done, cohort: Cohort, now: datetime) -> Cohort:
    """What is done must not stand in the store as still to be done: begun again from there, the cohort
    would do it twice. If there is news, the entry that records it says so."""
    done = cohort.replace(todo=cohort.todo[1:])
    if done.unrecorded_outcomes or done.owed_tasks or not cohort.owed_tasks:
        return done
    return done.with_outcome(OutcomeKind.ALL_DONE, now)


def _letter_failed(event: LetterFailed, cohort: Cohort, now: datetime) -> Cohort:
    if not cohort.is_open:
        return cohort
    return cohort.replace(letter_failed=now).with_outcome(OutcomeKind.LETTER_FAILED, now)


_RULES: Mapping[type[events.CohortEvent], Callable[[Any, Cohort, datetime], Cohort]] = {
    events.CloseApplications: _close,
    events.ExtendApplications: _extend,
    events.Approve: _approve,
    events.EndCohort: _end,
    Reschedule: _reschedule,
    AddSitting: _reschedule,
    events.Drafted: _drafted,
    events.Begun: _begun,
    events.OpenCounted: _looked,
    events.Done: _done,
    LetterFailed: _letter_failed,
}
