"""What is shown and asked before something is done to a whole cohort. Each asks nothing where `yes`."""

from collections.abc import Container, Iterator, Sequence
from datetime import date

from cli.confirming import confirm
from cli.context import read
from domain.clock import format_date, format_date_and_hours
from domain.enums import ApplicationStage, CohortStage
from domain.programme.dates import Slot
from domain.wording import counted
from services.applications.reading import list_applications
from services.cohorts.attendance import PlannedAttendance, plan_attendance
from services.cohorts.sittings import PlannedSitting, plan_adding, plan_rescheduling
from services.matching.drafts import DraftedMatches, latest_draft
from services.reports.status import status

_NOT_IN_ORDER = (ApplicationStage.INCOMPLETE, ApplicationStage.CHECKING)


def confirm_attendance(
    key: str, gathering: str, absent: Sequence[str], sitting: str | None, yes: bool
) -> None:
    """Of whom it would be recorded that they came, or did not."""
    if yes:
        return
    planned = read(plan_attendance, key, gathering, absent, sitting)
    came, missed = (
        counted(len(people), "person", "people") if people else "nobody"
        for people in (planned.attended, planned.missed)
    )
    if planned.attended or planned.missed:
        which = f"{planned.gathering} of {key} on {_listed(planned.days)}"
        what = f"This records for {which}: attended by {came}, missed by {missed}."
        left_out = f" Whoever comes on {_listed(planned.later)} is left out." if planned.later else ""
        confirm(what + left_out, yes, list(_attendees(planned)))


def _listed(days: Sequence[date]) -> str:
    return " and ".join(map(format_date, days))


def confirm_closing(key: str, yes: bool) -> None:
    """When applications would have closed by themselves, how many there are, and who is not in order yet."""
    if yes:
        return
    found = read(status, key)
    cohort, applied = found.cohort, sum(fate.applications for fate in found.figures.fates)
    if cohort.stage in (CohortStage.ANNOUNCED, CohortStage.OPEN):
        plan = cohort.programme.applications
        until = f"now, not at the end of {format_date(plan.closes)}" if plan else "now"
        there = f"There {'is' if applied == 1 else 'are'} {counted(applied, 'application')}"
        unfinished = _names_where(key, _NOT_IN_ORDER)
        there += f", {len(unfinished)} of them not in order yet:" if unfinished else "."
        what = f"This closes applications to {key} ({cohort.programme.title}) {until}. {there}"
        confirm(what, yes, unfinished)


def confirm_approval(key: str, yes: bool) -> None:
    """Which pairs would begin; nothing is asked of a draft that has been approved."""
    if yes:
        return
    matches = read(latest_draft, key)
    if matches.stored.approved_at is None:
        pairs = names_of_pairs(matches)
        what = f"This begins {counted(len(pairs), 'pairing')} of {key}; both partners of each are written to:"
        confirm(what, yes, pairs)


def names_of_pairs(matches: DraftedMatches) -> list[str]:
    """Of each pair of a draft, both."""
    people = matches.people
    return [f"{people[p.mentor].name} and {people[p.mentee].name}" for p in matches.stored.draft.pairs]


def confirm_rescheduling(
    key: str, gathering: str, to: Slot, sitting: str | None, on: date | None, yes: bool
) -> None:
    """Which date moves where, what is unusual about it, and how many are told."""
    if not yes:
        _confirm_sitting(key, read(plan_rescheduling, key, gathering, to, sitting, on))


def confirm_adding(key: str, gathering: str, slot: Slot, yes: bool) -> None:
    """Which date comes to be, what is unusual about it, and how many are told."""
    if not yes:
        _confirm_sitting(key, read(plan_adding, key, gathering, slot))


def _confirm_sitting(key: str, planned: PlannedSitting) -> None:
    after = format_date_and_hours(planned.after.on, planned.after.hours)
    before = planned.before and format_date_and_hours(planned.before.on, planned.before.hours)
    what = f"moves from {before} to {after}" if before else f"is held once more, on {after}"
    what = f"keeps its time, {after}" if before == after else what
    told = f"{counted(planned.pairings, 'open pairing')} and {counted(planned.applications, 'application')}"
    remark = f" {planned.remark}" if planned.remark else ""
    confirm(f"{planned.title} of {key} {what}.{remark} {told} hear of it, as far as it is for them.", False)


def confirm_ending(key: str, yes: bool) -> None:
    """Who still waits in a cohort that would end."""
    if yes:
        return
    cohort = read(status, key).cohort
    if cohort.stage.is_open:
        waiting = names_of_waiting(key)
        who = counted(len(waiting), "application")
        what = f"This ends {key} ({cohort.programme.title}). {who} still open, kept for the next cohort:"
        confirm(what, yes, waiting)


def names_of_waiting(key: str) -> list[str]:
    """Whose applications are still open, each with the role."""
    return _names_where(key, [stage for stage in ApplicationStage if stage.is_open])


def _names_where(key: str, stages: Container[ApplicationStage]) -> list[str]:
    there = [view.application for view in read(list_applications, key) if view.stage in stages]
    return [f"{form.name} ({form.role})" for form in there]


def _attendees(planned: PlannedAttendance) -> Iterator[str]:
    """Who was not there is named first: of them there are few."""
    yield from (f"missed it: {name}" for name in planned.missed)
    yield from (f"attended: {name}" for name in planned.attended)
