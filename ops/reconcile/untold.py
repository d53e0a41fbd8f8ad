"""What commands have written for the server and nobody has told it yet (`services/relay.py`)."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from domain.entity.entity import is_entity
from ops.reconcile.context import SOON, Context
from ops.reconcile.kinds import Drift, DriftKind
from storage import messages
from workflows.names import cohort_of

_MANY = 10_000


def untold(session: Session, cohort: str | None) -> list[str]:
    """For which lives and letters something waits that should have been told."""
    found = messages.overdue(session, datetime.now(UTC) - SOON, _MANY)
    return sorted(target for target in found if cohort in (None, _cohort(target)))


async def look_at_untold(place: Context, target: str) -> Drift | None:
    """Whether something waits for it still."""
    return Drift(DriftKind.NOT_TOLD, target, _cohort(target)) if await is_untold(place, target) else None


async def is_untold(place: Context, target: str) -> bool:
    return bool(await place.in_store(lambda session: messages.waiting(session, [target])))


def _cohort(target: str) -> str | None:
    """A letter's is not known here."""
    return cohort_of(target) if is_entity(target) else None
