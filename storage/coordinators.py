"""Coordinators: actors who are known, and what they may do."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.rights import Right
from storage.people import get_or_create_actor
from storage.tables import ActorRow, CoordinatorRow


class KnownCoordinator(NamedTuple):
    name: str
    rights: frozenset[Right]
    added_at: datetime


def coordinators(session: Session) -> list[KnownCoordinator]:
    """By name."""
    query = select(ActorRow.name, CoordinatorRow).join(CoordinatorRow, CoordinatorRow.actor == ActorRow.id)
    rows = session.execute(query.order_by(ActorRow.name))
    return [KnownCoordinator(name, frozenset(map(Right, row.rights)), row.added_at) for name, row in rows]


def put(session: Session, name: str, rights: Iterable[Right], now: datetime) -> None:
    """From now on this actor is known, and may do this and no more."""
    actor = get_or_create_actor(session, name)
    session.merge(CoordinatorRow(actor=actor, rights=sorted(rights), added_at=now))


def put_first(session: Session, name: str, now: datetime) -> None:
    """Make this actor known for everything, unless somebody is known."""
    if not coordinators(session):
        put(session, name, Right, now)


def remove(session: Session, name: str) -> bool:
    """From now on this actor is not known. Says whether they were."""
    actor = select(ActorRow.id).where(ActorRow.name == name).scalar_subquery()
    row = session.scalar(select(CoordinatorRow).where(CoordinatorRow.actor == actor))
    if row is None:
        return False
    session.delete(row)
    return True
