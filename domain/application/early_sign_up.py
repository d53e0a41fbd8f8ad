"""Sessions before the pairing to which somebody may come who has not made up their mind yet."""

from collections.abc import Mapping
from datetime import datetime

from domain.application.rules import application_rules
from domain.enums import Role
from domain.programme.programme import Programme
from domain.programme.rules import Sitting


def sessions_to_come(programme: Programme, role: Role, now: datetime) -> Mapping[str, Mapping[str, Sitting]]:
    """For people in this role: the dates of each that are still to come and whose hours are known, by key.
    Only those that are held while one can apply: nobody hears more when the door is closed."""
    rules = application_rules(programme, role)
    found = {}
    for gathering in rules.gatherings:
        plan = programme.gathering(gathering.key)
        timed = {key for key, one in zip(plan.sitting_keys, plan.sittings, strict=True) if one.hours}
        to_come = {s.key: s for s in gathering.sittings if now < s.starts and s.key in timed}
        found[gathering.key] = {
            key: one for key, one in to_come.items() if rules.closes is None or one.ends < rules.closes
        }
    return {key: dates for key, dates in found.items() if dates}
