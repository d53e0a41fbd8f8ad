"""What somebody has written: answers, goals, actions, stories; and what others have written of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import answers, raised_concerns
from storage.erasing import erasures
from storage.erasing.erasures import is_of
from storage.erasing.identifiers import Identifiers
from storage.erasing.places import ErasedPlace
from storage.tables.entities import PairingRow
from storage.tables.evaluation import (
    ActionRow,
    AgreementRow,
    AnswerRow,
    AuthorRow,
    ContactWishRow,
    GoalRow,
    StoryRow,
)
from storage.tables.reports import CohortNoteRow, RecommendationRow


def erase_written(session: Session, person: str, known: Identifiers) -> Iterator[ErasedPlace]:
    pairs = list(session.scalars(select(PairingRow).where(is_of(person)).order_by(PairingRow.id)))
    roles = {row.id: "mentor" if row.mentor == person else "mentee" for row in pairs}
    yield ErasedPlace("answers", "to the programme's questions", answers.forget_person(session, person))
    wishes = _theirs(session, ContactWishRow, roles)
    yield ErasedPlace("contact wishes", "that the coordinator may get in touch", wishes)
    yield ErasedPlace("goals", "and plans of theirs", _theirs(session, GoalRow, roles))
    yield ErasedPlace("feedback", "of theirs on their partners' goals", _feedback(session, roles))
    yield ErasedPlace("actions", "changes they made at work", _theirs(session, ActionRow, roles))
    yield ErasedPlace("agreements", "of their pairs", _agreements(session, roles))
    yield ErasedPlace(
        "stories",
        "of theirs, or that name them",
        _stories(session, roles, erasures.asked_at(session, person)),
    )
    raised_concerns.forget_author(session, person)  # not a word of whether there was one
    yield ErasedPlace("words of others", "that name them", _words_of_others(session, known))


def _theirs(
    session: Session, table: type[ContactWishRow] | type[GoalRow] | type[ActionRow], roles: dict[str, str]
) -> int:
    rows: Iterable[ContactWishRow | GoalRow | ActionRow] = session.scalars(
        select(table).where(table.pairing.in_(roles))
    )
    own = [row for row in rows if row.role == roles[row.pairing]]
    for row in own:
        session.delete(row)
    return len(own)


def _feedback(session: Session, roles: dict[str, str]) -> int:
    """What stands on goals of their own goes with these."""
    given = select(GoalRow).where(GoalRow.pairing.in_(roles), GoalRow.feedback.is_not(None))
    own = [row for row in session.scalars(given) if row.role != roles[row.pairing]]
    for row in own:
        row.feedback = None
    return len(own)


def _agreements(session: Session, roles: dict[str, str]) -> int:
    rows = list(session.scalars(select(AgreementRow).where(AgreementRow.pairing.in_(roles))))
    for row in rows:
        session.delete(row)
    return len(rows)


def _stories(session: Session, roles: dict[str, str], asked_at: datetime | None) -> int:
    """Of one that stands somewhere a row without words stays, so that it is taken down."""
    rows = session.scalars(select(StoryRow).where(StoryRow.pairing.in_(roles)))
    own = [row for row in rows if row.role == roles[row.pairing] or row.names_partner]
    found = [row for row in own if row.words or row.link or not row.was_published]
    for row in found:
        if row.was_published:
            row.words, row.link = None, None
            row.withdrawn_at = row.withdrawn_at or asked_at or row.added_at
        else:
            session.delete(row)
    return len(found)


_WORDS_OF_GOAL = ("goal", "plan", "at_midway", "at_end", "feedback")
_WORDS_OF_AGREEMENT = ("confidentiality", "how_often", "not_spoken_of", "ending_well")


def _words_of_others(session: Session, known: Identifiers) -> int:
    cohorts = known.cohorts
    pairings = select(PairingRow.id).where(PairingRow.cohort.in_(cohorts))
    authors = select(AuthorRow.pseudonym).where(AuthorRow.cohort.in_(cohorts))
    asked = (
        (select(GoalRow).where(GoalRow.pairing.in_(pairings)), _WORDS_OF_GOAL),
        (select(AgreementRow).where(AgreementRow.pairing.in_(pairings)), _WORDS_OF_AGREEMENT),
        (select(ActionRow).where(ActionRow.pairing.in_(pairings)), ("action",)),
        (select(AnswerRow).where(AnswerRow.pseudonym.in_(authors)), ("answer",)),
        (select(StoryRow).where(StoryRow.cohort.in_(cohorts)), ("words",)),
        (select(CohortNoteRow).where(CohortNoteRow.cohort.in_(cohorts)), ("note",)),
        (select(RecommendationRow).where(RecommendationRow.cohort.in_(cohorts)), ("recommendation",)),
    )
    return sum(
        _taken_out(row, field, known)
        for query, fields in asked
        for row in session.scalars(query)
        for field in fields
    )


def _taken_out(row: object, field: str, known: Identifiers) -> bool:
    words = getattr(row, field)
    if not words or not known.are_in(words):
        return False
    setattr(row, field, known.taken_out(words))
    return True
