"""What participants have written in the course of a programme: answers, goals, agreements, actions."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.retention import RetentionClass
from storage.retention.clocks import Clocks, RunningClock
from storage.retention.means import Means
from storage.retention.over import pairings_over
from storage.tables.evaluation import ActionRow, AgreementRow, AnswerRow, AuthorRow, ContactWishRow, GoalRow

_FOR_THEMSELVES = (AgreementRow, GoalRow, ContactWishRow)


def for_themselves(session: Session, clocks: Clocks) -> Iterator[RunningClock]:
    """Pairings of which something is left that the two, or one of them, wrote for themselves."""
    left = set(chain.from_iterable(session.scalars(select(table.pairing)) for table in _FOR_THEMSELVES))
    return _of_pairings(session, clocks, RetentionClass.GOALS, left)


def actions(session: Session, clocks: Clocks) -> Iterator[RunningClock]:
    left = set(session.scalars(select(ActionRow.pairing)))
    return _of_pairings(session, clocks, RetentionClass.ACTIONS, left)


def answers(session: Session, clocks: Clocks) -> Iterator[RunningClock]:
    """Authors; of whoever was in several pairs of a cohort, once the last of them is over."""
    over = dict[tuple[str, str], datetime]()
    for pairing, ended in session.execute(pairings_over(session)):
        for person in (pairing.mentor, pairing.mentee):
            whose, at = (person, pairing.cohort), max(pairing.since, ended)
            over[whose] = max(at, over.get(whose, at))
    for author in session.scalars(select(AuthorRow).order_by(AuthorRow.pseudonym)):
        if last := over.get((author.person, author.cohort)):
            kept = clocks.of(author.cohort, RetentionClass.EVALUATION_ANSWERS)
            yield RunningClock(author.pseudonym, last + kept, author.cohort)


def remove_for_themselves(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    for pairing in ids:
        for table in _FOR_THEMSELVES:
            session.execute(delete(table).where(table.pairing == pairing))
    return ids


def remove_actions(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    for pairing in ids:
        session.execute(delete(ActionRow).where(ActionRow.pairing == pairing))
    return ids


def remove_answers(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    for pseudonym in ids:
        session.execute(delete(AnswerRow).where(AnswerRow.pseudonym == pseudonym))
        session.execute(delete(AuthorRow).where(AuthorRow.pseudonym == pseudonym))
    return ids


def _of_pairings(
    session: Session, clocks: Clocks, what: RetentionClass, left: set[str]
) -> Iterator[RunningClock]:
    for pairing, ended in session.execute(pairings_over(session)):
        if pairing.id in left:
            at = max(pairing.since, ended) + clocks.of(pairing.cohort, what)
            yield RunningClock(pairing.id, at, pairing.cohort)
