"""What an event does to a cohort: the next one, or a sentence that says why not.

An event that has already happened changes nothing, so that a repeated command is harmless.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from domain.clock import spoken
from domain.cohort import events
from domain.cohort.cohort import Cohort, TaskKind
from domain.errors import Refused
from domain.events import AddSitting, LetterFailed, Reschedule
from domain.outcomes import OutcomeKind
from domain.rescheduling import kind_of, rescheduled
from domain.words import CohortStage

_BEFORE_APPROVAL = (CohortStage.ANNOUNCED, CohortStage.OPEN, CohortStage.MATCHING)


def apply(cohort: Cohort, event: events.Event, now: datetime) -> Cohort:
    """The cohort after this event; raises Refused with a sentence if the rules do not allow it."""
    if not cohort.is_open and isinstance(event, events.Told) and not isinstance(event, events.End):
        raise Refused(f"Cohort {cohort.id} has ended; nothing more can be changed in it.")
    return _RULES[type(event)](event, cohort, now)


def enter(cohort: Cohort, stage: CohortStage, now: datetime) -> Cohort:
    """The cohort in this stage from now on."""
    entered = cohort.changed(stage=stage, since=now)
    return entered.telling(OutcomeKind.STAGE, now, about=stage.value)


def close_applications(cohort: Cohort, now: datetime) -> Cohort:
    anew = cohort.changed(drafted=None, draft_failed=False)
    return enter(anew, CohortStage.MATCHING, now).to_do(TaskKind.DRAFT)


def end(cohort: Cohort, now: datetime) -> Cohort:
    return enter(cohort, CohortStage.ENDED, now).to_do(TaskKind.HAND_OVER)


def _close(event: events.CloseApplications, cohort: Cohort, now: datetime) -> Cohort:
    if cohort.stage not in (CohortStage.ANNOUNCED, CohortStage.OPEN):
        return cohort
    closed = cohort.changed(calendar=cohort.calendar.changed(closes=now))
    return close_applications(closed.to_do(TaskKind.SPREAD), now)


def _extend(event: events.Extend, cohort: Cohort, now: datetime) -> Cohort:
    if cohort.calendar.closes == event.closes:
        return cohort
    zone = cohort.rules.zone
    if cohort.stage not in _BEFORE_APPROVAL:
        raise Refused("The matches have been approved; later applications are for the next cohort.")
    if not now < event.closes:
        raise Refused(f"Applications can only close at a time to come; {spoken(event.closes, zone)} is over.")
    introductions = cohort.rules.introductions.astimezone(zone).date()
    if event.closes.astimezone(zone).date() > introductions:
        raise Refused(f"Applications must close by the day of introductions, {introductions:%a %-d %b %Y}.")
    extended = cohort.changed(calendar=cohort.calendar.changed(closes=event.closes)).to_do(TaskKind.SPREAD)
    extended = extended.telling(OutcomeKind.EXTENDED, now, starts=event.closes)
    if cohort.stage is CohortStage.MATCHING:
        extended = enter(extended, CohortStage.OPEN, now)
    return extended


def _approve(event: events.Approve, cohort: Cohort, now: datetime) -> Cohort:
    if cohort.stage in _BEFORE_APPROVAL:
        cohort = enter(cohort, CohortStage.RUNNING, now)
    approved = cohort.telling(OutcomeKind.APPROVED, now)
    return approved.to_do(TaskKind.BEGIN).to_do(TaskKind.UNMATCHED)


def _end(event: events.End, cohort: Cohort, now: datetime) -> Cohort:
    if not cohort.is_open:
        return cohort
    if event.open:
        what = "is 1 open pairing" if event.open == 1 else f"are {event.open} open pairings"
        raise Refused(f"There {what}; see with: tandem pairing list --cohort {cohort.id}")
    return end(cohort, now)


def _reschedule(event: Reschedule | AddSitting, cohort: Cohort, now: datetime) -> Cohort:
    rules = rescheduled(event, cohort.rules, now)
    # Spread it even if it is known here: whoever repeats the command may do so because it was not.
    told = cohort.to_do(TaskKind.SPREAD, event)
    if rules == cohort.rules:
        return told
    return told.changed(rules=rules).telling(kind_of(event), now, about=event.gathering, starts=event.starts)


def _drafted(event: events.Drafted, cohort: Cohort, now: datetime) -> Cohort:
    if cohort.stage is not CohortStage.MATCHING:
        return cohort  # approved already, or open again
    drafted = cohort.changed(drafted=now if event.made else None, draft_failed=not event.made)
    return drafted.telling(OutcomeKind.DRAFTED, now, about=None if event.made else "failed")


def _begun(event: events.Begun, cohort: Cohort, now: datetime) -> Cohort:
    begun = cohort.changed(begun_number=event.number, pairings=cohort.pairings + event.pairings)
    return begun.telling(OutcomeKind.BEGUN, now, about=str(event.pairings)) if event.pairings else begun


def _looked(event: events.Looked, cohort: Cohort, now: datetime) -> Cohort:
    looked = cohort.changed(looked=now)
    if event.open == 0 and now >= cohort.calendar.ends and cohort.is_open:
        looked = end(looked, now)
    return looked


def _done(event: events.Done, cohort: Cohort, now: datetime) -> Cohort:
    """What is done must not stand in the store as still to be done: begun again from there, the cohort
    would do it twice. If there is news, the entry that records it says so."""
    done = cohort.changed(todo=cohort.todo[1:])
    if done.news or done.owes or not cohort.owes:
        return done
    return done.telling(OutcomeKind.ALL_DONE, now)


def _letter_failed(event: LetterFailed, cohort: Cohort, now: datetime) -> Cohort:
    if not cohort.is_open:
        return cohort
    return cohort.changed(letter_failed=now).telling(OutcomeKind.LETTER_FAILED, now)


_RULES: Mapping[type[events.Event], Callable[[Any, Cohort, datetime], Cohort]] = {
    events.CloseApplications: _close,
    events.Extend: _extend,
    events.Approve: _approve,
    events.End: _end,
    Reschedule: _reschedule,
    AddSitting: _reschedule,
    events.Drafted: _drafted,
    events.Begun: _begun,
    events.Looked: _looked,
    events.Done: _done,
    LetterFailed: _letter_failed,
}
