"""Who gives commands: names stay in the store, Temporal and outcomes carry ids."""

from collections.abc import Iterable, Mapping
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import ActorRow


def get_or_create_actor(session: Session, name: str) -> str:
    """The opaque id of whoever has this name, who is written down if new."""
    found = session.scalar(select(ActorRow.id).where(ActorRow.name == name))
    if found is not None:
        return found
    actor = ActorRow(id=uuid4().hex, name=name)
    session.add(actor)
    session.flush()
    return actor.id


def names_of(session: Session, ids: Iterable[str | None]) -> Mapping[str, str]:
    """The names of these actors by their ids."""
    query = select(ActorRow.id, ActorRow.name).where(ActorRow.id.in_({each for each in ids if each}))
    return dict(iter(session.execute(query)))
