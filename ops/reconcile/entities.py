"""One life, looked at closely: what its row says, and what its workflow.

The order of the looks is what keeps out false alarms. A row is written before a workflow knows that it
is, so: whatever a workflow tells must be in a row that is read afterwards; and whatever is in a row, a
workflow that was idle afterwards must tell.
"""

from datetime import UTC, datetime, timedelta

from domain.cohort.cohort import Cohort, TaskKind
from domain.entity.entity import Entity, EntityKind
from ops.reconcile.context import SOON, Context
from ops.reconcile.kinds import Drift, DriftKind
from ops.reconcile.server import NoAnswer, WorkflowRun, is_of_another, latest_run, state_of
from ops.reconcile.untold import is_untold
from storage.entities import StoredEntity, load_entity, stored_entity

_TRIES = 5
"""What the store has refused so often, over half a minute, is not just waiting for it to come back."""
_CLOCKS_DIFFER = timedelta(minutes=5)


async def look_at(place: Context, kind: EntityKind, key: str) -> Drift | None:
    """Whether this life's row and its workflow differ, and how."""
    before = await _row(place, kind, key)
    run = await latest_run(place.client, kind.workflow_id(key))
    if run and is_of_another(run, await place.store()):
        if run.is_running:
            return Drift(DriftKind.OF_ANOTHER, kind.workflow_id(key), run.cohort, run.id)
        run = None  # it is over, and was never ours
    if run is None or not run.is_running:
        return await _without_workflow(place, kind, key, run)
    if before is None:
        return await _without_row(place, kind, key, run)
    return await _both(place, before, run)


async def _without_row(place: Context, kind: EntityKind, key: str, run: WorkflowRun) -> Drift | None:
    if await _row(place, kind, key):
        return None  # it has come since
    cohort = run.cohort
    known = cohort is not None and await _row(place, EntityKind.COHORT, cohort)
    what = DriftKind.ROW_LOST if known else DriftKind.COHORT_UNKNOWN
    return Drift(what, kind.workflow_id(key), cohort, run.id)


async def _without_workflow(
    place: Context, kind: EntityKind, key: str, run: WorkflowRun | None
) -> Drift | None:
    kept = await _row(place, kind, key)  # as it is since the workflow was seen not to be running
    if kept is None or not kept.lives:
        return None
    if kept.revision == 0 and (run is None or _is_of_another(kept, run)):
        is_new = datetime.now(UTC) - kept.since < SOON
        on_its_way = is_new or await is_untold(place, kept.workflow_id) or await _is_being_begun(place, kept)
        return None if on_its_way else _drift(DriftKind.NEVER_BEGUN, kept, run)
    return await _ended(place, kept, run)


def _is_of_another(kept: StoredEntity, run: WorkflowRun) -> bool:
    """Whether the row was written when this run was over already: numbers are given again to others when
    the store has been restored."""
    return run.closed is not None and kept.since > run.closed


async def _is_being_begun(place: Context, kept: StoredEntity) -> bool:
    """A cohort begins its pairings in batches; those of the last may wait for many minutes."""
    if kept.kind is not EntityKind.PAIRING:
        return False
    if kept.cohort not in place.beginning and await _begins_more(place, kept.cohort):
        place.beginning.add(kept.cohort)
    return kept.cohort in place.beginning


async def _begins_more(place: Context, cohort: str) -> bool:
    if await is_untold(place, EntityKind.COHORT.workflow_id(cohort)):
        return True
    kept = await _row(place, EntityKind.COHORT, cohort)
    run = await latest_run(place.client, EntityKind.COHORT.workflow_id(cohort))
    told = await _told(place, kept) if kept and run and run.is_running else None
    return isinstance(told, Cohort) and any(task.kind is TaskKind.BEGIN for task in told.todo)


async def _ended(place: Context, kept: StoredEntity, run: WorkflowRun | None) -> Drift | None:
    """What came to its end may have gone further than the row says, as long as the server keeps it."""
    told = await _told(place, kept) if run else None
    if run and told and told.revision > kept.revision:
        return _drift(DriftKind.STORE_BEHIND, kept, run)
    if run and run.is_completed:
        if told is None:  # it may well be over: to begin it again would be to live it twice
            return _drift(DriftKind.NO_ANSWER, kept, run)
        if await _tells_the_same(place, kept, told):
            return None
    return _drift(DriftKind.WORKFLOW_LOST, kept, run)


async def _both(place: Context, before: StoredEntity, run: WorkflowRun) -> Drift | None:
    told = await _told(place, before)
    if told is None:
        return _drift(DriftKind.NO_ANSWER, before, run)
    if before.revision == 0 and told.revision and before.since > run.began + _CLOCKS_DIFFER:
        return _drift(DriftKind.WORKFLOW_OF_BEFORE, before, run)
    after = await _row(place, before.kind, before.key)
    if after is None:
        return None  # somebody takes rows away just now
    if after.revision < told.revision:
        return _drift(DriftKind.STORE_BEHIND, after, run)
    if not run.is_busy and told.revision < before.revision:
        return _drift(DriftKind.WORKFLOW_BEHIND, before, run)
    if after.revision == told.revision and (apart := await _at_the_same_entry(place, after, run, told)):
        return apart
    return _refused(after, run)


def _refused(kept: StoredEntity, run: WorkflowRun) -> Drift | None:
    if run.refusal is None or run.refusal.tries < _TRIES:
        return None
    return Drift(DriftKind.NOT_RECORDED, kept.workflow_id, kept.cohort, run.id, failure=run.refusal.kind)


async def _tells_the_same(place: Context, kept: StoredEntity, told: Entity) -> bool:
    in_store = await _whole(place, kept)
    return in_store is not None and _story(in_store) == _story(told)


async def _at_the_same_entry(
    place: Context, kept: StoredEntity, run: WorkflowRun, told: Entity
) -> Drift | None:
    in_store = await _whole(place, kept)
    if in_store and in_store.revision == told.revision and _story(in_store) != _story(told):
        return _drift(DriftKind.WORKFLOW_APART, kept, run)
    return None


def _story(entity: Entity) -> tuple[object, ...]:
    """What must be the same of two that are at the same entry."""
    return (
        entity.revision,
        entity.since,
        entity.outcome_count,
        entity.letters_written,
        entity.calendar_entries,
    )


async def _told(place: Context, kept: StoredEntity) -> Entity | None:
    try:
        return await state_of(place.client, kept.kind, kept.workflow_id)
    except NoAnswer:
        return None


async def _whole(place: Context, kept: StoredEntity) -> Entity | None:
    return await place.in_store(lambda session: load_entity(session, kept.kind, kept.key))


async def _row(place: Context, kind: EntityKind, key: str) -> StoredEntity | None:
    return await place.in_store(lambda session: stored_entity(session, kind, key))


def _drift(what: DriftKind, kept: StoredEntity, run: WorkflowRun | None) -> Drift:
    return Drift(what, kept.workflow_id, kept.cohort, run.id if run else None)
