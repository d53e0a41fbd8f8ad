"""Lives as the store has kept them: what they are compared with their workflows by, and begun again from."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from domain.admission.admission import Admission
from domain.cohort.cohort import Cohort
from domain.life import Life, LifeKind
from domain.pairing import Pairing
from storage.tables import ApplicationRow, CohortRow, PairingRow

_Row = type[ApplicationRow] | type[CohortRow] | type[PairingRow]
_ROWS: Mapping[LifeKind, _Row] = {
    LifeKind.COHORT: CohortRow,
    LifeKind.APPLICATION: ApplicationRow,
    LifeKind.PAIRING: PairingRow,
}
LIVES: Mapping[LifeKind, type[Life]] = {
    LifeKind.COHORT: Cohort,
    LifeKind.APPLICATION: Admission,
    LifeKind.PAIRING: Pairing,
}


@dataclass(frozen=True)
class KeptLife:
    """How a life stands in the store, in short."""

    kind: LifeKind
    key: str
    cohort: str
    revision: int
    stage: str
    since: datetime
    until: datetime | None
    lives: bool
    """Whether something can still happen to it, so that a workflow should be running."""

    @property
    def life(self) -> str:
        """Its name among all lives; its workflow's id."""
        return self.kind.of(self.key)


def kept_lives(session: Session, cohort: str | None = None) -> list[KeptLife]:
    """Every life, or those of this cohort; cohorts come first."""
    return [kept for kind in _ROWS for kept in _kept(session, kind, _query(kind, cohort))]


def going_on(session: Session) -> Counter[str]:
    """How many lives something can still happen to, by the key of their cohort."""
    found = Counter[str]()
    for row in _ROWS.values():
        of = row.key if row is CohortRow else row.cohort  # type: ignore[union-attr]
        query = select(of, func.count()).where(row.waits_for.is_not(None)).group_by(of)
        found.update(dict(iter(session.execute(query))))
    return found


def kept_life(session: Session, kind: LifeKind, key: str) -> KeptLife | None:
    query = _query(kind, None).where(_key(_ROWS[kind]) == key)
    return next(_kept(session, kind, query), None)


def whole_life(session: Session, kind: LifeKind, key: str) -> Life | None:
    """The whole of it as last recorded; None if nothing has been, or it cannot be read, or there is no such
    life."""
    return whole_lives(session, kind, [key]).get(key)


def whole_lives(session: Session, kind: LifeKind, keys: Collection[str]) -> dict[str, Life]:
    """Those of these lives, by key, whose whole `whole_life` would tell; ask for some hundreds at a time."""
    row = _ROWS[kind]
    query = select(_key(row).label("key"), row.state, row.rules).where(_key(row).in_(keys))
    read = ((found.key, _read(kind, found.state, found.rules)) for found in session.execute(query))
    return {key: life for key, life in read if life}


def _read(kind: LifeKind, state: dict[str, Any] | None, rules: dict[str, Any] | None) -> Life | None:
    if state is None:
        return None
    try:
        return LIVES[kind].model_validate({**state, "rules": rules})
    except ValidationError:  # of a version that knows fields which this one does not
        return None


def _key(row: _Row) -> Any:
    return row.key if row is CohortRow else row.id  # type: ignore[union-attr]


def _query(kind: LifeKind, cohort: str | None) -> Select[Any]:
    row = _ROWS[kind]
    of = row.key if row is CohortRow else row.cohort  # type: ignore[union-attr]
    query = select(
        _key(row).label("key"),
        of.label("cohort"),
        row.revision,
        row.stage,
        row.since,
        row.until,
        row.waits_for.is_not(None).label("lives"),
    )
    return query if cohort is None else query.where(of == cohort)


def _kept(session: Session, kind: LifeKind, query: Select[Any]) -> Iterator[KeptLife]:
    for row in session.execute(query):
        facts = dict(row._mapping)
        yield KeptLife(**{"kind": kind, **facts, "lives": bool(row.lives)})
