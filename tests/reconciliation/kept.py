"""Lives that the store has kept, and that the server has never heard of."""

from collections.abc import Iterable

from domain.due import due
from domain.life import LifeKind
from domain.pairing import Pairing
from reconciliation.asking import Listed
from storage import ledger
from storage.database import Database
from tests.living import Life, life_of
from tests.world import written_down


def recorded(database: Database, life: Life, pairs: int) -> dict[str, Listed]:
    """So many in the store, and as the server lists them."""
    ids, until = written_down(database, pairs), due(life.pairing, life.now).standing.until
    record_as(database, life, ids)
    cohort = ids[0].rpartition("-")[0]
    names = {pairing: LifeKind.PAIRING.of(pairing) for pairing in ids}
    return {name: Listed(LifeKind.PAIRING, name, cohort, life.stage.value, until) for name in names.values()}


def record_as(database: Database, life: Life, pairings: Iterable[str]) -> None:
    """What has happened in this life has happened in each of these, as far as the store knows."""
    with database.begin() as session:
        for pairing in pairings:
            for entry in life.entries:
                state = _renamed(life_of(entry), pairing).state
                ledger.record(session, entry.changed(id=pairing, state=state))


def _renamed(pairing: Pairing, key: str) -> Pairing:
    """With its name where its letters and its calendar have it, too: otherwise these would be due anew."""
    return Pairing.model_validate_json(pairing.model_dump_json().replace(f'"{pairing.id}', f'"{key}'))
