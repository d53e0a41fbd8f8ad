"""Lives that the store has kept, and that the server has never heard of."""

from collections.abc import Iterable

from domain.entity.entity import EntityKind
from domain.pairing.pairing import Pairing
from storage import ledger
from storage.database import Database
from tests.living import Life, life_of
from tests.world import written_down


def recorded(database: Database, entity: Life, pairs: int) -> list[str]:
    """The ids of the workflows of so many pairings in the store."""
    ids = written_down(database, pairs)
    record_as(database, entity, ids)
    return [EntityKind.PAIRING.workflow_id(pairing) for pairing in ids]


def record_as(database: Database, entity: Life, pairings: Iterable[str]) -> None:
    """What has happened in this life has happened in each of these, as far as the store knows."""
    with database.begin() as session:
        for pairing in pairings:
            for entry in entity.entries:
                state = _renamed(life_of(entry), pairing).state
                ledger.record(session, entry.replace(id=pairing, state=state))


def _renamed(pairing: Pairing, key: str) -> Pairing:
    """With its name where its letters and its calendar have it, too: otherwise these would be due anew."""
    return Pairing.model_validate_json(pairing.model_dump_json().replace(f'"{pairing.id}', f'"{key}'))
