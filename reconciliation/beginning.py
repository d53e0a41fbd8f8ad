"""Beginning a life whose workflow is not there: from what the store has kept of it, or anew."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session
from temporalio.common import TypedSearchAttributes, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.placing import signal
from domain.admission import due as of_application
from domain.admission.admission import Admission, ApplicationStart
from domain.admission.events import Extend
from domain.cohort import due as of_cohort
from domain.cohort.calendar import calendar_of
from domain.cohort.cohort import Cohort, CohortStart
from domain.course import Due
from domain.due import due as pairing_due
from domain.entry import Snapshot
from domain.entry import snapshot as pairing_standing
from domain.errors import Refused
from domain.events import AddSitting, Reschedule
from domain.life import Life, LifeKind
from domain.pairing import Pairing
from domain.rescheduling import date_changes
from domain.timetable import rules_of
from domain.value import Value
from domain.words import BOTH
from reconciliation.place import Place
from storage import applications, cohorts, reading
from storage.beginnings import cohort_start, start_of
from storage.lives import KeptLife, kept_life, whole_life
from workflows.application import ApplicationWorkflow
from workflows.cohort import CohortWorkflow
from workflows.names import PAIRINGS_QUEUE, found_by
from workflows.pairing import PairingWorkflow
from workflows.patience import A_TASK
from workflows.start import PairingStart
from workflows.telling import introduction

_BEGUN_HERE = (
    "Its workflow was lost, or never begun: `tandem reconcile` began it from what the store had kept."
)


@dataclass(frozen=True)
class Way:
    """How one kind of life is begun, and how it stands."""

    run: Any
    anew: Callable[[Session, KeptLife], Value | None]
    """What it is begun with that has never begun; None if it is not to begin any more."""
    again: Callable[[str, Any], Value]
    """What it is begun with that has lived already, given its cohort."""
    due: Callable[[Any, datetime], Due[Any, Any]]
    standing: Callable[[Any, datetime | None], Snapshot]

    def stands(self, life: Life, now: datetime) -> Snapshot:
        """How a life stands that has been recorded so far."""
        return self.standing(life, self.due(life, now).look_again)


@dataclass(frozen=True)
class Beginning:
    start: Value
    cohort: str
    found_by: TypedSearchAttributes
    news: tuple[Reschedule | AddSitting | Extend, ...] = ()
    """What its cohort has told everybody meanwhile, and a life that has lived already may not have heard."""


async def begin(place: Place, kind: LifeKind, key: str) -> bool:
    """Begin this life unless it goes on already, or is over; an earlier workflow of the same id may have
    come to its end. Says whether it was begun.

    Raises Refused if the store does not keep the whole of it.
    """
    beginning = await place.in_store(lambda session: _beginning(session, kind, key))
    if beginning is None:
        return False
    try:
        await place.client.start_workflow(
            WAYS[kind].run,
            beginning.start,
            id=kind.of(key),
            task_queue=PAIRINGS_QUEUE,
            task_timeout=A_TASK,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
            search_attributes=beginning.found_by,
            static_summary=f"{kind.capitalize()} {key}",
            static_details=f"{introduction(kind, key, beginning.cohort)}\n\n{_BEGUN_HERE}",
        )
    except WorkflowAlreadyStartedError:
        return False
    for event in beginning.news:
        await signal(place.client, kind.of(key), event)
    return True


async def check_beginning(place: Place, kind: LifeKind, key: str) -> None:
    """Raises Refused as `begin` would."""
    await place.in_store(lambda session: _beginning(session, kind, key))


def _beginning(session: Session, kind: LifeKind, key: str) -> Beginning | None:
    kept = kept_life(session, kind, key)
    if kept is None or not kept.lives:
        return None
    if kept.revision == 0:
        start = WAYS[kind].anew(session, kept)
        return Beginning(start, kept.cohort, found_by(kept.cohort, kept.stage)) if start else None
    whole = whole_life(session, kind, key)
    if whole is None:
        raise Refused(
            f"The store does not keep the whole of {kept.life}: it cannot be begun again from here."
        )
    snapshot = WAYS[kind].stands(whole, datetime.now(UTC))
    found = found_by(kept.cohort, snapshot.stage, bool(snapshot.concerns), snapshot.until)
    return Beginning(
        WAYS[kind].again(kept.cohort, whole), kept.cohort, found, tuple(_news(session, kept, whole))
    )


def _news(session: Session, kept: KeptLife, whole: Life) -> Iterator[Reschedule | AddSitting | Extend]:
    """Dates that have changed while its workflow was lost, or took nothing in."""
    if kept.kind is LifeKind.COHORT:
        return
    programme = reading.cohort(session, kept.cohort).programme
    assert isinstance(whole, Pairing | Admission)
    yield from date_changes(whole.rules, rules_of(programme))
    closes = calendar_of(programme).closes
    if isinstance(whole, Admission) and closes and closes != whole.rules.closes:
        yield Extend(closes=closes)


def _cohort_anew(session: Session, kept: KeptLife) -> CohortStart:
    made_by_hand = bool(reading.pairings(session, cohort=kept.key))
    return cohort_start(reading.cohort(session, kept.key), approved=made_by_hand)


def _cohort_again(_: str, life: Cohort) -> CohortStart:
    return CohortStart(cohort=life.id, rules=life.rules, calendar=life.calendar, carried_on=life)


def _application_anew(session: Session, kept: KeptLife) -> ApplicationStart:
    return start_of(applications.application(session, kept.key), reading.cohort(session, kept.cohort))


def _application_again(cohort: str, life: Admission) -> ApplicationStart:
    return ApplicationStart(
        application=life.id,
        cohort=cohort,
        role=life.role,
        rules=life.rules,
        stage=life.stage,
        carried_on=life,
    )


def _pairing_anew(session: Session, kept: KeptLife) -> PairingStart | None:
    """As its cohort begins it, with the dates as they are by now."""
    view = cohorts.one_to_begin(session, kept.key)
    if view is None:
        return None
    attended = cohorts.attended_before(session, kept.cohort)
    return PairingStart(
        pairing=kept.key,
        cohort=kept.cohort,
        arrangement=view.arrangement,
        rules=rules_of(reading.cohort(session, kept.cohort).programme),
        attended=tuple((r, g) for r in BOTH for g in sorted(attended.get(view.person(r).id, ()))),
    )


def _pairing_again(cohort: str, life: Pairing) -> PairingStart:
    return PairingStart(
        pairing=life.id, cohort=cohort, arrangement=life.arrangement, rules=life.rules, carried_on=life
    )


WAYS: Mapping[LifeKind, Way] = {
    LifeKind.COHORT: Way(CohortWorkflow.run, _cohort_anew, _cohort_again, of_cohort.due, of_cohort.standing),
    LifeKind.APPLICATION: Way(
        ApplicationWorkflow.run,
        _application_anew,
        _application_again,
        of_application.due,
        of_application.standing,
    ),
    LifeKind.PAIRING: Way(PairingWorkflow.run, _pairing_anew, _pairing_again, pairing_due, pairing_standing),
}
