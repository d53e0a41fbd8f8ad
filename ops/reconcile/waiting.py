"""What waits in the store to be done on the server: letters, and what commands have written for workflows."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.entity.entity import is_entity
from domain.letter.machine import FOUND
from domain.letter.states import ON_THEIR_WAY
from ops.reconcile.context import SOON, ReconcileContext
from ops.reconcile.kinds import Drift, DriftKind
from ops.reconcile.server import deliveries, how_delivered, latest_run
from storage import messages
from storage.tables.letters import LetterRow
from workflows.names import cohort_of

_MANY = 10_000


async def undelivered(context: ReconcileContext, cohort: str | None) -> list[str]:
    """The ids of the letters that wait, and of which the server lists no delivery."""
    query = select(LetterRow.id).where(LetterRow.state.in_(ON_THEIR_WAY))
    here = query if cohort is None else query.where(LetterRow.cohort == cohort)
    delivered = await deliveries(context.client)
    return sorted(set(await context.in_store(lambda session: session.scalars(here).all())) - delivered)


def count_on_their_way(session: Session) -> int:
    """How many letters somebody should be delivering."""
    return session.scalar(select(func.count()).where(LetterRow.state.in_(ON_THEIR_WAY))) or 0


async def look_at_letter(context: ReconcileContext, letter: str) -> Drift | None:
    """Whether this letter waits for a delivery that does not come."""
    is_running, ended_as = await how_delivered(context.client, letter)
    row = await context.in_store(lambda session: session.get(LetterRow, letter))
    if is_running or row is None or row.state not in ON_THEIR_WAY:
        return None
    run = await latest_run(context.client, row.workflow_id)
    if run and run.is_running and run.is_busy:
        return None  # whoever wrote the letter may be just about to hand it over
    if ended_as in FOUND and not row.asked_for:
        return Drift(DriftKind.LETTER_DONE, letter, row.cohort, ended_as=ended_as)
    return Drift(DriftKind.LETTER_UNATTENDED, letter, row.cohort)


async def untold(context: ReconcileContext, cohort: str | None) -> list[str]:
    """For which workflows and letters something waits that should have been told."""
    before = datetime.now(UTC) - SOON
    found = await context.in_store(lambda session: messages.overdue(session, before, _MANY))
    return sorted(target for target in found if cohort in (None, _cohort(target)))


async def look_at_untold(context: ReconcileContext, target: str) -> Drift | None:
    """Whether something waits for it still."""
    if await context.in_store(lambda session: messages.waiting(session, [target])):
        return Drift(DriftKind.NOT_TOLD, target, _cohort(target))
    return None


def _cohort(target: str) -> str | None:
    """A letter's is not known here."""
    return cohort_of(target) if is_entity(target) else None
