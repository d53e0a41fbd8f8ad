"""Signing up for a gathering by the day, as people say it, and attendance of one person."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from cli.applications.days import day
from cli.applications.lookup import find
from cli.applications.telling import tell_found
from domain.application.events import ApplicationSignal, Come, SignUp
from domain.application.rules import application_rules
from domain.enums import Role
from domain.errors import BadInput, Refused
from domain.pairing.events import AddSitting, Reschedule
from domain.programme.programme import GatheringPlan, Programme, SittingDate
from domain.programme.timetable import rules_of

Dates = Mapping[str, SittingDate]


class When(NamedTuple):
    """To which date somebody comes."""

    on: str | None = None
    sitting: str | None = None
    """The date's key."""
    none: bool = False
    """To none of them."""


def sign_up(cohort: str, person: str, role: Role | None, gathering: str, when: When) -> None:
    """Raises Refused or BadInput if there is no such date, or it is not clear which is meant."""
    if when.none and (when.on or when.sitting):
        raise BadInput("--none goes alone: it gives the place back.")
    found = find(cohort, person, role)
    programme = found.cohort.programme
    plan = _plan(programme, gathering, found.view.application.role)
    key = None if when.none else _sitting(cohort, plan, when, programme)
    tell_found(found, SignUp(gathering=gathering, sitting=key), *_as_it_is_now(programme, gathering, key))


def attend(cohort: str, person: str, role: Role | None, gathering: str, came: bool) -> None:
    """Raises Refused if there is no such gathering before the pairing, or it has not begun."""
    found = find(cohort, person, role)
    _plan(found.cohort.programme, gathering, found.view.application.role)
    tell_found(found, Come(gathering=gathering, came=came))


def _as_it_is_now(programme: Programme, gathering: str, key: str | None) -> tuple[ApplicationSignal, ...]:
    """A date that has just been moved or added may not have reached everybody yet: it is told first, so
    that nobody is written to about a time that is wrong. Of the two, what does not apply is passed over."""
    if key is None:
        return ()
    sitting = rules_of(programme).gathering(gathering).sitting(key)
    when = {"gathering": gathering, "sitting": key, "starts": sitting.starts, "ends": sitting.ends}
    return Reschedule.model_validate(when), AddSitting.model_validate(when)


def _plan(programme: Programme, key: str, role: Role) -> GatheringPlan:
    """The gathering, if it is one for applicants in this role."""
    plans = {plan.key: plan for plan in programme.gatherings}
    if key in plans and plans[key].kind.stage:
        raise Refused(f"{key} is for pairs; there it is recorded with: tandem pairing attend")
    if key in plans and role not in plans[key].roles:
        raise Refused(f"{key} is for {plans[key].roles[0]}s only.")
    return plans[application_rules(programme, role).gathering(key).key]


def _sitting(cohort: str, plan: GatheringPlan, when: When, programme: Programme) -> str:
    """The key of the one date that is meant."""
    dates = dict(zip(plan.sitting_keys, plan.sittings, strict=True))
    meant = _meant(dates, when, datetime.now(programme.zone).date())
    if not meant:
        such = "such date of" if when.on or when.sitting else "date to come of"
        raise Refused(f"There is no {such} {plan.key}; its dates: {_listed(dates)}.")
    if len(meant) > 1:
        way = "--sitting KEY" if when.on else "--on DATE"
        raise BadInput(f"{plan.key} is held more than once; say which with {way}: {_listed(meant)}.")
    ((key, sitting),) = meant.items()
    if sitting.hours is None:
        raise Refused(
            f"{plan.key} on {_spoken(sitting)} has no hours yet, so nobody can be told when to come. Say the "
            f"hours first: tandem cohort reschedule {cohort} {plan.key} --sitting {key} --to "
            f"'{sitting.on} HH:MM-HH:MM'"
        )
    return key


def _meant(dates: Dates, when: When, today: date) -> Dates:
    if when.on is None and when.sitting is None:
        return {key: sitting for key, sitting in dates.items() if sitting.on >= today}
    on = day(when.on, "--on") if when.on else None
    return {
        key: sitting
        for key, sitting in dates.items()
        if when.sitting in (None, key) and on in (None, sitting.on)
    }


def _listed(dates: Dates) -> str:
    return ", ".join(f"{_spoken(sitting)} ({key})" for key, sitting in dates.items())


def _spoken(sitting: SittingDate) -> str:
    return f"{sitting.on:%a %-d %b %Y} {sitting.hours or ''}".rstrip()
