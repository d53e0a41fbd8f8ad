"""The rules of one role's applications, as they travel with each of them: times in UTC, keys, no text."""

from typing import Literal

from domain.enums import Role
from domain.programme.programme import Programme
from domain.programme.rules import Dated
from domain.programme.timetable import calendar_of, end_of, rules_of
from domain.value import Moment, Value

Late = Literal["next_cohort", "declined"]
Silence = Literal["coordinator", "supported", "declined"]

MANAGER = "manager"
"""The condition that the line manager supports the application."""
INVITATION = "invitation"
"""The condition that the programme has invited the person."""


class Condition(Value):
    """What must have been confirmed before an application is in order."""

    key: str
    gathering: str | None = None
    """Attending this gathering confirms it."""


class ApplicationRules(Dated):
    """`gatherings` are those that come before a pairing, for this role."""

    closes: Moment | None
    """The end of the time for applications; None where there is no such day."""
    late: Late
    invited_only: bool
    invited_until: Moment | None
    """From then on nobody needs an invitation any more; None: always."""
    prerequisites: tuple[Condition, ...]
    preferred: tuple[str, ...] = ()
    """What can be confirmed, too, and holds nobody up."""
    manager_support: bool
    manager_silence: Silence


def application_rules(programme: Programme, role: Role) -> ApplicationRules:
    """The rules by which applications in this role come to be in order."""
    wanted, applying = programme.role(role), programme.applications
    rules = rules_of(programme)
    described = {p.key: p.gathering for p in programme.prerequisites}
    asked = ApplicationRules(
        timezone=programme.timezone,
        introductions=rules.introductions,
        gatherings=tuple(g for g in rules.gatherings if g.kind.stage is None and role in g.roles),
        patience=rules.patience,
        closes=calendar_of(programme).closes,
        late=applying.late if applying else "next_cohort",
        invited_only=wanted.enters_by == "invitation",
        invited_until=wanted.invitation_until and end_of(wanted.invitation_until, rules.zone),
        prerequisites=tuple(Condition(key=key, gathering=described.get(key)) for key in wanted.prerequisites),
        preferred=wanted.preferred,
        manager_support=wanted.manager_support,
        manager_silence=applying.manager_silence if applying else "coordinator",
    )
    for plan in programme.gatherings:
        asked = without_condition(asked, plan.key) if plan.opened else asked
    return asked


def without_condition(rules: ApplicationRules, gathering: str) -> ApplicationRules:
    """The same, and nobody need attend this gathering to be in order."""
    left = tuple(condition for condition in rules.prerequisites if condition.gathering != gathering)
    return rules.replace(prerequisites=left)
