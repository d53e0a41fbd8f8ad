"""Whether somebody may apply in a role by the programme's own form now."""

from datetime import datetime

from domain.application.rules import application_rules
from domain.clock import format_full_date, format_full_day
from domain.enums import CohortStage, Role
from domain.programme.programme import Programme


def why_not_apply(programme: Programme, stage: CohortStage, role: Role, now: datetime) -> str | None:
    """In a sentence for whoever would like to; None: they may. Who comes after the last day may where such
    applications are kept for the next time."""
    plan, rules = programme.applications, application_rules(programme, role)
    if plan is None or stage is CohortStage.ENDED:
        return "This programme takes no applications now."
    if plan.opens and now.astimezone(programme.zone).date() < plan.opens:
        return f"Applications open on {format_full_date(plan.opens)}."
    if is_late(programme, role, now) and rules.late == "declined" and rules.closes:
        return f"Applications closed on {format_full_day(rules.closes, programme.zone)}."
    if rules.invited_only and (rules.invited_until is None or now <= rules.invited_until):
        return f"One takes part as {programme.role(role).label} by invitation."
    return None


def when_to_apply(programme: Programme, role: Role, now: datetime) -> str | None:
    """Until when one applies for this time, or what becomes of who comes later, in a sentence for whoever may
    apply; None where there is no last day."""
    closes = application_rules(programme, role).closes
    if closes is None:
        return None
    day = format_full_day(closes, programme.zone)
    if not is_late(programme, role, now):
        return f"Please apply by {day}."
    return (
        f"Applications for this time closed on {day}. You can still apply: we keep your application, and "
        "offer you a place before others when the programme next runs."
    )


def is_late(programme: Programme, role: Role, now: datetime) -> bool:
    closes = application_rules(programme, role).closes
    return closes is not None and now > closes
