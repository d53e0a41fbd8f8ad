"""One entity, looked at closely: what its row says, and what its workflow.

The order of the looks is what keeps out false alarms. A row is written before a workflow knows that it
is, so: whatever a workflow tells must be in a row that is read afterwards; and whatever is in a row, a
workflow that was idle afterwards must tell.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from domain.cohort.cohort import Cohort, TaskKind
from domain.entity.entity import Entity, EntityKind, digest_id
from ops.reconcile.context import SOON, ReconcileContext
from ops.reconcile.kinds import Drift, DriftKind
from ops.reconcile.server import NoAnswer, WorkflowRun, has_schedule, latest_run, state_of
from storage import messages, queries
from storage.entities import StoredEntity, load_entity, stored_entity

_CLOCKS_DIFFER = timedelta(minutes=5)


async def look_at(context: ReconcileContext, kind: EntityKind, key: str) -> Drift | None:
    """Whether this entity's row and its workflow differ, and how."""
    before = await _row(context, kind, key)
    run = await latest_run(context.client, kind.workflow_id(key))
    if run is None or not run.is_running:
        kept = await _row(context, kind, key)  # as it is since the workflow was seen not to be running
        return await _without_workflow(context, kept, run) if kept and kept.goes_on else None
    if before is None:
        if await _row(context, kind, key):
            return None  # it has come since
        return Drift(DriftKind.ROW_LOST, kind.workflow_id(key), run.cohort, run.id)
    return await _both(context, before, run)


async def look_at_mornings(context: ReconcileContext, cohort: str) -> Drift | None:
    """Whether this cohort goes on without its mornings; a demonstration has none."""
    if await has_schedule(context.client, digest_id(cohort)):
        return None
    kept = await context.in_store(lambda session: queries.cohort(session, cohort))
    is_new = datetime.now(UTC) - kept.opened_at < SOON
    if kept.is_demo or is_new or not kept.stage.is_open:
        return None
    return Drift(DriftKind.NO_MORNINGS, EntityKind.COHORT.workflow_id(cohort), cohort)


async def _without_workflow(
    context: ReconcileContext, kept: StoredEntity, run: WorkflowRun | None
) -> Drift | None:
    if kept.revision == 0 and (run is None or _is_of_before(run, kept)):
        on_its_way = await context.in_store(lambda session: _is_on_its_way(session, kept))
        return None if on_its_way else _drift(DriftKind.WORKFLOW_LOST, kept, None)
    # What came to its end may have gone further than the row says, as long as the server keeps it.
    told = await _told(context, kept) if run else None
    if told and told.revision > kept.revision:
        return _drift(DriftKind.STORE_BEHIND, kept, run)
    if run and run.is_completed:
        if told is None:  # it may well be over: to begin it again would be to live it twice
            return _drift(DriftKind.NO_ANSWER, kept, run)
        whole = await _whole(context, kept)
        if whole and _story(whole) == _story(told):
            return None
    return _drift(DriftKind.WORKFLOW_LOST, kept, run)


async def _both(context: ReconcileContext, before: StoredEntity, run: WorkflowRun) -> Drift | None:
    told = await _told(context, before)
    if told is None:
        return _drift(DriftKind.NO_ANSWER, before, run)
    if told.revision and _is_of_before(run, before):
        return _drift(DriftKind.WORKFLOW_APART, before, run)
    after = await _row(context, before.kind, before.key)
    if after is None:
        return None  # somebody takes rows away just now
    if after.revision < told.revision:
        return _drift(DriftKind.STORE_BEHIND, after, run)
    whole = await _whole(context, after)
    is_behind = not run.is_busy and told.revision < before.revision
    is_another = whole and whole.revision == told.revision and _story(whole) != _story(told)
    return _drift(DriftKind.WORKFLOW_APART, after, run) if is_behind or is_another else None


def _is_of_before(run: WorkflowRun, kept: StoredEntity) -> bool:
    """Whether the run is of somebody else, who had the same id: numbers are given again to others when the
    store has been restored."""
    return kept.revision == 0 and kept.since > run.began + _CLOCKS_DIFFER


def _is_on_its_way(session: Session, kept: StoredEntity) -> bool:
    """Whether what has not begun yet will be begun by its command, or by its cohort, which begins its
    pairings in batches: those of the last may wait for many minutes."""
    cohort = EntityKind.COHORT.workflow_id(kept.cohort)
    if datetime.now(UTC) - kept.since < SOON or messages.waiting(session, [kept.workflow_id, cohort]):
        return True
    whole = load_entity(session, EntityKind.COHORT, kept.cohort)
    return isinstance(whole, Cohort) and any(task.kind is TaskKind.BEGIN for task in whole.todo)


def _story(entity: Entity) -> tuple[object, ...]:
    """What must be the same of two that are at the same entry."""
    told = (entity.outcome_count, entity.letters_written, entity.calendar_entries)
    return (entity.revision, entity.since, *told)


async def _told(context: ReconcileContext, kept: StoredEntity) -> Entity | None:
    try:
        return await state_of(context.client, kept.kind, kept.workflow_id)
    except NoAnswer:
        return None


async def _whole(context: ReconcileContext, kept: StoredEntity) -> Entity | None:
    return await context.in_store(lambda session: load_entity(session, kept.kind, kept.key))


async def _row(context: ReconcileContext, kind: EntityKind, key: str) -> StoredEntity | None:
    return await context.in_store(lambda session: stored_entity(session, kind, key))


def _drift(what: DriftKind, kept: StoredEntity, run: WorkflowRun | None) -> Drift:
    return Drift(what, kept.workflow_id, kept.cohort, run.id if run else None)
