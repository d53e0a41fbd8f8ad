"""What was told of a pairing by mistake: what can be taken back, and taking it back."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind, TakeBack
from domain.enums import BOTH, CohortStage, Role
from domain.errors import NotFound, Refused, Unreachable
from domain.pairing.due import PairingSnapshot
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing
from domain.pairing.start import reopening
from domain.programme.programme import Programme
from domain.suggestion import suggest
from services.beginning import until_begun
from services.context import Context
from services.pairings import UpdatedPairing
from services.told import ToldThing, told_of
from services.writes import write_and_tell
from storage import messages, queries
from storage.entities import load_entity
from storage.tables import OutcomeRow
from storage.views import PairingView

_PATIENCE = 20.0
"""Seconds until a pairing that is reopened should have been recorded."""


class LastTold(NamedTuple):
    pairing: PairingView
    programme: Programme
    told: Sequence[ToldThing]
    """The latest first."""


def last_told(context: Context, pairing: str) -> LastTold:
    """The last things told of this pairing, and which of them can be taken back. Raises NotFound."""
    with context.store() as session:
        view = queries.pairing(session, pairing)
        programme = queries.cohort(session, view.cohort).programme
        closed = _why_not_reopened(session, view)
        told = told_of(session, EntityKind.PAIRING, PAIRING, view.id, closed)
        return LastTold(view, programme, told)


async def undo(context: Context, pairing: str, number: int) -> UpdatedPairing:
    """Take back what was told of this pairing under this number, as if it had never been told; a pairing that
    is over begins again. Raises NotFound, Refused with the reason if it cannot be taken back, Unreachable."""
    with context.store() as session:
        view = queries.pairing(session, pairing)
        programme = queries.cohort(session, view.cohort).programme
        event = context.signed(session, TakeBack(number=number))
        if closed := _why_not_reopened(session, view):
            raise Refused(closed)
    if view.waits_for is None:
        await _reopen(context, view, event)
    snapshot = await _snapshot(context, view, event)
    return UpdatedPairing(view, snapshot, programme)


async def _snapshot(context: Context, view: PairingView, event: TakeBack) -> PairingSnapshot:
    """How it stands with that taken back; told twice, it is done once."""
    from temporal.client import Pairings

    return await Pairings(await context.client()).update(view.id, event)


async def _reopen(context: Context, view: PairingView, event: TakeBack) -> None:
    """Begin a new run of it from what the store has kept, and wait until that has been recorded."""
    workflow_id = EntityKind.PAIRING.workflow_id(view.id)

    def write(session: Session) -> tuple[int, list[str]]:
        entity = load_entity(session, EntityKind.PAIRING, view.id)
        if not isinstance(entity, Pairing):
            raise NotFound(f"Pairing {view.id} never began; nothing has been told of it.")
        now = context.clock()
        PAIRING.apply(entity, event, now)  # refused before anything is written
        messages.start(session, reopening(entity, view.cohort, event), now)
        return entity.revision, [workflow_id]

    before, replies = await write_and_tell(context, write)
    for reply in replies:
        reply.check()

    def count_left() -> int:
        with context.store() as session:
            return int(queries.pairing(session, view.id).revision <= before)

    if await until_begun(count_left, _PATIENCE):
        raise Unreachable(f"{view.id} is reopened as soon as a worker comes: {suggest('worker')}")


def _why_not_reopened(session: Session, view: PairingView) -> str | None:
    """Why a pairing that is over stays so, whatever was told by mistake; None: it may go on."""
    if view.stage.is_open:
        return None
    if queries.cohort(session, view.cohort).stage is CohortStage.ENDED:
        return f"Cohort {view.cohort} is over, and so is every pairing in it."
    for role in BOTH:
        if other := _partner_since(session, view, role):
            first = suggest("pairing end", other.id)
            name = view.person(role).name
            return f"{name} has another partner since ({other.id}). If that is the mistake, end it: {first}"
    return None


def _partner_since(session: Session, view: PairingView, role: Role) -> PairingView | None:
    """An open pairing of this partner, in this role, that was made when this one was over."""
    for other in queries.pairings(session, view.cohort):
        theirs = other.id != view.id and other.person(role).id == view.person(role).id
        if theirs and other.stage.is_open and _made_at_or_after(session, other, view):
            return other
    return None


def _made_at_or_after(session: Session, other: PairingView, view: PairingView) -> bool:
    key = (EntityKind.PAIRING.workflow_id(other.id), 1)
    proposed = session.get(OutcomeRow, key)
    return proposed is None or proposed.at >= view.since
