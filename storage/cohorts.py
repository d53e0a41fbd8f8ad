"""Writing down a cohort, its people and its pairs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.pairs import Pair
from domain.programme import Programme
from domain.words import Stage
from storage.people import person_id
from storage.tables import CohortRow, PairingRow
from storage.views import Cohort, cohort_of


def open_cohort(session: Session, key: str, programme: Programme, now: datetime, is_demo: bool) -> Cohort:
    """The cohort of this key, opened now unless it was before; an open cohort keeps its programme."""
    row = session.get(CohortRow, key)
    if row is None:
        stored = programme.model_dump(mode="json", by_alias=True)
        row = CohortRow(key=key, programme=stored, is_demo=is_demo, opened_at=now)
        session.add(row)
        session.flush()
    return cohort_of(row)


def add_pairs(session: Session, cohort: Cohort, pairs: Sequence[Pair], now: datetime) -> list[str]:
    """The ids of these pairs, in their order; those that are there already keep their row."""
    numbers = select(func.max(PairingRow.number)).where(PairingRow.cohort == cohort.key)
    number: int = session.scalar(numbers) or 0
    ids = []
    for pair in pairs:
        mentor, mentee = (person_id(session, p.name, p.email) for p in (pair.mentor, pair.mentee))
        row = _pairing(session, cohort.key, mentor, mentee)
        if row is None:
            number += 1
            row = _new_pairing(cohort, number, pair, mentor, mentee, now)
            session.add(row)
            session.flush()
        ids.append(row.id)
    return ids


def _pairing(session: Session, cohort: str, mentor: str, mentee: str) -> PairingRow | None:
    return session.scalar(
        select(PairingRow).where(
            PairingRow.cohort == cohort, PairingRow.mentor == mentor, PairingRow.mentee == mentee
        )
    )


def _new_pairing(
    cohort: Cohort, number: int, pair: Pair, mentor: str, mentee: str, now: datetime
) -> PairingRow:
    return PairingRow(
        id=f"{cohort.key}-{number:02}",
        cohort=cohort.key,
        number=number,
        mentor=mentor,
        mentee=mentee,
        arrangement=pair.arrangement,
        revision=0,
        stage=Stage.APPLICATION,
        since=now,
        reason=None,
        paused=False,
        sessions=0,
        minimum=cohort.programme.sessions.minimum,
        waits_for="a worker to begin it",
        until=None,
        concerns=[],
    )
