"""How many of everything there are, over all cohorts that are not over: one question each, whatever
their number."""

import json
from collections import Counter
from typing import Any

from sqlalchemy import Select, String, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.enums import CohortStage
from storage.tables.entities import ApplicationRow, CohortRow, PairingRow
from storage.tables.letters import LetterRow

Tally = Counter[str]

_OPEN = [stage for stage in CohortStage if stage.is_open]


def cohorts_by_stage(session: Session) -> Tally:
    """Those that are over as well."""
    return _tally(session, select(CohortRow.stage, func.count()).group_by(CohortRow.stage))


def applications_by_stage(session: Session) -> Tally:
    return _by_stage(session, ApplicationRow)


def pairings_by_stage(session: Session) -> Tally:
    return _by_stage(session, PairingRow)


def needing_attention(session: Session) -> tuple[Tally, Tally]:
    """How many are on the coordinator's list: by kind of entity, and by concern."""
    entities, concerns = Tally(), Tally()
    for kind, found, count in session.execute(_concerns()):
        why = json.loads(found)
        entities[kind] += count if why else 0
        concerns.update(dict.fromkeys(why, count))
    return entities, concerns


def letters_by_state(session: Session) -> Tally:
    """All there are, also of cohorts that are over."""
    return _tally(session, select(LetterRow.state, func.count()).group_by(LetterRow.state))


def _by_stage(session: Session, table: type[ApplicationRow | PairingRow]) -> Tally:
    query = select(table.stage, func.count()).join(CohortRow, CohortRow.key == table.cohort)
    return _tally(session, query.where(CohortRow.stage.in_(_OPEN)).group_by(table.stage))


def _concerns() -> Any:
    """For each kind of entity, and each list of concerns that some of them have, how many have it."""
    return union_all(
        _with_concerns(EntityKind.COHORT, CohortRow, CohortRow.key),
        _with_concerns(EntityKind.APPLICATION, ApplicationRow, ApplicationRow.cohort),
        _with_concerns(EntityKind.PAIRING, PairingRow, PairingRow.cohort),
    )


def _with_concerns(
    kind: EntityKind, table: type[CohortRow | ApplicationRow | PairingRow], cohort: Any
) -> Select[str, str, int]:
    concerns = cast(table.concerns, String)  # PostgreSQL compares no JSON
    still_open = select(CohortRow.key).where(CohortRow.stage.in_(_OPEN))
    query = select(literal(kind.value), concerns, func.count()).select_from(table)
    return query.where(cohort.in_(still_open)).group_by(concerns)


def _tally(session: Session, query: Select[str, int]) -> Tally:
    return Counter(dict(iter(session.execute(query))))
