"""Recording an entry: how a life stands and what happened in it. Doing it twice does it once."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from domain.entry import Entry
from domain.errors import NotFound, Refused
from domain.life import LifeKind
from storage.tables import ApplicationRow, CohortRow, OutcomeRow, PairingRow, Standing

_ROWS: Mapping[LifeKind, type[Standing]] = {
    LifeKind.APPLICATION: ApplicationRow,
    LifeKind.PAIRING: PairingRow,
    LifeKind.COHORT: CohortRow,
}


def record(session: Session, entry: Entry) -> bool:
    """Write down this entry unless it, or a later one, is there already. Says whether it was new.

    Raises NotFound if the store does not know what it is about, Refused if entries before this one are
    missing: this is then not the store in which they have been recorded.
    """
    row = session.get(_ROWS[entry.kind], entry.id, with_for_update=True)
    if row is None:
        raise NotFound(f"The store does not know {entry.kind} {entry.id}.")
    if row.revision >= entry.revision:
        return False
    if row.revision + 1 < entry.revision:
        raise Refused(f"Entries {row.revision + 1} to {entry.revision - 1} of {entry.id} are missing here.")
    row.revision = entry.revision
    for name, value in entry.snapshot.model_dump(mode="json", exclude=_ELSEWHERE).items():
        setattr(row, name, value)
    row.since, row.until = entry.snapshot.since, entry.snapshot.until
    session.add_all(OutcomeRow(life=entry.life, **outcome.model_dump()) for outcome in entry.outcomes)
    return True


_ELSEWHERE = {"since", "until", "sessions_close", "pairings"}
"""What of a snapshot is a moment, or is not kept."""
