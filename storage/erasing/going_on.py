"""What of somebody's still goes on, and has to come to its end before they can be erased."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage, Role, Stage
from domain.letter.states import ON_THEIR_WAY, LetterState
from storage import messages
from storage.erasing import erasures
from storage.erasing.erasures import is_of
from storage.tables.entities import ApplicationRow, PairingRow
from storage.tables.letters import LetterRow


class GoingOn(NamedTuple):
    applications: list[str]
    """The ids of those that are not over."""
    pairings: list[str]
    letters: int
    """So many, to them or about them, have been written and have not gone yet."""
    drafts: int
    """So many, to others about them, wait to be reviewed."""

    @property
    def is_over(self) -> bool:
        return not any(self)


def going_on(session: Session, person: str) -> GoingOn:
    theirs = erasures.workflows_of(session, person)
    about = or_(LetterRow.person == person, LetterRow.workflow_id.in_(theirs))
    to_others = or_(LetterRow.person.is_(None), LetterRow.person != person)
    untold = {message.target for message in messages.waiting(session, theirs)}
    return GoingOn(
        _or_untold(open_applications(session, person), untold, EntityKind.APPLICATION),
        _or_untold(_pairings(session, person), untold, EntityKind.PAIRING),
        _count(session, about, LetterRow.state.in_(ON_THEIR_WAY)),
        _count(session, about, to_others, LetterRow.state == LetterState.DRAFT),
    )


def open_applications(session: Session, person: str) -> list[str]:
    """Also one that waits for the next cohort."""
    over = [
        stage for stage in ApplicationStage if not stage.is_open and stage is not ApplicationStage.CARRIED
    ]
    query = select(ApplicationRow.id).where(
        ApplicationRow.person == person,
        ApplicationRow.stage.not_in(over),
        ApplicationRow.waits_for.is_not(None),
    )
    return list(session.scalars(query.order_by(ApplicationRow.id)))


def can_be_withdrawn(session: Session, application: str) -> bool:
    """Whoever has a partner leaves the pairing, and the application follows."""
    return session.get_one(ApplicationRow, application).stage != ApplicationStage.PAIRED


def open_pairings(session: Session, person: str) -> list[tuple[str, Role]]:
    """The ids of those that are not over, each with their role in it."""
    query = select(PairingRow).where(
        is_of(person),
        PairingRow.stage.not_in((Stage.COMPLETED, Stage.ENDED)),
    )
    rows = session.scalars(query.order_by(PairingRow.id))
    return [(row.id, Role.MENTOR if row.mentor == person else Role.MENTEE) for row in rows]


def _pairings(session: Session, person: str) -> list[str]:
    """Those that are not over, and those that have just ended and still tell the partner. A completed one
    may go on for half a year, and writes to the partner alone."""
    query = select(PairingRow.id).where(
        is_of(person),
        PairingRow.stage != Stage.COMPLETED,
        PairingRow.waits_for.is_not(None),
    )
    return list(session.scalars(query.order_by(PairingRow.id)))


def _or_untold(ids: list[str], untold: Iterable[str], kind: EntityKind) -> list[str]:
    prefix = kind.workflow_id("")
    return sorted({*ids, *(one.removeprefix(prefix) for one in untold if one.startswith(prefix))})


def _count(session: Session, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(LetterRow).where(*where)) or 0
