"""The schedules that bring the coordinators their morning letters."""

from datetime import UTC, datetime

from domain.entity.entity import EntityKind, digest_id
from ops.reconcile.context import SOON, Context
from ops.reconcile.kinds import Drift, DriftKind
from ops.reconcile.server import has_schedule
from storage import queries


async def look_at_mornings(place: Context, cohort: str) -> Drift | None:
    """Whether this cohort goes on without its mornings; a demonstration has none."""
    if await has_schedule(place.client, digest_id(cohort)):
        return None
    kept = await place.in_store(lambda session: queries.cohort(session, cohort))
    is_new = datetime.now(UTC) - kept.opened_at < SOON
    if kept.is_demo or is_new or not kept.stage.is_open:
        return None
    return Drift(DriftKind.NO_MORNINGS, EntityKind.COHORT.workflow_id(cohort), cohort)
