"""Looking over all cohorts for what somebody has typed, and counting them at a glance."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.enums import ApplicationStage, Correspondent, Stage
from storage.tables.entities import ApplicationRow, PairingRow
from storage.tables.letters import LetterRow
from storage.tables.people import PersonRow
from storage.views import ApplicationView, LetterView, PersonView, application_of, letter_of, person_of


def people(session: Session) -> list[PersonView]:
    """Everybody who takes part in any cohort, by name."""
    query = select(PersonRow).order_by(PersonRow.name, PersonRow.email)
    return [person_of(row) for row in session.scalars(query)]


def application_ids(session: Session) -> list[str]:
    return list(session.scalars(select(ApplicationRow.id)))


def applications_of(
    session: Session, people: Collection[str], ids: Collection[str] = ()
) -> list[ApplicationView]:
    """Those of these people (by id), and these, in whatever cohort; the latest cohort first."""
    asked = or_(ApplicationRow.person.in_(people), ApplicationRow.id.in_(ids))
    query = select(ApplicationRow, PersonRow).join(PersonRow, PersonRow.id == ApplicationRow.person)
    rows = session.execute(query.where(asked).order_by(ApplicationRow.received_at.desc(), ApplicationRow.id))
    return [application_of(*row) for row in rows]


def letters_to(session: Session, text: str, addresses: Collection[str], most: int) -> list[LetterView]:
    """The latest letters to these addresses, or to one with this text in it, or whose id begins so; none
    about a concern."""
    asked = or_(
        LetterRow.recipient.in_(addresses),
        func.lower(LetterRow.recipient).contains(text.lower(), autoescape=True),
        LetterRow.id.startswith(text.lower(), autoescape=True),
    )
    query = select(LetterRow).where(asked, LetterRow.role != Correspondent.CONCERNS)
    rows = session.scalars(query.order_by(LetterRow.written_at.desc(), LetterRow.key).limit(most))
    return [letter_of(row) for row in rows]


def open_pairings(session: Session) -> tuple[Counter[str], Counter[str]]:
    """How many pairings each cohort has, and how many of them are open."""
    return _counted(session, PairingRow, {stage.value for stage in Stage if stage.is_open})


def open_applications(session: Session) -> tuple[Counter[str], Counter[str]]:
    """How many applications each cohort has, and how many of them are in the running."""
    return _counted(session, ApplicationRow, {stage.value for stage in ApplicationStage if stage.is_open})


def _counted(
    session: Session, table: type[PairingRow] | type[ApplicationRow], open_: set[str]
) -> tuple[Counter[str], Counter[str]]:
    query = select(table.cohort, table.stage, func.count()).group_by(table.cohort, table.stage)
    all_of, open_of = Counter[str](), Counter[str]()
    for cohort, stage, number in session.execute(query):
        all_of[cohort] += number
        open_of[cohort] += number if stage in open_ else 0
    return all_of, open_of
