"""Recording an entry: how a pairing stands and what happened to it. Doing it twice does it once."""

from sqlalchemy.orm import Session

from domain.entry import Entry
from domain.errors import NotFound, Refused
from storage.tables import OutcomeRow, PairingRow


def record(session: Session, entry: Entry) -> bool:
    """Write down this entry unless it, or a later one, is there already. Says whether it was new.

    Raises NotFound if the store does not know the pairing, Refused if entries before this one are
    missing: this is then not the store the pairing has been recorded in.
    """
    row = session.get(PairingRow, entry.pairing, with_for_update=True)
    if row is None:
        raise NotFound(f"The store does not know pairing {entry.pairing}.")
    if row.revision >= entry.revision:
        return False
    if row.revision + 1 < entry.revision:
        raise Refused(
            f"Entries {row.revision + 1} to {entry.revision - 1} of {entry.pairing} are missing here."
        )
    row.revision = entry.revision
    for name, value in entry.snapshot.model_dump(mode="json", include=_WORDS).items():
        setattr(row, name, value)
    row.since, row.until = entry.snapshot.since, entry.snapshot.until
    session.add_all(OutcomeRow(pairing=entry.pairing, **o.model_dump()) for o in entry.outcomes)
    return True


_WORDS = {"stage", "reason", "paused", "sessions", "minimum", "waits_for", "concerns"}
