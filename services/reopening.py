"""A pairing that is over goes on: as a new run of its workflow, from what the store has kept."""

from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.enums import BOTH, CohortStage, Role
from domain.errors import NotFound, Refused, Unreachable
from domain.pairing.due import PairingSnapshot
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

_PATIENCE = 20.0
"""Seconds until a pairing that is reopened should have been recorded."""


async def tell_or_reopen(context: Context, view: PairingView, event: Reopening) -> PairingSnapshot:
    """How it stands once it has been told this, whether it was over or not; told twice, it is done once.
    Raises NotFound, Refused with the reason if it cannot go on, Unreachable."""
    from temporal.client import Pairings

    with context.store() as session:
        signed = context.signed(session, event)
        if closed := why_not_reopened(session, view):
            raise Refused(closed)
    if view.waits_for is None:
        await _begin_again(context, view, signed)
    return await Pairings(await context.client()).update(view.id, signed)


async def _begin_again(context: Context, view: PairingView, event: Reopening) -> None:
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
