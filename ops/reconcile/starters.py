"""Beginning an entity whose workflow is not there: from what the store has kept of it, or anew."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session
from temporalio.common import TypedSearchAttributes, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.running import signal
from domain.application import due as of_application
from domain.application.application import Application, ApplicationStart
from domain.application.events import ExtendDeadline
from domain.cohort import due as of_cohort
from domain.cohort.cohort import Cohort, CohortStart
from domain.entity.entity import Entity, EntityKind, Snapshot
from domain.enums import BOTH, ApplicationStage
from domain.errors import Refused
from domain.pairing.due import due as due_of_pairing
from domain.pairing.due import snapshot as snapshot_of_pairing
from domain.pairing.events import GatheringEvent
from domain.pairing.pairing import Pairing
from domain.pairing.start import PairingStart
from domain.programme.rescheduling import date_changes
from domain.programme.timetable import calendar_of, rules_of
from domain.value import Value
from ops.reconcile.context import ReconcileContext
from storage import applications, cohorts, queries
from storage.entities import StoredEntity, cohort_start, load_entity, start_of, stored_entity
from storage.handover import once_taken_up
from workflows.application import ApplicationWorkflow
from workflows.cohort import CohortWorkflow
from workflows.names import PAIRINGS_QUEUE, search_attributes_of
from workflows.pairing import PairingWorkflow
from workflows.timeouts import WORKFLOW_TASK_TIMEOUT
from workflows.visibility import introduction

RUNS: Mapping[EntityKind, Any] = {
    EntityKind.COHORT: CohortWorkflow.run,
    EntityKind.APPLICATION: ApplicationWorkflow.run,
    EntityKind.PAIRING: PairingWorkflow.run,
}
_BEGUN_HERE = "Its workflow was lost, or never begun: a reconciliation began it from what the store had kept."


@dataclass(frozen=True)
class StartInput:
    start: Value
    cohort: str
    search_attributes: TypedSearchAttributes
    date_changes: tuple[GatheringEvent | ExtendDeadline, ...] = ()
    """What its cohort has told everybody meanwhile, and one that has lived already may not have heard."""


async def begin(context: ReconcileContext, kind: EntityKind, key: str) -> bool:
    """Begin this entity unless it goes on already, or is over; an earlier workflow of the same id may have
    come to its end. Says whether it was begun.

    Raises Refused if the store does not keep the whole of it.
    """
    found = await check_beginning(context, kind, key)
    if found is None:
        return False
    try:
        await context.client.start_workflow(
            RUNS[kind],
            found.start,
            id=kind.workflow_id(key),
            task_queue=PAIRINGS_QUEUE,
            task_timeout=WORKFLOW_TASK_TIMEOUT,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
            search_attributes=found.search_attributes,
            static_summary=f"{kind.capitalize()} {key}",
            static_details=f"{introduction(kind, key, found.cohort)}\n\n{_BEGUN_HERE}",
        )
    except WorkflowAlreadyStartedError:
        return False
    for event in found.date_changes:
        await signal(context.client, kind.workflow_id(key), event)
    return True


async def check_beginning(context: ReconcileContext, kind: EntityKind, key: str) -> StartInput | None:
    """What it would be begun with; None if it is over, or not there. Raises Refused as `begin` does."""
    return await context.in_store(lambda session: _start_input(session, kind, key))


def stands(entity: Entity, now: datetime) -> Snapshot:
    """How an entity stands that has been recorded so far."""
    match entity:
        case Cohort():
            return of_cohort.snapshot(entity, of_cohort.due(entity, now).look_again)
        case Application():
            return of_application.snapshot(entity, of_application.due(entity, now).look_again)
        case Pairing():
            return snapshot_of_pairing(entity, due_of_pairing(entity, now).look_again)
    raise TypeError(type(entity).__name__)


def _start_input(session: Session, kind: EntityKind, key: str) -> StartInput | None:
    kept = stored_entity(session, kind, key)
    if kept is None or not kept.goes_on:
        return None
    if kept.revision == 0:
        start = _anew(session, kept)
        return (
            StartInput(start, kept.cohort, search_attributes_of(kept.cohort, kept.stage)) if start else None
        )
    entity = load_entity(session, kind, key)
    if entity is None:
        raise Refused(
            f"The store does not keep the whole of {kept.workflow_id}: it cannot be begun again from here."
        )
    snapshot = stands(entity, datetime.now(UTC))
    found = search_attributes_of(kept.cohort, snapshot.stage, bool(snapshot.concerns), snapshot.until)
    changes = tuple(_date_changes(session, kept.cohort, entity))
    return StartInput(_again(kept.cohort, entity), kept.cohort, found, changes)


def _date_changes(session: Session, cohort: str, entity: Entity) -> Iterator[GatheringEvent | ExtendDeadline]:
    """Dates that have changed while its workflow was lost, or took nothing in."""
    if not isinstance(entity, Pairing | Application):
        return
    programme = queries.cohort(session, cohort).programme
    yield from date_changes(entity.rules, rules_of(programme))
    closes = calendar_of(programme).closes
    if isinstance(entity, Application) and closes and closes != entity.rules.closes:
        yield ExtendDeadline(closes=closes)


def _anew(session: Session, kept: StoredEntity) -> Value | None:
    """What one is begun with that has never begun; None if it is not to begin any more."""
    cohort = queries.cohort(session, kept.cohort)
    match kept.kind:
        case EntityKind.COHORT:
            return cohort_start(cohort, approved=bool(queries.pairings(session, cohort=kept.key)))
        case EntityKind.APPLICATION:
            applied = applications.application(session, kept.key)
            if applied.stage is ApplicationStage.OFFERED:
                applied = applied.replace(application=once_taken_up(session, applied))
            return start_of(applied, cohort)
        case EntityKind.PAIRING:  # as its cohort begins it, with the dates as they are by now
            view = cohorts.one_to_begin(session, kept.key)
            attended = cohorts.attended_before(session, kept.cohort)
            return view and PairingStart(
                pairing=kept.key,
                cohort=kept.cohort,
                arrangement=view.arrangement,
                rules=rules_of(cohort.programme),
                attended=tuple((r, g) for r in BOTH for g in sorted(attended.get(view.person(r).id, ()))),
                taken_over=view.taken_over,
            )


def _again(cohort: str, entity: Entity) -> Value:
    """What one is begun with that has lived already."""
    match entity:
        case Cohort():
            return CohortStart(
                cohort=entity.id, rules=entity.rules, calendar=entity.calendar, initial_state=entity
            )
        case Application():
            return ApplicationStart(
                application=entity.id,
                cohort=cohort,
                role=entity.role,
                rules=entity.rules,
                stage=entity.stage,
                initial_state=entity,
            )
        case Pairing():
            return PairingStart(
                pairing=entity.id,
                cohort=cohort,
                arrangement=entity.arrangement,
                rules=entity.rules,
                initial_state=entity,
            )
    raise TypeError(type(entity).__name__)
