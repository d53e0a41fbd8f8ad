"""Which date of a gathering before the pairing is meant."""

from collections.abc import Mapping
from datetime import date, datetime

from domain.application.events import ApplicationSignal
from domain.application.rules import application_rules
from domain.clock import format_date_and_hours
from domain.errors import BadInput, Refused
from domain.pairing.events import AddSitting, Reschedule
from domain.programme.gathering_plan import GatheringPlan, SittingDate
from domain.programme.programme import Programme
from domain.programme.rescheduling import as_told
from domain.programme.timetable import rules_of
from domain.suggestion import suggest
from services.applications.reading import FoundApplication

Dates = Mapping[str, SittingDate]


def check_gathering(found: FoundApplication, gathering: str) -> GatheringPlan:
    """The gathering, if it is one for applicants in this role. Raises Refused."""
    programme, role = found.cohort.programme, found.view.application.role
    plans = {plan.key: plan for plan in programme.gatherings}
    if gathering in plans and plans[gathering].kind.stage:
        raise Refused(f"{gathering} is for pairs; there it is recorded with: {suggest('pairing attend')}")
    if gathering in plans and role not in plans[gathering].roles:
        raise Refused(f"{gathering} is for {plans[gathering].roles[0]}s only.")
    return plans[application_rules(programme, role).gathering(gathering).key]


def which_sitting(
    found: FoundApplication, gathering: str, on: date | None, sitting: str | None, now: datetime
) -> str:
    """The key of the one date that is meant. Raises Refused if there is none, BadInput if it is not clear."""
    plan = check_gathering(found, gathering)
    dates = dict(zip(plan.sitting_keys, plan.sittings, strict=True))
    today = now.astimezone(found.cohort.programme.zone).date()
    meant = _meant(dates, on, sitting, today)
    if not meant:
        such = "such date of" if on or sitting else "date to come of"
        raise Refused(f"There is no {such} {plan.key}; its dates: {_listed(dates)}.")
    if len(meant) > 1:
        way = "--sitting KEY" if on else "--on DATE"
        raise BadInput(f"{plan.key} is held more than once; say which with {way}: {_listed(meant)}.")
    ((key, date_meant),) = meant.items()
    _check_hours(found.cohort.key, plan.key, key, date_meant)
    return key


def as_it_is_now(programme: Programme, gathering: str, sitting: str) -> tuple[ApplicationSignal, ...]:
    """A date that has just been moved or added may not have reached everybody yet: it is told first, so
    that nobody is written to about a time that is wrong. Of the two, what does not apply is passed over."""
    found = rules_of(programme).gathering(gathering).sitting(sitting)
    told = as_told(gathering, found)
    return Reschedule(**told), AddSitting(**told)


def _meant(dates: Dates, on: date | None, sitting: str | None, today: date) -> Dates:
    if on is None and sitting is None:
        return {key: one for key, one in dates.items() if one.on >= today}
    return {key: one for key, one in dates.items() if sitting in (None, key) and on in (None, one.on)}


def _check_hours(cohort: str, gathering: str, key: str, sitting: SittingDate) -> None:
    if sitting.hours is None:
        slot = ("--sitting", key, "--to", f"{sitting.on} HH:MM-HH:MM")
        raise Refused(
            f"{gathering} on {_format(sitting)} has no hours yet, so nobody can be told when to come. Say "
            f"the hours first: {suggest('cohort reschedule', cohort, gathering, *slot)}"
        )


def _listed(dates: Dates) -> str:
    return ", ".join(f"{_format(sitting)} ({key})" for key, sitting in dates.items())


def _format(sitting: SittingDate) -> str:
    return format_date_and_hours(sitting.on, sitting.hours)
