"""What was told last, in a store that was restored from a copy."""

import pytest

from cli.slips import print_told
from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.pairing.machine import PAIRING
from services.told import told_of
from storage import ledger
from storage.database import Database
from tests.living import accepted, bristol, life_of, lived, utc
from tests.world import written_down

pytestmark = pytest.mark.store


def test_what_the_restored_store_lacks_is_listed_by_its_number_and_day(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    (pairing,) = written_down(database)
    first, *_, last = (
        entry.replace(id=pairing, state=entry.state | {"id": pairing}) for entry in lived(accepted).entries
    )
    with database.begin() as session:
        ledger.record(session, first)
        ledger.catch_up(session, EntityKind.PAIRING, life_of(last), last.snapshot, utc(2027, 7, 1))
        told = told_of(session, EntityKind.PAIRING, PAIRING, pairing)

    assert [(thing.number, thing.outcomes[0].kind) for thing in told] == [
        (3, OutcomeKind.CAUGHT_UP),
        (2, OutcomeKind.CAUGHT_UP),
    ]
    print_told(pairing, told, bristol().zone, ["pairing undo", pairing])
    assert f"Take one back by its number: tandem pairing undo {pairing} 3" in capsys.readouterr().out
