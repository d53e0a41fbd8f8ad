"""What an event does to a cohort, in the stages that the table allows it in."""

from datetime import datetime

from domain.clock import format_date, format_moment
from domain.cohort import events
from domain.cohort.cohort import Cohort, TaskKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import CohortStage
from domain.errors import Refused
from domain.pairing.events import GatheringEvent, LetterFailed
from domain.programme.rescheduling import kind_of, rescheduled, starts_of
from domain.suggestion import suggest
from domain.wording import counted


def enter(cohort: Cohort, stage: CohortStage, now: datetime) -> Cohort:
    """The cohort in this stage from now on."""
    entered = cohort.replace(stage=stage, since=now)
    return entered.with_outcome(OutcomeKind.STAGE, now, about=stage.value)


def close_applications(cohort: Cohort, now: datetime) -> Cohort:
    undrafted = cohort.replace(drafted=None, draft_failed=False)
    return enter(undrafted, CohortStage.MATCHING, now).to_do(TaskKind.DRAFT)


def end(cohort: Cohort, now: datetime) -> Cohort:
    return enter(cohort, CohortStage.ENDED, now).to_do(TaskKind.CLOSE_APPLICATIONS)


def close(event: events.CloseApplications, cohort: Cohort, now: datetime) -> Cohort:
    closed = cohort.replace(calendar=cohort.calendar.replace(closes=now))
    return close_applications(closed.to_do(TaskKind.BROADCAST), now)


def has_closed(_: events.CloseApplications, cohort: Cohort) -> bool:
    return cohort.stage in (CohortStage.MATCHING, CohortStage.RUNNING)


def extend(event: events.ExtendApplications, cohort: Cohort, now: datetime) -> Cohort:
    zone = cohort.rules.zone
    if not now < event.closes:
        raise Refused(
            f"Applications can only close at a time to come; {format_moment(event.closes, zone)} is over."
        )
    introductions = cohort.rules.introductions.astimezone(zone).date()
    if event.closes.astimezone(zone).date() > introductions:
        raise Refused(f"Applications must close by the day of introductions, {format_date(introductions)}.")
    extended = cohort.replace(calendar=cohort.calendar.replace(closes=event.closes)).to_do(TaskKind.BROADCAST)
    extended = extended.with_outcome(OutcomeKind.EXTENDED, now, starts=event.closes)
    if cohort.stage is CohortStage.MATCHING:
        extended = enter(extended, CohortStage.OPEN, now)
    return extended


def is_extended(event: events.ExtendApplications, cohort: Cohort) -> bool:
    return cohort.is_open and cohort.calendar.closes == event.closes


def too_late_to_extend(_: events.ExtendApplications, cohort: Cohort) -> str:
    return "The matches have been approved; later applications are for the next cohort."


def approve(event: events.Approve, cohort: Cohort, now: datetime) -> Cohort:
    if cohort.stage is not CohortStage.RUNNING:
        cohort = enter(cohort, CohortStage.RUNNING, now)
    approved = cohort.with_outcome(OutcomeKind.APPROVED, now).to_do(TaskKind.BEGIN)
    return approved if event.alone else approved.to_do(TaskKind.UNMATCHED)


def end_it(event: events.EndCohort, cohort: Cohort, now: datetime) -> Cohort:
    if event.open:
        are = f"{'is' if event.open == 1 else 'are'} {counted(event.open, 'open pairing')}"
        raise Refused(f"There {are}; see with: {suggest('pairing list', '--cohort', cohort.id)}")
    return end(cohort, now)


def has_ended(_: events.EndCohort, cohort: Cohort) -> bool:
    return not cohort.is_open


def reschedule(event: GatheringEvent, cohort: Cohort, now: datetime) -> Cohort:
    rules = rescheduled(event, cohort.rules, now)
    # Spread it even if it is known here: whoever repeats the command may do so because it was not.
    told = cohort.to_do(TaskKind.BROADCAST, event)
    if rules == cohort.rules:
        return told
    return told.replace(rules=rules).with_outcome(
        kind_of(event, cohort.rules), now, about=event.gathering, starts=starts_of(event)
    )


def change_programme(event: events.ChangeProgramme, cohort: Cohort, now: datetime) -> Cohort:
    changed = cohort.replace(calendar=cohort.calendar.replace(report=event.report))
    for place in event.places:
        changed = changed.replace(rules=rescheduled(place, changed.rules, now))
        changed = changed.to_do(TaskKind.BROADCAST, place)
    return changed.with_outcome(OutcomeKind.PROGRAMME_CHANGED, now)


def drafted(event: events.Drafted, cohort: Cohort, now: datetime) -> Cohort:
    drafted = cohort.replace(drafted=now if event.made else None, draft_failed=not event.made)
    return drafted.with_outcome(OutcomeKind.DRAFTED, now, about=None if event.made else "failed")


def begun(event: events.Begun, cohort: Cohort, now: datetime) -> Cohort:
    begun = cohort.replace(begun_number=event.number, pairings=cohort.pairings + event.pairings)
    return begun.with_outcome(OutcomeKind.BEGUN, now, about=str(event.pairings)) if event.pairings else begun


def open_counted(event: events.OpenCounted, cohort: Cohort, now: datetime) -> Cohort:
    looked = cohort.replace(open_counted_at=now)
    is_over = event.open == 0 and now >= cohort.calendar.ends and cohort.is_open
    return end(looked, now) if is_over else looked


def done(event: events.Done, cohort: Cohort, now: datetime) -> Cohort:
    """What is done must not stand in the store as still to be done: begun again from there, the cohort
    would do it twice. If there is news, the entry that records it says so."""
    done = cohort.replace(todo=cohort.todo[1:])
    if done.unrecorded_outcomes or done.owed_tasks or not cohort.owed_tasks:
        return done
    return done.with_outcome(OutcomeKind.ALL_DONE, now)


def letter_failed(event: LetterFailed, cohort: Cohort, now: datetime) -> Cohort:
    return cohort.replace(letter_failed=now).with_outcome(OutcomeKind.LETTER_FAILED, now)


def nothing_more(cohort: Cohort) -> str:
    return f"Cohort {cohort.id} has ended; nothing more can be changed in it."
