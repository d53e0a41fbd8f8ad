"""The schedules that bring the coordinators their morning letters."""

from datetime import UTC, datetime

from domain.life import LifeKind, mornings_of
from reconciliation.asking import has_schedule
from reconciliation.kinds import Drift, DriftKind
from reconciliation.place import SOON, Place
from storage import reading


async def look_at_mornings(place: Place, cohort: str) -> Drift | None:
    """Whether this cohort goes on without its mornings; a demonstration has none."""
    if await has_schedule(place.client, mornings_of(cohort)):
        return None
    kept = await place.in_store(lambda session: reading.cohort(session, cohort))
    is_new = datetime.now(UTC) - kept.opened_at < SOON
    if kept.is_demo or is_new or not kept.stage.is_open:
        return None
    return Drift(DriftKind.NO_MORNINGS, LifeKind.COHORT.of(cohort), cohort)
