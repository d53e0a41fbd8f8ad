"""Coordinators: actors who are known, and what they may do."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.rights import Right
from storage.people import get_or_create_actor
from storage.tables.audit import ActorRow, CoordinatorRow


class KnownCoordinator(NamedTuple):
    actor: str
    """The opaque id."""
    name: str
    rights: frozenset[Right]
    added_at: datetime


def coordinators(session: Session) -> list[KnownCoordinator]:
    """By name."""
    query = select(ActorRow.name, CoordinatorRow).join(CoordinatorRow, CoordinatorRow.actor == ActorRow.id)
    rows = session.execute(query.order_by(ActorRow.name))
    return [
        KnownCoordinator(row.actor, name, frozenset(map(Right, row.rights)), row.added_at)
        for name, row in rows
    ]


def put(session: Session, name: str, rights: Iterable[Right], now: datetime) -> None:
    """From now on this actor is known, and may do this and no more."""
    actor = get_or_create_actor(session, name)
    session.merge(CoordinatorRow(actor=actor, rights=sorted(rights), added_at=now))


def put_first(session: Session, name: str, now: datetime) -> None:
    """Make this actor known for everything, unless somebody is known."""
    if not coordinators(session):
        put(session, name, Right, now)


def remove(session: Session, name: str) -> KnownCoordinator | None:
    """From now on this actor is not known. Who it was; None if nobody."""
    known = next((each for each in coordinators(session) if each.name == name), None)
    if known:
        session.delete(session.get_one(CoordinatorRow, known.actor))
    return known
