"""Recording an entry: how a pairing stands and what happened to it. Doing it twice does it once."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from domain.entry import Entry
from storage.tables import OutcomeRow, PairingRow


def record(session: Session, entry: Entry) -> bool:
    """Write down this entry unless it, or a later one, is there already. Says whether it was new."""
    snapshot = entry.snapshot.model_dump(exclude={"sessions_close"})
    snapshot["concerns"] = [concern.value for concern in entry.snapshot.concerns]
    fresh = session.execute(
        update(PairingRow)
        .where(PairingRow.id == entry.pairing, PairingRow.revision < entry.revision)
        .values(revision=entry.revision, **snapshot)
    )
    if fresh.rowcount == 0:  # type: ignore[attr-defined]
        return False
    session.add_all(OutcomeRow(pairing=entry.pairing, **o.model_dump()) for o in entry.outcomes)
    return True
