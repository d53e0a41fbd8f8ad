"""Reading the store, for the command line and for the writing of letters."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome
from domain.enums import Correspondent, Stage
from domain.errors import NotFound
from domain.letter.states import LetterState
from domain.suggestion import suggest
from domain.text_search import nearest
from domain.wording import shortened
from storage.tables.entities import ApplicationRow, CohortRow, OutcomeRow, PairingRow
from storage.tables.letters import LetterRow
from storage.tables.people import PersonRow
from storage.views import CohortView, LetterView, PairingView, cohort_of, letter_of, outcome_of, pairing_of

_Mentor, _Mentee = aliased(PersonRow), aliased(PersonRow)


def cohort(session: Session, key: str) -> CohortView:
    """The cohort of this key; raises NotFound, naming the nearest and those there are."""
    row = session.get(CohortRow, key)
    if row is None:
        raise NotFound(_no_such_cohort(key, cohorts(session)))
    return cohort_of(row)


def _no_such_cohort(key: str, there_are: Sequence[CohortView]) -> str:
    if not there_are:
        first = suggest("cohort open")
        return f"There is no cohort {shortened(key)!r}, nor any other yet; open one with: {first}"
    open_, ended = ([c.key for c in there_are if c.stage.is_open is is_open] for is_open in (True, False))
    which = [f"open: {', '.join(open_)}"] * bool(open_) + [f"ended: {', '.join(ended)}"] * bool(ended)
    close = nearest(key, open_ + ended, lambda one: [one])
    meant = f" Did you mean {' or '.join(close)}?" if close else ""
    return f"There is no cohort {shortened(key)!r}.{meant} There are, {'; '.join(which)}."


def cohorts(session: Session) -> list[CohortView]:
    return [cohort_of(row) for row in session.scalars(select(CohortRow).order_by(CohortRow.opened_at))]


def pairing(session: Session, pairing_id: str) -> PairingView:
    """The pairing of this id; raises NotFound."""
    found = session.execute(_PAIRING, {"pairing": pairing_id}).first()
    if found is None:
        raise NotFound(f"There is no pairing {pairing_id!r}; list them with: {suggest('pairing list')}")
    return pairing_of(*found)


def pairings(
    session: Session,
    cohort: str | None = None,
    stage: Stage | None = None,
    attention: bool = False,
    ids: Iterable[str] | None = None,
) -> list[PairingView]:
    """The pairings, by cohort and number; `attention`: only those on the coordinator's list."""
    query = _pairings()
    if cohort is not None:
        query = query.where(PairingRow.cohort == cohort)
    if stage is not None:
        query = query.where(PairingRow.stage == stage)
    if ids is not None:
        query = query.where(PairingRow.id.in_(list(ids)))
    found = [pairing_of(*row) for row in session.execute(query)]
    return [view for view in found if view.concerns] if attention else found


def were_a_pair(session: Session, one: str, other: str) -> bool:
    """Whether these two people are or have been a pair, in any cohort, whoever was the mentor."""
    either = or_(
        and_(PairingRow.mentor == one, PairingRow.mentee == other),
        and_(PairingRow.mentor == other, PairingRow.mentee == one),
    )
    return session.scalar(select(PairingRow.id).where(either).limit(1)) is not None


def outcomes(session: Session, workflow_id: str) -> list[Outcome]:
    """What happened to this entity, the first first."""
    query = select(OutcomeRow).where(OutcomeRow.workflow_id == workflow_id).order_by(OutcomeRow.number)
    return [outcome_of(row) for row in session.scalars(query)]


_NOT_ABOUT_CONCERNS = LetterRow.role != Correspondent.CONCERNS
"""What was raised with somebody else is nothing for a coordinator, nor that anything was."""


def letters(
    session: Session,
    workflow_id: str | None = None,
    state: LetterState | None = None,
    cohort: str | None = None,
) -> list[LetterView]:
    """Letters in the order in which they were written, but for those about concerns."""
    query = select(LetterRow).where(_NOT_ABOUT_CONCERNS).order_by(LetterRow.written_at, LetterRow.key)
    if workflow_id is not None:
        query = query.where(LetterRow.workflow_id == workflow_id)
    if state is not None:
        query = query.where(LetterRow.state == state)
    if cohort is not None:
        query = query.where(LetterRow.cohort == cohort)
    return [letter_of(row) for row in session.scalars(query)]


def letter(session: Session, letter_id: str) -> tuple[LetterView, bytes]:
    """The letter whose id begins so, with its bytes; raises NotFound if there is none or several, or if it is
    about a concern."""
    begins_so = LetterRow.id.startswith(letter_id.lower(), autoescape=True)
    query = select(LetterRow).where(begins_so, _NOT_ABOUT_CONCERNS).limit(2)
    rows = session.scalars(query).all()
    if len(rows) != 1 or not letter_id:
        what = "More than one letter's id begins" if rows else "No letter's id begins"
        raise NotFound(f"{what} with {shortened(letter_id)!r}; list them with: {suggest('mail list')}")
    return letter_of(rows[0]), rows[0].mime


def letter_counts(session: Session, cohort: str) -> dict[str, int]:
    """How many letters of this cohort are in which state, but for those about concerns."""
    query = select(LetterRow.state, func.count()).where(LetterRow.cohort == cohort, _NOT_ABOUT_CONCERNS)
    return dict(iter(session.execute(query.group_by(LetterRow.state))))


def letters_per_life(session: Session, cohort: str) -> Counter[str]:
    """How many letters there are about each application and pairing, and about the cohort itself."""
    query = (
        select(LetterRow.workflow_id, func.count())
        .where(LetterRow.cohort == cohort, _NOT_ABOUT_CONCERNS)
        .group_by(LetterRow.workflow_id)
    )
    return Counter(dict(iter(session.execute(query))))


def entities_named(session: Session, ids: Iterable[str]) -> list[str]:
    """The workflow ids of the cohorts, pairings and applications that have one of these ids."""
    asked = set(ids)
    keys = {
        EntityKind.COHORT: select(CohortRow.key).where(CohortRow.key.in_(asked)),
        EntityKind.PAIRING: select(PairingRow.id).where(PairingRow.id.in_(asked)),
        EntityKind.APPLICATION: select(ApplicationRow.id).where(ApplicationRow.id.in_(asked)),
    }
    return [kind.workflow_id(key) for kind, query in keys.items() for key in session.scalars(query)]


def _pairings() -> Select[PairingRow, PersonRow, PersonRow]:
    return (
        select(PairingRow, _Mentor, _Mentee)
        .join(_Mentor, _Mentor.id == PairingRow.mentor)
        .join(_Mentee, _Mentee.id == PairingRow.mentee)
        .order_by(PairingRow.cohort, PairingRow.number)
    )


_PAIRING = _pairings().where(PairingRow.id == bindparam("pairing"))
"""Made once: it is asked with every letter to a partner."""
