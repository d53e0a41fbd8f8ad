"""Applications in memory, by programme and by stage."""

from datetime import datetime
from functools import cache
from typing import Any

from domain.application.events import Confirm, Placed, Unmatched
from domain.application.rules import ApplicationRules
from domain.enums import ApplicationStage, Role
from tests.factories import SimulatedApplication as Applying
from tests.factories import SimulatedEntity as Following
from tests.factories import programme as programme
from tests.factories import rules_for as rules_for
from tests.factories import utc

__all__ = ["Applying", "Following"]


def bristol() -> ApplicationRules:
    """Whoever has filled in the form is in order."""
    return rules_for("bristol-2021", Role.MENTOR)


def south_west() -> ApplicationRules:
    """The line manager must support it, and there are awareness sessions."""
    return rules_for("south-west-2022", Role.MENTEE)


def bucks() -> ApplicationRules:
    """Leaders are invited, attend a workshop and show experience."""
    return rules_for("bucks", Role.MENTEE)


def applied(rules: ApplicationRules, now: datetime, **start: Any) -> Applying:
    """Somebody whose form arrives now; nothing is missing in it unless `missing` says so."""
    return Applying(rules, now, received=now, **start)


def invited(rules: ApplicationRules, now: datetime, **start: Any) -> Applying:
    return Applying(rules, now, stage=ApplicationStage.INVITED, invited=True, **start)


def offered(rules: ApplicationRules, now: datetime, **start: Any) -> Applying:
    """Somebody who was carried over from an earlier cohort."""
    return Applying(rules, now, stage=ApplicationStage.OFFERED, invited=True, **start)


MAY_19 = utc(2027, 5, 19, 10)
"""A Wednesday, nineteen days before Bristol's closing date."""
JUNE_1 = utc(2027, 6, 1, 10)
"""A Tuesday, seventeen days before South West's closing date."""
FEBRUARY_1 = utc(2027, 2, 1, 10)
"""A Monday, eight days before the first workshop of Bucks."""


@cache
def _at(stage: ApplicationStage) -> Applying:
    """An application to South West on 1 June that stands here."""
    if stage is ApplicationStage.OFFERED:
        return offered(south_west(), JUNE_1)
    if stage is ApplicationStage.INVITED:
        return invited(south_west(), JUNE_1)
    if stage is ApplicationStage.INCOMPLETE:
        return applied(south_west(), JUNE_1, missing=("goals",))
    entity = applied(south_west(), JUNE_1)
    if stage is not ApplicationStage.CHECKING:
        entity.update(Confirm(condition="manager"))
    if stage is ApplicationStage.PAIRED:
        entity.update(Placed(pairing="p-01"))
    if stage is ApplicationStage.RESERVE:
        entity.update(Unmatched())
    assert entity.stage is stage
    return entity


def at(stage: ApplicationStage) -> Applying:
    """A copy for one test."""
    return _at(stage).copied()


OPEN = tuple(stage for stage in ApplicationStage if stage.is_open)
WITHOUT_A_PARTNER = tuple(stage for stage in OPEN if stage is not ApplicationStage.PAIRED)
