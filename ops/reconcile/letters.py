"""Letters that wait in the store, and their deliveries on the server."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.letter.machine import FOUND
from domain.letter.states import ON_THEIR_WAY
from ops.reconcile.context import Context
from ops.reconcile.kinds import Drift, DriftKind
from ops.reconcile.server import how_delivered, latest_run
from storage.tables import LetterRow

_A_FEW = 500


def on_their_way(session: Session, cohort: str | None) -> set[str]:
    """The ids of the letters that somebody should be delivering."""
    query = select(LetterRow.id).where(LetterRow.state.in_(ON_THEIR_WAY))
    return set(session.scalars(query if cohort is None else query.where(LetterRow.cohort == cohort)))


def count_on_their_way(session: Session) -> int:
    """How many letters somebody should be delivering."""
    return session.scalar(select(func.count()).where(LetterRow.state.in_(ON_THEIR_WAY))) or 0


def not_there(session: Session, letters: set[str]) -> set[str]:
    """Those of these letters that the store does not know."""
    asked, known = sorted(letters), set[str]()
    for first in range(0, len(asked), _A_FEW):
        some = asked[first : first + _A_FEW]
        known |= set(session.scalars(select(LetterRow.id).where(LetterRow.id.in_(some))))
    return letters - known


async def look_at_letter(place: Context, letter: str) -> Drift | None:
    """Whether this letter waits for a delivery that does not come."""
    is_running, ended_as = await how_delivered(place.client, letter)
    if is_running:
        return None
    found = await place.in_store(lambda session: _waiting(session, letter))
    if found is None:
        return None
    workflow_id, cohort, asked_for = found
    run = await latest_run(place.client, workflow_id)
    if run and run.is_running and run.is_busy:
        return None  # whoever wrote the letter may be just about to hand it over
    if ended_as in FOUND and not asked_for:
        return Drift(DriftKind.LETTER_DONE, letter, cohort, ended_as=ended_as)
    return Drift(DriftKind.LETTER_UNATTENDED, letter, cohort)


async def look_at_delivery(place: Context, letter: str) -> Drift | None:
    """Whether a delivery goes on of a letter that the store does not know."""
    is_running, _ = await how_delivered(place.client, letter)
    if not is_running:
        return None
    unknown = await place.in_store(lambda session: not_there(session, {letter}))
    if unknown:
        return Drift(DriftKind.LETTER_UNKNOWN, letter, None)
    return None


def _waiting(session: Session, letter: str) -> tuple[str, str, bool] | None:
    row = session.get(LetterRow, letter)
    return (row.workflow_id, row.cohort, row.asked_for) if row and row.state in ON_THEIR_WAY else None
