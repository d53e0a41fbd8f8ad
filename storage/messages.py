"""The outbox of commands: what the Temporal server is still to be told of what they have changed here.

A message is written in the transaction of the change that it is about, and goes when it has been told
(`services/relay.py`), whoever does that.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import uuid4

from pydantic import TypeAdapter
from sqlalchemy import delete, func, literal, select
from sqlalchemy.orm import Session

from domain.application.application import ApplicationStart
from domain.application.events import ApplicationEvent
from domain.cohort.cohort import CohortStart
from domain.cohort.events import CohortEvent
from domain.entity.entity import EntityKind
from domain.pairing.events import PairingEvent
from domain.pairing.start import PairingStart
from domain.programme.programme import Programme
from domain.value import Value
from storage import cohorts
from storage.tables.entities import PairingRow
from storage.tables.server import MessageRow

_A_FEW = 500


class MessageKind(StrEnum):
    START = "start"
    """A workflow is started, unless it has begun."""
    UPDATE = "update"
    """It is told something that its rules may refuse."""
    SIGNAL = "signal"
    """It is told something; one that is over hears nothing."""
    DELIVER = "deliver"
    """A letter goes now, however long it was to wait."""


class Message(NamedTuple):
    number: int
    id: str
    target: str
    kind: MessageKind
    content: dict[str, Any]
    undo: dict[str, Any] | None

    @property
    def workflow_id(self) -> tuple[EntityKind, str]:
        """Whose, if it is for a workflow: its kind and its key."""
        kind, _, key = self.target.partition("-")
        return EntityKind(kind), key

    @property
    def start(self) -> Any:
        """What the workflow is started with."""
        return _STARTS[self.workflow_id[0]].validate_python(self.content)

    @property
    def event(self) -> Any:
        """What it is told."""
        return _EVENTS[self.workflow_id[0]].validate_python(self.content)


_STARTS: Mapping[EntityKind, TypeAdapter[Any]] = {
    EntityKind.APPLICATION: TypeAdapter(ApplicationStart),
    EntityKind.COHORT: TypeAdapter(CohortStart),
    EntityKind.PAIRING: TypeAdapter(PairingStart),
}
_EVENTS: Mapping[EntityKind, TypeAdapter[Any]] = {
    EntityKind.APPLICATION: TypeAdapter(ApplicationEvent),
    EntityKind.COHORT: TypeAdapter(CohortEvent),
    EntityKind.PAIRING: TypeAdapter(PairingEvent),
}


def start(session: Session, start: ApplicationStart | CohortStart | PairingStart, now: datetime) -> Message:
    """This application or cohort is to begin, or this pairing to begin again."""
    match start:
        case CohortStart():
            target = EntityKind.COHORT.workflow_id(start.cohort)
        case PairingStart():
            target = EntityKind.PAIRING.workflow_id(start.pairing)
        case _:
            target = EntityKind.APPLICATION.workflow_id(start.application)
    return _put(session, target, MessageKind.START, start, now)


def update(
    session: Session,
    workflow_id: str,
    event: Value,
    now: datetime,
    undo: tuple[Programme, Programme] | None = None,
) -> Message:
    """This workflow is to be told this event. `undo`: the cohort's programme before and after the change,
    which is put back if the event is refused."""
    return _put(session, workflow_id, MessageKind.UPDATE, event, now, undo)


def signal(session: Session, workflow_id: str, event: Value, now: datetime) -> Message:
    """This workflow is to hear this event, if it is not over."""
    return _put(session, workflow_id, MessageKind.SIGNAL, event, now)


def deliver(session: Session, letter: str, now: datetime) -> Message:
    """This letter is to go now."""
    return _put(session, letter, MessageKind.DELIVER, None, now)


def waiting(session: Session, targets: Collection[str]) -> list[Message]:
    """What these are still to be told, in its order."""
    asked, found = sorted(set(targets)), list[Message]()
    for first in range(0, len(asked), _A_FEW):
        some = select(MessageRow).where(MessageRow.target.in_(asked[first : first + _A_FEW]))
        found += [_message(row) for row in session.scalars(some)]
    return sorted(found)


def waiting_for_pairings(session: Session, cohort: str) -> list[tuple[str, PairingEvent]]:
    """What pairings of this cohort are still to be told, each with its pairing, in its order."""
    prefix = EntityKind.PAIRING.workflow_id("")
    theirs = select(literal(prefix) + PairingRow.id).where(PairingRow.cohort == cohort)
    query = select(MessageRow).where(MessageRow.target.in_(theirs), MessageRow.kind == MessageKind.UPDATE)
    found = map(_message, session.scalars(query.order_by(MessageRow.number)))
    return [(message.workflow_id[1], message.event) for message in found]


def overdue(
    session: Session, written_before: datetime, most: int, but_not: Collection[str] = ()
) -> list[str]:
    """So many of the targets for which something has waited since before this moment; `but_not`: these. The
    latest come first: what has waited for long may wait for something that is broken."""
    latest = func.max(MessageRow.number).desc()
    query = (
        select(MessageRow.target).where(MessageRow.written_at < written_before).group_by(MessageRow.target)
    )
    found = session.scalars(query.order_by(latest).limit(most + len(but_not)))
    return [target for target in found if target not in but_not][:most]


def told(session: Session, message: Message) -> None:
    """It has been told, and is over."""
    session.execute(delete(MessageRow).where(MessageRow.number == message.number))


def refused(session: Session, message: Message) -> None:
    """It is over, and the change of dates that it was about is put back, unless somebody else has changed
    them since."""
    told(session, message)
    if message.undo is None:
        return
    _, key = message.workflow_id
    before, after = (Programme.model_validate(message.undo[when]) for when in ("before", "after"))
    if cohorts.to_change(session, key).programme == after:
        cohorts.change_programme(session, key, before)


def _put(
    session: Session,
    target: str,
    kind: MessageKind,
    content: Value | None,
    now: datetime,
    undo: tuple[Programme, Programme] | None = None,
) -> Message:
    row = MessageRow(
        id=uuid4().hex,
        target=target,
        kind=kind,
        content=content.model_dump(mode="json") if content else {},
        written_at=now,
        undo=dict(zip(("before", "after"), map(cohorts.stored, undo), strict=True)) if undo else None,
    )
    session.add(row)
    session.flush()
    return _message(row)


def _message(row: MessageRow) -> Message:
    return Message(row.number, row.id, row.target, MessageKind(row.kind), row.content, row.undo)
