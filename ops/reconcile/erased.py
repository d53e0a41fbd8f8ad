"""Whoever is in the list of erasures, and in the store all the same, as after a restore."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from ops.reconcile.context import ReconcileContext
from ops.reconcile.kinds import Drift, DriftKind
from services.erasure.ledger import ErasureLedger
from storage.erasing import erasures
from storage.erasing.returned import people_with_their_latest

_PREFIX = "person-"


async def erased_who_are_back(context: ReconcileContext) -> list[str]:
    """The ids of the people. Raises Refused if the list cannot be read."""
    ledger = context.outside.ledger if context.outside else None
    return await context.in_store(lambda session: _back(session, ledger)) if ledger else []


async def look_at_erased(context: ReconcileContext, person: str) -> Drift | None:
    there = await erased_who_are_back(context)
    return Drift(DriftKind.ERASED_IS_BACK, f"{_PREFIX}{person}", None) if person in there else None


async def erase_again(context: ReconcileContext, drift: Drift) -> bool:
    """It is asked for again; a worker carries it out, since what goes on has to end first."""
    person = drift.id.removeprefix(_PREFIX)
    await context.in_store(lambda session: erasures.ask(session, person, datetime.now(UTC)))
    return True


def _back(session: Session, ledger: ErasureLedger) -> list[str]:
    """By their id; or by their address, unless they have applied since."""
    lines = ledger.lines()
    if not lines:
        return []
    by_id, by_digest = {line.person for line in lines}, {line.digest: line.at for line in lines}
    asked, found = erasures.asked_for(session), list[str]()
    for person, email, latest in people_with_their_latest(session):
        at = by_digest.get(ledger.digest(email)) if ledger.has_key else None
        is_old = at is not None and latest is not None and latest <= at
        if person not in asked and (person in by_id or is_old):
            found.append(person)
    return found
