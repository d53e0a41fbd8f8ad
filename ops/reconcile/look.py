"""One look at everything, every minute: it counts first, and lists only what does not add up, or has not been
listed for an hour. What the server has never heard of, it begins and delivers; what else differs it leaves to
a human.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

from ops.reconcile.context import ReconcileContext
from ops.reconcile.drift import drift_elsewhere, drift_in_cohort
from ops.reconcile.kinds import Drift, DriftKind
from ops.reconcile.repair import repair
from ops.reconcile.server import answering, count_deliveries, count_running
from ops.reconcile.waiting import count_on_their_way
from services.concurrency import gather_limited
from storage import looks
from storage.entities import going_on
from storage.looks import ELSEWHERE, PULSE, Look

_SOON_AGAIN = timedelta(minutes=5)
"""What differs is not listed again before."""
_AT_LAST = timedelta(hours=1)
"""Counts may agree by chance."""
_AT_A_TIME = 10

_HEALED = (DriftKind.LETTER_UNATTENDED, DriftKind.NO_MORNINGS)


async def look(context: ReconcileContext) -> None:
    """Raises Unreachable if the server, the store or a worker is needed and does not answer."""
    async with answering():
        entities = await context.in_store(going_on)
        running = await count_running(context.client)
        odd = set() if running == entities.total() else await _that_do_not_add_up(context, entities)
        letters = await context.in_store(count_on_their_way)
        if letters != await count_deliveries(context.client) or (running != entities.total() and not odd):
            odd.add(ELSEWHERE)
    may_heal = running * 2 >= entities.total()
    last = await context.in_store(looks.latest)
    for cohort in sorted({*entities, *last, ELSEWHERE} - {PULSE}):
        if _is_due(last.get(cohort), cohort in odd, datetime.now(UTC)):
            await _look_at(context, cohort, entities, may_heal)
    await _note(context, PULSE, [])


async def _that_do_not_add_up(context: ReconcileContext, entities: Mapping[str, int]) -> set[str]:
    """The cohorts of which not as many workflows run as should."""

    async def differs(cohort: str) -> bool:
        return await count_running(context.client, cohort) != entities[cohort]

    cohorts = sorted(entities)
    found = await gather_limited(_AT_A_TIME, differs, cohorts)
    return {cohort for cohort, is_odd in zip(cohorts, found, strict=True) if is_odd}


def _is_due(last: Look | None, is_odd: bool, now: datetime) -> bool:
    if last is None:
        return True
    return now - last.at >= (_SOON_AGAIN if is_odd or last.drift else _AT_LAST)


async def _look_at(
    context: ReconcileContext, cohort: str, entities: Mapping[str, int], may_heal: bool
) -> None:
    find = (
        partial(drift_elsewhere, context, entities)
        if cohort == ELSEWHERE
        else partial(drift_in_cohort, context, cohort)
    )
    found = await find()
    healed = [drift for drift in found if may_heal and _can_be_healed(drift)]
    mended = await repair(context.client, context.database, healed) if healed else []
    left = [drift for drift in found if drift not in mended]
    if not left and cohort not in entities and cohort != ELSEWHERE:
        await context.in_store(lambda session: looks.forget(session, [cohort]))
    else:
        await _note(context, cohort, left)


def _can_be_healed(drift: Drift) -> bool:
    """What a human has ended has left a run behind; what a server has lost in a restore has not."""
    return drift.kind in _HEALED or (drift.kind is DriftKind.WORKFLOW_LOST and drift.run is None)


async def _note(context: ReconcileContext, cohort: str, left: Iterable[Drift]) -> None:
    kinds, now = Counter(drift.kind.value for drift in left), datetime.now(UTC)
    await context.in_store(lambda session: looks.note(session, cohort, now, kinds))
