"""Beginning a life whose workflow is not there: from what the store has kept of it, or anew."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session
from temporalio.common import TypedSearchAttributes, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.notify_applications import signal
from domain.application import due as of_application
from domain.application.application import Application, ApplicationStart
from domain.application.events import ExtendDeadline
from domain.cohort import due as of_cohort
from domain.cohort.calendar import calendar_of
from domain.cohort.cohort import Cohort, CohortStart
from domain.entity.engine import Due
from domain.entity.entity import Entity, EntityKind
from domain.entity.entry import Snapshot
from domain.enums import BOTH
from domain.errors import Refused
from domain.pairing.due import due as pairing_due
from domain.pairing.entry import snapshot as pairing_snapshot
from domain.pairing.events import AddSitting, Reschedule
from domain.pairing.pairing import Pairing
from domain.programme.rescheduling import date_changes
from domain.programme.timetable import rules_of
from domain.value import Value
from ops.reconcile.context import Context
from storage import applications, cohorts, queries
from storage.entities import StoredEntity, load_entity, stored_entity
from storage.start_inputs import cohort_start, start_of
from workflows.application import ApplicationWorkflow
from workflows.cohort import CohortWorkflow
from workflows.names import PAIRINGS_QUEUE, found_by
from workflows.pairing import PairingWorkflow
from workflows.start import PairingStart
from workflows.timeouts import WORKFLOW_TASK_TIMEOUT
from workflows.ui_details import introduction

_BEGUN_HERE = (
    "Its workflow was lost, or never begun: `tandem reconcile` began it from what the store had kept."
)


@dataclass(frozen=True)
class Starter:
    """How one kind of life is begun, and how it stands."""

    run: Any
    anew: Callable[[Session, StoredEntity], Value | None]
    """What it is begun with that has never begun; None if it is not to begin any more."""
    again: Callable[[str, Any], Value]
    """What it is begun with that has lived already, given its cohort."""
    due: Callable[[Any, datetime], Due[Any, Any]]
    snapshot: Callable[[Any, datetime | None], Snapshot]

    def stands(self, entity: Entity, now: datetime) -> Snapshot:
        """How a life stands that has been recorded so far."""
        return self.snapshot(entity, self.due(entity, now).look_again)


@dataclass(frozen=True)
class StartInput:
    start: Value
    cohort: str
    found_by: TypedSearchAttributes
    date_changes: tuple[Reschedule | AddSitting | ExtendDeadline, ...] = ()
    """What its cohort has told everybody meanwhile, and a life that has lived already may not have heard."""


async def begin(place: Context, kind: EntityKind, key: str) -> bool:
    """Begin this life unless it goes on already, or is over; an earlier workflow of the same id may have
    come to its end. Says whether it was begun.

    Raises Refused if the store does not keep the whole of it.
    """
    beginning = await place.in_store(lambda session: _beginning(session, kind, key))
    if beginning is None:
        return False
    try:
        await place.client.start_workflow(
            STARTERS[kind].run,
            beginning.start,
            id=kind.workflow_id(key),
            task_queue=PAIRINGS_QUEUE,
            task_timeout=WORKFLOW_TASK_TIMEOUT,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
            search_attributes=beginning.found_by,
            static_summary=f"{kind.capitalize()} {key}",
            static_details=f"{introduction(kind, key, beginning.cohort)}\n\n{_BEGUN_HERE}",
        )
    except WorkflowAlreadyStartedError:
        return False
    for event in beginning.date_changes:
        await signal(place.client, kind.workflow_id(key), event)
    return True


async def check_beginning(place: Context, kind: EntityKind, key: str) -> None:
    """Raises Refused as `begin` would."""
    await place.in_store(lambda session: _beginning(session, kind, key))


def _beginning(session: Session, kind: EntityKind, key: str) -> StartInput | None:
    kept = stored_entity(session, kind, key)
    if kept is None or not kept.lives:
        return None
    if kept.revision == 0:
        start = STARTERS[kind].anew(session, kept)
        return StartInput(start, kept.cohort, found_by(kept.cohort, kept.stage)) if start else None
    whole = load_entity(session, kind, key)
    if whole is None:
        raise Refused(
            f"The store does not keep the whole of {kept.workflow_id}: it cannot be begun again from here."
        )
    snapshot = STARTERS[kind].stands(whole, datetime.now(UTC))
    found = found_by(kept.cohort, snapshot.stage, bool(snapshot.concerns), snapshot.until)
    return StartInput(
        STARTERS[kind].again(kept.cohort, whole), kept.cohort, found, tuple(_news(session, kept, whole))
    )


def _news(
    session: Session, kept: StoredEntity, whole: Entity
) -> Iterator[Reschedule | AddSitting | ExtendDeadline]:
    """Dates that have changed while its workflow was lost, or took nothing in."""
    if kept.kind is EntityKind.COHORT:
        return
    programme = queries.cohort(session, kept.cohort).programme
    assert isinstance(whole, Pairing | Application)
    yield from date_changes(whole.rules, rules_of(programme))
    closes = calendar_of(programme).closes
    if isinstance(whole, Application) and closes and closes != whole.rules.closes:
        yield ExtendDeadline(closes=closes)


def _cohort_anew(session: Session, kept: StoredEntity) -> CohortStart:
    made_by_hand = bool(queries.pairings(session, cohort=kept.key))
    return cohort_start(queries.cohort(session, kept.key), approved=made_by_hand)


def _cohort_again(_: str, entity: Cohort) -> CohortStart:
    return CohortStart(
        cohort=entity.id,
        rules=entity.rules,
        calendar=entity.calendar,
        initial_state=entity,
    )


def _application_anew(session: Session, kept: StoredEntity) -> ApplicationStart:
    return start_of(applications.application(session, kept.key), queries.cohort(session, kept.cohort))


def _application_again(cohort: str, entity: Application) -> ApplicationStart:
    return ApplicationStart(
        application=entity.id,
        cohort=cohort,
        role=entity.role,
        rules=entity.rules,
        stage=entity.stage,
        initial_state=entity,
    )


def _pairing_anew(session: Session, kept: StoredEntity) -> PairingStart | None:
    """As its cohort begins it, with the dates as they are by now."""
    view = cohorts.one_to_begin(session, kept.key)
    if view is None:
        return None
    attended = cohorts.attended_before(session, kept.cohort)
    return PairingStart(
        pairing=kept.key,
        cohort=kept.cohort,
        arrangement=view.arrangement,
        rules=rules_of(queries.cohort(session, kept.cohort).programme),
        attended=tuple((r, g) for r in BOTH for g in sorted(attended.get(view.person(r).id, ()))),
    )


def _pairing_again(cohort: str, entity: Pairing) -> PairingStart:
    return PairingStart(
        pairing=entity.id,
        cohort=cohort,
        arrangement=entity.arrangement,
        rules=entity.rules,
        initial_state=entity,
    )


STARTERS: Mapping[EntityKind, Starter] = {
    EntityKind.COHORT: Starter(
        CohortWorkflow.run, _cohort_anew, _cohort_again, of_cohort.due, of_cohort.snapshot
    ),
    EntityKind.APPLICATION: Starter(
        ApplicationWorkflow.run,
        _application_anew,
        _application_again,
        of_application.due,
        of_application.snapshot,
    ),
    EntityKind.PAIRING: Starter(
        PairingWorkflow.run, _pairing_anew, _pairing_again, pairing_due, pairing_snapshot
    ),
}
