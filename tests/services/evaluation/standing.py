"""Pairings in the store that stand where one in memory stands, with nobody at work."""

from domain.entity.entity import EntityKind
from domain.pairing.due import snapshot
from storage import ledger
from storage.database import Database
from tests.factories import SimulatedPairing
from tests.world import written_down


def standing(database: Database, pairing: SimulatedPairing) -> str:
    """The id of one that stands so."""
    (key,) = written_down(database)
    entity = pairing.pairing.replace(id=key)
    with database.begin() as session:
        ledger.catch_up(
            session,
            EntityKind.PAIRING,
            entity,
            snapshot(entity, None).model_copy(update={"waits_for": None}),
            pairing.now,
        )
    return key
