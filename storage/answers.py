"""What participants have answered, by pseudonym. Who is behind one is known here alone, and is told to nobody
but themselves."""

from collections.abc import Iterator, Mapping
from secrets import token_hex
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from domain.enums import Role, Wave
from storage.tables.entities import PairingRow
from storage.tables.evaluation import AnswerRow, AuthorRow


class AnsweredItem(NamedTuple):
    """One answer, without whose it is."""

    author: str
    """The same for all answers of one person in one role of a cohort."""
    role: Role
    wave: Wave
    item: str
    answer: str


def save(session: Session, pairing: str, role: Role, wave: Wave, answers: Mapping[str, str]) -> None:
    """These are the answers of this partner in this wave, in place of those there were."""
    forget(session, pairing, role, wave)
    if answers:
        author = _author(session, pairing, role) or _new_author(session, pairing, role)
        session.add_all(
            AnswerRow(pseudonym=author, wave=wave, item=item, answer=answer)
            for item, answer in answers.items()
        )


def forget(session: Session, pairing: str, role: Role, wave: Wave) -> int:
    """How many answers of this partner in this wave there were."""
    author = _author(session, pairing, role)
    theirs = session.scalars(select(AnswerRow).where(AnswerRow.pseudonym == author, AnswerRow.wave == wave))
    rows = list(theirs)
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def answers_of(session: Session, pairing: str, role: Role) -> dict[Wave, dict[str, str]]:
    """What this partner has answered, wave by wave; for nobody but them."""
    author, found = _author(session, pairing, role), dict[Wave, dict[str, str]]()
    for row in session.scalars(select(AnswerRow).where(AnswerRow.pseudonym == author)):
        found.setdefault(Wave(row.wave), {})[row.item] = row.answer
    return found


def answered(session: Session, cohort: str) -> Iterator[AnsweredItem]:
    """Every answer in this cohort."""
    query = (
        select(AnswerRow, AuthorRow.role)
        .join(AuthorRow, AuthorRow.pseudonym == AnswerRow.pseudonym)
        .where(AuthorRow.cohort == cohort)
        .order_by(AnswerRow.pseudonym, AnswerRow.wave, AnswerRow.item)
    )
    for row, role in session.execute(query):
        yield AnsweredItem(row.pseudonym, Role(role), Wave(row.wave), row.item, row.answer)


def has_answered(session: Session, pairing: str, role: Role, wave: Wave) -> bool:
    author = _author(session, pairing, role)
    query = select(func.count()).where(AnswerRow.pseudonym == author, AnswerRow.wave == wave)
    return bool(session.scalar(query))


def forget_person(session: Session, person: str) -> int:
    """How many answers of theirs there were, in all cohorts; their pseudonyms go, too."""
    own = list(session.scalars(select(AuthorRow.pseudonym).where(AuthorRow.person == person)))
    many = session.scalar(select(func.count()).where(AnswerRow.pseudonym.in_(own))) or 0
    session.execute(delete(AnswerRow).where(AnswerRow.pseudonym.in_(own)))
    session.execute(delete(AuthorRow).where(AuthorRow.person == person))
    return many


def _author(session: Session, pairing: str, role: Role) -> str | None:
    row = session.get_one(PairingRow, pairing)
    whose = (AuthorRow.person == getattr(row, role.value), AuthorRow.cohort == row.cohort)
    return session.scalar(select(AuthorRow.pseudonym).where(*whose, AuthorRow.role == role))


def _new_author(session: Session, pairing: str, role: Role) -> str:
    row = session.get_one(PairingRow, pairing)
    author = AuthorRow(pseudonym=token_hex(16), person=getattr(row, role.value), cohort=row.cohort, role=role)
    session.add(author)
    session.flush()
    return author.pseudonym
