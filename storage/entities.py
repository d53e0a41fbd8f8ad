"""Entities as the store has them: what they begin with, what they are compared with their workflows by, and
begun again from.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from domain.application.application import Application, ApplicationStart
from domain.application.completeness import beginning
from domain.cohort.cohort import Cohort, CohortStart
from domain.entity.entity import Entity, EntityKind
from domain.enums import ApplicationStage, CohortStage
from domain.pairing.pairing import Pairing
from domain.programme.timetable import calendar_of, rules_of
from storage.tables.entities import ApplicationRow, CohortRow, PairingRow
from storage.views import ApplicationView, CohortView

_Row = type[ApplicationRow] | type[CohortRow] | type[PairingRow]
_ROWS: Mapping[EntityKind, _Row] = {
    EntityKind.COHORT: CohortRow,
    EntityKind.APPLICATION: ApplicationRow,
    EntityKind.PAIRING: PairingRow,
}
_Type = type[Application] | type[Cohort] | type[Pairing]
ENTITY_TYPES: Mapping[EntityKind, _Type] = {
    EntityKind.COHORT: Cohort,
    EntityKind.APPLICATION: Application,
    EntityKind.PAIRING: Pairing,
}


@dataclass(frozen=True)
class StoredEntity:
    """How an entity stands in the store, in short."""

    kind: EntityKind
    key: str
    cohort: str
    revision: int
    stage: str
    since: datetime
    goes_on: bool
    """Whether something can still happen to it, so that a workflow should be running."""

    @property
    def workflow_id(self) -> str:
        """Its name among all entities; its workflow's id."""
        return self.kind.workflow_id(self.key)


def stored_entities(session: Session, cohort: str | None = None) -> list[StoredEntity]:
    """Every entity, or those of this cohort; cohorts come first."""
    return [kept for kind in _ROWS for kept in _stored(session, kind, _query(kind, cohort))]


def going_on(session: Session) -> Counter[str]:
    """How many entities something can still happen to, by the key of their cohort."""
    found = Counter[str]()
    for row in _ROWS.values():
        of = row.key if row is CohortRow else row.cohort  # type: ignore[union-attr]
        query = select(of, func.count()).where(row.waits_for.is_not(None)).group_by(of)
        found.update(dict(iter(session.execute(query))))
    return found


def stored_entity(session: Session, kind: EntityKind, key: str) -> StoredEntity | None:
    query = _query(kind, None).where(_key(_ROWS[kind]) == key)
    return next(_stored(session, kind, query), None)


def load_entity(session: Session, kind: EntityKind, key: str) -> Entity | None:
    """The whole of it as last recorded; None if nothing has been, or it cannot be read, or there is no such
    entity."""
    row = _ROWS[kind]
    found = session.execute(select(row.state, row.rules).where(_key(row) == key)).one_or_none()
    if found is None or found.state is None:
        return None
    try:
        return ENTITY_TYPES[kind].model_validate({**found.state, "rules": found.rules})
    except ValidationError:  # of a version that knows fields which this one does not
        return None


def _key(row: _Row) -> Any:
    return row.key if row is CohortRow else row.id  # type: ignore[union-attr]


def _query(kind: EntityKind, cohort: str | None) -> Select[Any]:
    row = _ROWS[kind]
    of = row.key if row is CohortRow else row.cohort  # type: ignore[union-attr]
    query = select(
        _key(row).label("key"),
        of.label("cohort"),
        row.revision,
        row.stage,
        row.since,
        row.waits_for.is_not(None).label("goes_on"),
    )
    return query if cohort is None else query.where(of == cohort)


def _stored(session: Session, kind: EntityKind, query: Select[Any]) -> Iterator[StoredEntity]:
    for row in session.execute(query):
        facts = dict(row._mapping)
        yield StoredEntity(**{"kind": kind, **facts, "goes_on": bool(row.goes_on)})


ASKED_FIRST = (ApplicationStage.OFFERED, ApplicationStage.INVITED)


def start_of(view: ApplicationView, cohort: CohortView, received: datetime | None = None) -> ApplicationStart:
    """What the workflow of an application begins with, as it stands in the store. `received`: when the form
    came in, if it is not when it came into the store."""
    asked = view.stage in ASKED_FIRST
    came = None if asked else received or view.sent_at or view.received_at
    stage = view.stage if asked else ApplicationStage.INCOMPLETE
    start = beginning(view.id, cohort.key, view.application, cohort.programme, came, stage)
    return start.replace(cohort_over=cohort.stage is CohortStage.ENDED)


def cohort_start(cohort: CohortView, approved: bool) -> CohortStart:
    """What the workflow of a cohort begins with; `approved`: with pairs that a human has made."""
    return CohortStart(
        cohort=cohort.key,
        rules=rules_of(cohort.programme),
        calendar=calendar_of(cohort.programme),
        approved=approved,
    )
