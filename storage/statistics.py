"""What has become of a cohort, in numbers. Attendance counts people, however many pairs they are in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, func, literal, or_, select
from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationEndReason, ApplicationStage, Attendance, Role, Stage, Wave
from domain.letter.letter import LetterName
from domain.value import Value
from storage.tables.entities import ApplicationRow, OutcomeRow, PairingRow
from storage.tables.letters import LetterRow

ByRole = Mapping[Role, int]

SIGNED_UP = "signed_up"
STANDS = OutcomeRow.corrected_by.is_(None)
"""What was recorded by mistake and taken back counts no more."""
_WEIGHT = (Attendance.MISSED, Attendance.WAIVED, Attendance.ATTENDED)
"""What somebody has caught up with counts more than what they missed."""


class ApplicationFate(Value):
    """So many applications in this role have come so far, or have ended so."""

    role: Role
    stage: ApplicationStage
    reason: ApplicationEndReason | None
    applications: int


class Held(Value):
    """The sessions that took place, those that were too short to count included."""

    sessions: int
    minutes: int
    """Of all of them together."""


def fates(session: Session, cohort: str) -> list[ApplicationFate]:
    """What has become of the cohort's applications, role by role and stage by stage."""
    standing = (ApplicationRow.role, ApplicationRow.stage, ApplicationRow.reason)
    query = select(*standing, func.count()).where(ApplicationRow.cohort == cohort).group_by(*standing)
    found = [
        ApplicationFate(
            role=Role(role),
            stage=ApplicationStage(stage),
            reason=ApplicationEndReason(reason) if reason else None,
            applications=n,
        )
        for role, stage, reason, n in session.execute(query)
    ]
    stages, roles = list(ApplicationStage), list(Role)
    return sorted(found, key=lambda f: (roles.index(f.role), stages.index(f.stage), f.reason or ""))


def attendance(session: Session, cohort: str) -> dict[str, dict[Role, Counter[str]]]:
    """For each gathering and role how many people attended it, missed it, were excused from it (`waived`),
    or have signed up for it."""
    counted: dict[str, dict[Role, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for (gathering, role, _), what in attendance_each(session, cohort).items():
        counted[gathering][role][what.value] += 1
    for gathering, role in _signed_up(session, cohort):
        counted[gathering][role][SIGNED_UP] += 1
    return counted


def attendance_each(session: Session, cohort: str) -> dict[tuple[str, Role, str], Attendance]:
    """What is recorded of each person, by gathering, role and the person's id. Whoever missed one sitting and
    attended another has attended."""
    best: dict[tuple[str, Role, str], Attendance] = {}
    for gathering, role, person, what in (*_of_pairs(session, cohort), *_of_applicants(session, cohort)):
        who = (gathering, role, person)
        best[who] = max(what, best.get(who, what), key=_WEIGHT.index)
    return best


def recorded(session: Session, cohort: str, gathering: str) -> Counter[OutcomeKind]:
    """How many records there are of somebody who attended this gathering, or missed it."""
    total = Counter[OutcomeKind]()
    for table, kind in ((PairingRow, EntityKind.PAIRING), (ApplicationRow, EntityKind.APPLICATION)):
        query = (
            select(OutcomeRow.kind, func.count())
            .join(table, OutcomeRow.workflow_id == _life(kind, table.id))
            .where(table.cohort == cohort, OutcomeRow.about == gathering, OutcomeRow.kind.in_(_ATTENDANCE))
            .where(STANDS)
            .group_by(OutcomeRow.kind)
        )
        total.update({OutcomeKind(what): count for what, count in session.execute(query)})
    return total


def attended(session: Session, cohort: str, gathering: str) -> set[tuple[str, Role]]:
    """The partners of this cohort's pairings, as pairing and role, recorded there as having attended it."""
    query = _in_pairings(select(PairingRow.id, OutcomeRow.role), cohort, [OutcomeKind.ATTENDED]).where(
        OutcomeRow.about == gathering
    )
    return {(pairing, Role(role)) for pairing, role in session.execute(query)}


def seats(session: Session, cohort: str, gathering: str) -> dict[tuple[str, Role], str]:
    """Which date of this gathering partners of this cohort's pairings have chosen, as pairing and role; none
    of who has left."""
    here = (PairingRow.cohort == cohort, PairingRow.stage != Stage.ENDED)
    query = select(PairingRow.id, PairingRow.state).where(*here)
    return {
        (pairing, role): seat["sitting"]
        for pairing, state in session.execute(query)
        for role in Role
        for seat in (state or {}).get(role.value, {}).get("seats", ())
        if seat["gathering"] == gathering
    }


def arranged_anew(session: Session, cohort: str) -> set[str]:
    """The ids of the cohort's pairings that have gone on in another arrangement than they began in."""
    changed = [OutcomeKind.ARRANGEMENT_CHANGED]
    return set(session.scalars(_in_pairings(select(PairingRow.id), cohort, changed)))


def held(session: Session, cohort: str) -> Held:
    """What took place: of a session that was logged again the last word counts."""
    last = _in_pairings(
        select(OutcomeRow.workflow_id, func.max(OutcomeRow.number).label("number")), cohort, _ABOUT_A_SESSION
    )
    latest = last.group_by(OutcomeRow.workflow_id, OutcomeRow.session).subquery()
    query = (
        select(func.count(), func.coalesce(func.sum(OutcomeRow.minutes), 0))
        .join(
            latest, (OutcomeRow.workflow_id == latest.c.workflow_id) & (OutcomeRow.number == latest.c.number)
        )
        .where(OutcomeRow.kind == OutcomeKind.HELD)
    )
    sessions, minutes = session.execute(query).one()
    return Held(sessions=sessions, minutes=minutes)


_LETTER_OF: Mapping[Wave, LetterName] = {
    Wave.BEFORE: LetterName.BOTH_ACCEPTED,
    Wave.MIDWAY: LetterName.REVIEW_QUESTION,
    Wave.END: LetterName.EVALUATION,
    Wave.LATER: LetterName.FOLLOW_UP,
}
"""Which letter asks to answer."""
_ASKED_APART = LetterRow.key.like(f"%:questions:{Wave.MIDWAY}:%")
"""Where no review asks half-way, a letter of its own does (`domain/pairing/wave_letters.py`)."""


def asked_in(session: Session, cohort: str, wave: Wave) -> ByRole:
    """How many partners in each role have been written to in this wave."""
    asks = LetterRow.name == _LETTER_OF[wave]
    if wave is Wave.MIDWAY:
        asks = or_(asks, and_(LetterRow.name == LetterName.QUESTIONS, _ASKED_APART))
    query = (
        select(LetterRow.role, func.count(distinct(LetterRow.workflow_id)))
        .where(LetterRow.cohort == cohort, asks)
        .group_by(LetterRow.role)
    )
    return _by_role(session.execute(query))


def answers(session: Session, cohort: str) -> ByRole:
    """How many partners in each role have answered the evaluation."""
    counted = select(OutcomeRow.role, func.count(distinct(OutcomeRow.workflow_id)))
    query = _in_pairings(counted, cohort, [OutcomeKind.ANSWERED]).where(OutcomeRow.about == Wave.END)
    return _by_role(session.execute(query.group_by(OutcomeRow.role)))


def pairs_of_both(session: Session, cohort: str, kind: OutcomeKind, about: str | None = None) -> int:
    """In how many of the cohort's pairings this is recorded of both partners; `about`: of this alone."""
    each = _in_pairings(select(OutcomeRow.workflow_id), cohort, [kind]).group_by(OutcomeRow.workflow_id)
    if about:
        each = each.where(OutcomeRow.about == about)
    both = each.having(func.count(distinct(OutcomeRow.role)) == len(Role)).subquery()
    return session.scalar(select(func.count()).select_from(both)) or 0


_ATTENDANCE = tuple(OutcomeKind(attendance.value) for attendance in Attendance)
_ABOUT_A_SESSION = (
    OutcomeKind.BOOKED,
    OutcomeKind.MOVED,
    OutcomeKind.CANCELLED,
    OutcomeKind.HELD,
    OutcomeKind.NOT_HELD,
)


def _of_pairs(session: Session, cohort: str) -> Iterator[tuple[str, Role, str, Attendance]]:
    """Gathering, role, person and what was recorded."""
    person = case((OutcomeRow.role == Role.MENTOR, PairingRow.mentor), else_=PairingRow.mentee)
    columns = select(OutcomeRow.about, OutcomeRow.role, person, OutcomeRow.kind).distinct()
    for gathering, role, who, what in session.execute(_in_pairings(columns, cohort, _ATTENDANCE)):
        yield gathering, Role(role), who, Attendance(what)


def _of_applicants(session: Session, cohort: str) -> Iterator[tuple[str, Role, str, Attendance]]:
    came = select(ApplicationRow.came_to, ApplicationRow.role, ApplicationRow.person)
    for gatherings, role, person in session.execute(came.where(ApplicationRow.cohort == cohort)):
        for gathering in gatherings:
            yield gathering, Role(role), person, Attendance.ATTENDED
    missed = (
        select(OutcomeRow.about, ApplicationRow.role, ApplicationRow.person)
        .join(ApplicationRow, OutcomeRow.workflow_id == _life(EntityKind.APPLICATION, ApplicationRow.id))
        .where(ApplicationRow.cohort == cohort, OutcomeRow.kind == OutcomeKind.MISSED, STANDS)
    )
    for about, role, person in session.execute(missed):
        yield str(about), Role(role), person, Attendance.MISSED


def _signed_up(session: Session, cohort: str) -> Iterator[tuple[str, Role]]:
    """Who still holds a place, and may yet come."""
    places = select(ApplicationRow.signed_up, ApplicationRow.role).where(
        ApplicationRow.cohort == cohort,
        ApplicationRow.stage.in_([stage for stage in ApplicationStage if stage.is_open]),
    )
    for signed_up, role in session.execute(places):
        for place in signed_up:
            yield place.partition(":")[0], Role(role)


def _in_pairings(
    columns: Select[*tuple[Any, ...]], cohort: str, kinds: Iterable[OutcomeKind]
) -> Select[*tuple[Any, ...]]:
    """These columns of outcomes of these kinds in the cohort's pairings."""
    return (
        columns.select_from(OutcomeRow)
        .join(PairingRow, OutcomeRow.workflow_id == _life(EntityKind.PAIRING, PairingRow.id))
        .where(PairingRow.cohort == cohort, OutcomeRow.kind.in_(list(kinds)), STANDS)
    )


def _life(kind: EntityKind, key: Any) -> ColumnElement[str]:
    """The workflow id of an entity, made by the database as `EntityKind.of` makes it."""
    name: ColumnElement[str] = literal(kind.workflow_id("")) + key
    return name


def _by_role(counted: Iterable[Any]) -> ByRole:
    found = dict(iter(counted))
    return {role: found.get(role.value, 0) for role in Role}
