"""A pairing that is over goes on: as a new run of its workflow, from what the store has kept."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.enums import BOTH, CohortStage, Role
from domain.errors import NotFound, Refused, Unreachable
from domain.pairing.due import PairingSnapshot, snapshot
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing
from domain.pairing.start import Reopening, reopening
from domain.suggestion import suggest
from services.context import Context
from services.polling import until_begun
from services.writes import write_and_tell
from storage import messages, queries
from storage.entities import load_entity
from storage.tables.entities import OutcomeRow
from storage.views import PairingView

if TYPE_CHECKING:
    from temporal.client import Pairings

_PATIENCE = 20.0
"""Seconds until a pairing that is reopened should have been recorded."""
_A_LOOK = 2.0
"""Seconds after which it is looked whether its new run is over already."""


async def tell_or_reopen(context: Context, view: PairingView, event: Reopening) -> PairingSnapshot:
    """How it stands once it has been told this, whether it was over or not; told twice, it is done once.
    Raises NotFound, Refused with the reason if it cannot go on, Unreachable."""
    from temporal.client import Pairings

    with context.store() as session:
        signed = context.signed(session, event)
        if closed := why_not_reopened(session, view):
            raise Refused(closed)
    pairings = Pairings(await context.client())
    if view.waits_for is None:
        if before := await _write_beginning(context, view, signed):
            await _until_begun(context, pairings, before, signed)
        if await pairings.is_over(view.id):
            return _as_recorded(context, view.id)
    return await pairings.update(view.id, signed)


def _as_recorded(context: Context, key: str) -> PairingSnapshot:
    """Where it is over still, or once more: nobody answers there."""
    with context.store() as session:
        entity = load_entity(session, EntityKind.PAIRING, key)
        assert isinstance(entity, Pairing)
        return snapshot(entity, queries.pairing(session, key).until)


async def _write_beginning(context: Context, view: PairingView, event: Reopening) -> Pairing | None:
    """Have a new run of it begin from what the store has kept, which is returned; None if there is nothing to
    begin, since it has been told this before."""

    def write(session: Session) -> tuple[Pairing | None, list[str]]:
        entity = load_entity(session, EntityKind.PAIRING, view.id)
        if not isinstance(entity, Pairing):
            raise NotFound(f"Pairing {view.id} never began; nothing has been told of it.")
        now = context.clock()
        if PAIRING.apply(entity, event, now) is entity:  # what is refused is refused before it is written
            return None, []
        messages.start(session, reopening(entity, view.cohort, event), now)
        return entity, [EntityKind.PAIRING.workflow_id(view.id)]

    before, replies = await write_and_tell(context, write)
    for reply in replies:
        reply.check()
    return before


async def _until_begun(context: Context, pairings: "Pairings", before: Pairing, event: Reopening) -> None:
    """Wait until its new run has been recorded. Raises Refused if it could not go on when a worker came to
    it."""

    def count_left() -> int:
        with context.store() as session:
            return int(queries.pairing(session, before.id).revision <= before.revision)

    for _ in range(int(_PATIENCE / _A_LOOK)):
        if not await until_begun(count_left, _A_LOOK):
            return
        if await pairings.is_over(before.id) and count_left():
            PAIRING.apply(before, event, context.clock())
            raise Refused(f"{before.id} stays over: by the rules as they are now it cannot be reopened.")
    raise Unreachable(f"{before.id} is reopened as soon as a worker comes: {suggest('worker')}")


def why_not_reopened(session: Session, view: PairingView) -> str | None:
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
