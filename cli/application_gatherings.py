"""Which date of a gathering somebody signs up for, by the day as people say it."""

from datetime import UTC, date, datetime

from cli.application_lookup import find
from cli.application_telling import tell_found
from cli.applying_days import day
from domain.admission.events import Come, SignUp
from domain.admission.rules import admission_rules
from domain.errors import BadInput, Refused
from domain.programme import GatheringPlan, Programme, SittingDate
from domain.rules import Sitting
from domain.words import Role


def sign_up(
    cohort: str,
    person: str,
    role: Role | None,
    gathering: str,
    on: str | None,
    sitting: str | None,
    none: bool,
) -> None:
    """Raises Refused or BadInput if it is not clear which date is meant, or there is none."""
    if none and (on or sitting):
        raise BadInput("--none goes alone: it gives the place back.")
    found = find(cohort, person, role)
    programme = found.cohort.programme
    plan = _plan(programme, gathering, found.view.application.role)
    key = None if none else _sitting(cohort, programme, plan, day(on, "--on") if on else None, sitting)
    tell_found(found, SignUp(gathering=gathering, sitting=key))


def attend(cohort: str, person: str, role: Role | None, gathering: str, came: bool) -> None:
    found = find(cohort, person, role)
    _plan(found.cohort.programme, gathering, found.view.application.role)
    tell_found(found, Come(gathering=gathering, came=came))


def _plan(programme: Programme, key: str, role: Role) -> GatheringPlan:
    """The gathering, if it is one for applicants in this role; raises Refused."""
    plans = {plan.key: plan for plan in programme.gatherings}
    if key in plans and plans[key].kind.stage:
        raise Refused(f"{key} is for pairs, once there are any; it is recorded with: tandem pairing attend")
    if key in plans and role not in plans[key].roles:
        raise Refused(f"{key} is for {' and '.join(f'{r}s' for r in plans[key].roles)} only.")
    rules = admission_rules(programme, role)
    return plans[rules.gathering(key).key]


def _sitting(
    cohort: str, programme: Programme, plan: GatheringPlan, on: date | None, key: str | None
) -> str:
    """The key of the one date that is meant."""
    dates = dict(zip(plan.sitting_keys, plan.sittings, strict=True))
    if key is not None and key not in dates:
        raise Refused(f"{plan.key} has no sitting {key!r}; it has: {_listed(dates)}.")
    meant = {
        each: date_
        for each, date_ in dates.items()
        if key in (None, each) and (date_.on == on if on else key or _is_to_come(programme, date_))
    }
    if not meant:
        raise Refused(f"{plan.key} is not held then; its dates: {_listed(dates)}.")
    if len(meant) > 1:
        way = "--sitting KEY" if on else "--on DATE"
        raise BadInput(f"{plan.key} is held more than once; say when with {way}: {_listed(meant)}.")
    ((chosen, sitting),) = meant.items()
    if sitting.hours is None:
        raise Refused(
            f"{plan.key} on {sitting.on:%a %-d %b %Y} has no hours yet, so nobody could be told when to come; "
            f"say the hours first: tandem cohort reschedule {cohort} {plan.key} ..."
        )
    return chosen
