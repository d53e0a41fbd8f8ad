"""The audit: entries that are added and never changed (`domain/audit.py`)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, not_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.audit import AuditEntry, AuditResult, ChainEnd, chained, first_broken
from storage.tables.audit import ActorRow, AuditEndRow, AuditRow, CoordinatorRow
from storage.tables.entities import OutcomeRow

_ONLY = 1
_AT_A_TIME = 1000


class AuditFilter(NamedTuple):
    """Which entries are asked for; None: whatever it is."""

    actor: str | None = None
    """The name of who asked."""
    subject: str | None = None
    """An id, whole or without its kind: `bristol-2021-04` or `pairing-bristol-2021-04`."""
    since: datetime | None = None


def append(
    session: Session, at: datetime, actor: str, action: str, result: AuditResult, subjects: Iterable[str]
) -> None:
    """Add an entry; whoever else adds one at the same time waits until this transaction is over."""
    row = _end(session)
    end = ChainEnd(number=row.number, digest=row.digest)
    entry = AuditEntry(
        number=end.number + 1, at=at, actor=actor, action=action, result=result, subjects=tuple(subjects)
    )
    row.number, row.digest = entry.number, chained(end, entry)
    facts = entry.model_dump(exclude={"subjects"})
    session.add(AuditRow(**facts, subjects=[*entry.subjects], digest=row.digest))


def entries(session: Session, wanted: AuditFilter, most: int) -> list[tuple[AuditEntry, str]]:
    """The latest of these, each with the name of who asked, the latest first."""
    query = select(AuditRow, ActorRow.name).join(ActorRow, ActorRow.id == AuditRow.actor)
    if wanted.actor is not None:
        query = query.where(ActorRow.name == wanted.actor)
    if wanted.since is not None:
        query = query.where(AuditRow.at >= wanted.since)
    rows = session.execute(query.order_by(AuditRow.number.desc()).execution_options(yield_per=_AT_A_TIME))
    found = ((_entry(row), name) for row, name in rows)
    about = (each for each in found if wanted.subject is None or _is_about(each[0], wanted.subject))
    return [each for _, each in zip(range(most), about, strict=False)]


def about(session: Session, subjects: Collection[str]) -> list[tuple[AuditEntry, str]]:
    """All entries about one of these, each with the name of who asked, the latest first."""
    query = select(AuditRow, ActorRow.name).join(ActorRow, ActorRow.id == AuditRow.actor)
    rows = session.execute(query.order_by(AuditRow.number.desc()).execution_options(yield_per=_AT_A_TIME))
    wanted = set(subjects)
    return [(_entry(row), name) for row, name in rows if wanted.intersection(row.subjects)]


def broken_at(session: Session) -> int | None:
    """The number of the first entry that is not as it was written, or is missing; None if all are there."""
    return first_broken(_all(session), latest(session), removed_until(session))


def latest(session: Session) -> ChainEnd:
    """The end of the chain."""
    row = session.get(AuditEndRow, _ONLY)
    return ChainEnd(number=row.number, digest=row.digest) if row else ChainEnd()


def removed_until(session: Session) -> ChainEnd:
    """The last entry that was kept for long enough and is gone, with all those before it."""
    row = session.get(AuditEndRow, _ONLY)
    return ChainEnd(number=row.removed, digest=row.removed_digest) if row else ChainEnd()


def remove_until(session: Session, number: int) -> None:
    """The entries up to this one go, and the names of those whom nothing else knows; the chain begins after
    them."""
    end = _end(session)
    end.removed, end.removed_digest = number, session.get_one(AuditRow, number).digest
    session.execute(delete(AuditRow).where(AuditRow.number <= number))
    told = select(OutcomeRow.actor).where(OutcomeRow.actor.is_not(None))
    named = [ActorRow.id.in_(query) for query in (select(AuditRow.actor), select(CoordinatorRow.actor), told)]
    session.execute(delete(ActorRow).where(not_(or_(*named))))


def _all(session: Session) -> Iterator[tuple[AuditEntry, str]]:
    query = select(AuditRow).order_by(AuditRow.number).execution_options(yield_per=_AT_A_TIME)
    return ((_entry(row), row.digest) for row in session.scalars(query))


def _end(session: Session) -> AuditEndRow:
    query = select(AuditEndRow).where(AuditEndRow.id == _ONLY).with_for_update()
    found = session.scalar(query)
    if found:
        return found
    try:
        with session.begin_nested():
            session.add(AuditEndRow(id=_ONLY, number=0, digest="", removed=0, removed_digest=""))
    except IntegrityError:
        pass  # somebody else has begun the chain at the same moment
    return session.scalars(query).one()


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        number=row.number,
        at=row.at,
        actor=row.actor,
        action=row.action,
        result=AuditResult(row.result),
        subjects=tuple(row.subjects),
    )


def _is_about(entry: AuditEntry, subject: str) -> bool:
    return any(subject in (each, each.partition("-")[2]) for each in entry.subjects)
