"""Writing down a cohort, its people and its pairs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.life import LifeKind
from domain.outcomes import OutcomeKind
from domain.pairs import Pair
from domain.programme import Programme
from domain.words import BOTH, CohortStage, Role, Stage
from storage import reading
from storage.people import person_id
from storage.tables import CohortRow, OutcomeRow, PairingRow
from storage.views import Cohort, PairingView, cohort_of


def open_cohort(
    session: Session,
    key: str,
    programme: Programme,
    now: datetime,
    is_demo: bool,
    follows: str | None = None,
) -> Cohort:
    """The cohort of this key, opened now unless it was before; an open cohort keeps its programme."""
    row = session.get(CohortRow, key)
    if row is None:
        row = CohortRow(
            key=key,
            programme=_stored(programme),
            is_demo=is_demo,
            opened_at=now,
            follows=follows,
            revision=0,
            stage=CohortStage.ANNOUNCED,
            since=now,
            waits_for="a worker to begin it",
            until=None,
            concerns=[],
        )
        session.add(row)
        session.flush()
    return cohort_of(row)


def to_change(session: Session, key: str) -> Cohort:
    """The cohort of this key, which nobody else can change until this transaction is over; raises
    NotFound."""
    session.get(CohortRow, key, with_for_update=True)
    return reading.cohort(session, key)


def change_programme(session: Session, key: str, programme: Programme) -> None:
    """Keep this programme, with a date changed, as the cohort's own."""
    session.get_one(CohortRow, key, with_for_update=True).programme = _stored(programme)


def to_begin(session: Session, key: str, after: int, most: int) -> list[tuple[int, PairingView]]:
    """The next pairings of the cohort after this number, with their numbers: those that have been
    begun already are not left out."""
    numbers = (
        select(PairingRow.id, PairingRow.number)
        .where(PairingRow.cohort == key, PairingRow.number > after)
        .order_by(PairingRow.number)
        .limit(most)
    )
    return [(number, reading.pairing(session, pairing)) for pairing, number in session.execute(numbers)]


def attended_before(session: Session, pairing: PairingView) -> tuple[tuple[Role, str], ...]:
    """Who of the two has been to which gathering in an earlier pairing of this cohort."""
    found = set()
    for role in BOTH:
        others = select(PairingRow.id, PairingRow.mentor).where(
            PairingRow.cohort == pairing.cohort,
            PairingRow.id != pairing.id,
            or_(PairingRow.mentor == pairing.person(role).id, PairingRow.mentee == pairing.person(role).id),
        )
        for other, mentor in session.execute(others).all():
            then = Role.MENTOR if mentor == pairing.person(role).id else Role.MENTEE
            attended = select(OutcomeRow.about).where(
                OutcomeRow.life == LifeKind.PAIRING.of(other),
                OutcomeRow.kind == OutcomeKind.ATTENDED,
                OutcomeRow.role == then,
            )
            found |= {(role, str(gathering)) for gathering in session.scalars(attended)}
    return tuple(sorted(found))


def counted_by_stage(session: Session, key: str) -> dict[str, int]:
    """How many of the cohort's pairings stand where."""
    query = select(PairingRow.stage, func.count()).where(PairingRow.cohort == key).group_by(PairingRow.stage)
    return dict(iter(session.execute(query)))


def count_open(session: Session, key: str) -> int:
    """How many of the cohort's pairings are not over."""
    query = select(func.count()).where(
        PairingRow.cohort == key, PairingRow.stage.not_in((Stage.COMPLETED, Stage.ENDED))
    )
    return session.scalar(query) or 0


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


def _stored(programme: Programme) -> dict[str, Any]:
    return programme.model_dump(mode="json", by_alias=True)


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
