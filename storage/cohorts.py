"""Writing down a cohort, its people and its pairs."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.cohort.activity_io import Batch, NextPairings, PairingToBegin
from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, ApplicationStage, Arrangement, CohortStage, Role, Stage
from domain.pairing.pairing import reason_not_to_begin
from domain.people import Pair
from domain.programme.programme import Programme
from storage import queries
from storage.people import get_or_create_person
from storage.tables.entities import ApplicationRow, CohortRow, OutcomeRow, PairingRow
from storage.views import CohortView, PairingView, cohort_of


def open_cohort(
    session: Session,
    key: str,
    programme: Programme,
    now: datetime,
    is_demo: bool,
    follows: str | None = None,
) -> CohortView:
    """The cohort of this key, opened now unless it was before; an open cohort keeps its programme."""
    row = session.get(CohortRow, key)
    if row is None:
        row = CohortRow(
            key=key,
            programme=stored(programme),
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


def is_known(session: Session, key: str) -> bool:
    """Whether there is a cohort of this key."""
    return session.get(CohortRow, key) is not None


def to_change(session: Session, key: str) -> CohortView:
    """The cohort of this key, which nobody else can change until this transaction is over; raises
    NotFound."""
    session.get(CohortRow, key, with_for_update=True)
    return queries.cohort(session, key)


def change_programme(session: Session, key: str, programme: Programme) -> None:
    """Keep this programme, with a date changed, as the cohort's own."""
    session.get_one(CohortRow, key, with_for_update=True).programme = stored(programme)


def to_begin(session: Session, key: str, after: int, most: int) -> tuple[list[tuple[int, PairingView]], bool]:
    """The next pairings of the cohort after this number that have not begun, with their numbers;
    and whether there may be more after these.

    A pair of which somebody has left since it was written down never begins, and is noted as over.
    """
    rows = session.scalars(
        select(PairingRow)
        .where(PairingRow.cohort == key, PairingRow.number > after, PairingRow.revision == 0)
        .where(PairingRow.stage == Stage.APPLICATION)
        .order_by(PairingRow.number)
        .limit(most)
    ).all()
    left = _who_left(session, key)
    numbers = {row.id: row.number for row in rows}
    for row in rows:
        partners = {Role.MENTOR: row.mentor, Role.MENTEE: row.mentee}
        if reason := reason_not_to_begin([role for role in BOTH if (partners[role], role) in left]):
            row.stage, row.reason, row.waits_for = Stage.ENDED, reason, None
    session.flush()
    views = queries.pairings(session, cohort=key, ids=numbers)
    return [(numbers[view.id], view) for view in views if view.stage.is_open], len(rows) == most


def next_batch(session: Session, question: NextPairings) -> Batch:
    """The next pairings of a cohort to begin, each with what its partners have attended before."""
    found, more = to_begin(session, question.cohort, question.after, question.most)
    attended = attended_before(session, question.cohort)
    beginnings = (
        PairingToBegin(
            number=number,
            pairing=pairing.id,
            arrangement=pairing.arrangement,
            taken_over=pairing.taken_over,
            attended=tuple(
                (role, gathering)
                for role in BOTH
                for gathering in sorted(attended.get(pairing.person(role).id, ()))
            ),
        )
        for number, pairing in found
    )
    return Batch(beginnings=tuple(beginnings), more=more)


def one_to_begin(session: Session, pairing_id: str) -> PairingView | None:
    """This pairing if it is still to begin; noted as over if somebody has left."""
    row = session.get_one(PairingRow, pairing_id)
    found, _ = to_begin(session, row.cohort, after=row.number - 1, most=1)
    return next((view for _, view in found if view.id == pairing_id), None)


def _who_left(session: Session, key: str) -> set[tuple[str, Role]]:
    over = [stage for stage in ApplicationStage if not stage.is_open]
    query = select(ApplicationRow.person, ApplicationRow.role).where(
        ApplicationRow.cohort == key, ApplicationRow.stage.in_(over)
    )
    return {(person, Role(role)) for person, role in session.execute(query)}


def attended_before(session: Session, key: str) -> dict[str, set[str]]:
    """Who has been to which gatherings in any pairing of this cohort: keys of gatherings by the person's
    id."""
    prefix = EntityKind.PAIRING.workflow_id(key) + "-"
    attended = select(OutcomeRow).where(
        OutcomeRow.kind == OutcomeKind.ATTENDED,
        OutcomeRow.workflow_id.startswith(prefix, autoescape=True),
        OutcomeRow.corrected_by.is_(None),
    )
    outcomes = session.scalars(attended).all()
    pairs = (
        {EntityKind.PAIRING.workflow_id(view.id): view for view in queries.pairings(session, key)}
        if outcomes
        else {}
    )
    found = defaultdict[str, set[str]](set)
    for outcome in outcomes:
        if outcome.workflow_id in pairs:  # another cohort's key may begin alike
            found[pairs[outcome.workflow_id].person(Role(str(outcome.role))).id].add(str(outcome.about))
    return dict(found)


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


def add_pairs(
    session: Session, cohort: CohortView, pairs: Sequence[Pair], now: datetime, taken_over: bool = False
) -> list[str]:
    """The ids of these pairs, in their order; those that are there already keep their row. `taken_over`: new
    ones had been running elsewhere."""
    ids, number = list[str](), _last_number(session, cohort)
    for pair in pairs:
        mentor, mentee = (get_or_create_person(session, p.name, p.email) for p in (pair.mentor, pair.mentee))
        row = _latest_pairing(session, cohort.key, mentor, mentee)
        if row is None:
            number += 1
            row = _new_pairing(cohort, number, pair.arrangement, mentor, mentee, now)
            row.taken_over = now if taken_over else None
            session.add(row)
            session.flush()
        ids.append(row.id)
    return ids


def add_new_pairs(
    session: Session, cohort: CohortView, pairs: Sequence[Pair], now: datetime, taken_over: bool = False
) -> int:
    """The same; how many were not there."""
    pairings = select(func.count()).where(PairingRow.cohort == cohort.key)
    before = session.scalar(pairings) or 0
    add_pairs(session, cohort, pairs, now, taken_over)
    return (session.scalar(pairings) or 0) - before


def stored(programme: Programme) -> dict[str, Any]:
    """The programme as a row keeps it."""
    return programme.model_dump(mode="json", by_alias=True)


def pair_again(session: Session, cohort: CohortView, pairing: PairingView, now: datetime) -> str:
    """The id of a new pairing of these two, who have been a pair of this cohort."""
    two = (pairing.mentor.id, pairing.mentee.id)
    number = _last_number(session, cohort) + 1
    row = _new_pairing(cohort, number, pairing.arrangement, *two, now)
    before = _latest_pairing(session, cohort.key, *two)
    row.again = before.again + 1 if before else 0
    session.add(row)
    session.flush()
    return row.id


def latest_of_these_two(session: Session, cohort: str, mentor: str, mentee: str) -> PairingView | None:
    """Their pairing, if they are or have been one in this cohort."""
    row = _latest_pairing(session, cohort, mentor, mentee)
    return queries.pairing(session, row.id) if row else None


def _last_number(session: Session, cohort: CohortView) -> int:
    numbers = select(func.max(PairingRow.number)).where(PairingRow.cohort == cohort.key)
    return session.scalar(numbers) or 0


def _latest_pairing(session: Session, cohort: str, mentor: str, mentee: str) -> PairingRow | None:
    these = (PairingRow.cohort == cohort, PairingRow.mentor == mentor, PairingRow.mentee == mentee)
    return session.scalar(select(PairingRow).where(*these).order_by(PairingRow.again.desc()).limit(1))


def _new_pairing(
    cohort: CohortView, number: int, arrangement: Arrangement, mentor: str, mentee: str, now: datetime
) -> PairingRow:
    return PairingRow(
        id=f"{cohort.key}-{number:02}",
        cohort=cohort.key,
        number=number,
        mentor=mentor,
        mentee=mentee,
        arrangement=arrangement,
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
