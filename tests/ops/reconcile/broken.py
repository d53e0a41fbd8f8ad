"""Ways in which a store and a server come apart, made for real."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update

from domain.cohort.events import Approve
from domain.programme.programme import Programme
from ops.reconcile.drift import find_drift
from ops.reconcile.kinds import Drift, DriftKind
from ops.reconcile.repair import repair
from storage.tables.entities import CohortRow, EntryRow, OutcomeRow, PairingRow
from storage.tables.letters import LetterRow
from temporal.client import start_digest
from tests.living import bristol
from tests.world import World, eventually
from tests.worlds import all_begun, open_cohort, pairings_of

_ABOUT_LIVES = (EntryRow, OutcomeRow, LetterRow)
_LIFE_TABLES: Mapping[str, Any] = {"pairing": PairingRow, "cohort": CohortRow}


async def running(world: World, programme: Programme | None = None, pairs: int = 1) -> tuple[str, str]:
    """The keys of a new cohort that is well, and of its first pairing, both begun."""
    key = await open_cohort(world, programme or bristol(), pairs=pairs)
    await start_digest(world.client, key, "Europe/London")
    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key))
    return key, pairings_of(world, key)[0].id


async def drift_in(world: World, cohort: str, thorough: bool = False) -> list[tuple[DriftKind, str]]:
    found = await find_drift(world.client, world.database, cohort, thorough)
    return [(drift.kind, drift.id) for drift in found]


async def comes_to(world: World, cohort: str, *kinds: DriftKind, thorough: bool = False) -> list[Drift]:
    """What differs in this cohort, once these kinds of drift do: the server's listing lags."""
    deadline = asyncio.get_running_loop().time() + 10
    while True:
        found = await find_drift(world.client, world.database, cohort, thorough)
        if sorted(drift.kind for drift in found) == sorted(kinds):
            return found
        assert asyncio.get_running_loop().time() < deadline, found
        await asyncio.sleep(0.05)


async def anywhere(world: World, about: Callable[[Drift], bool]) -> list[Drift]:
    """What differs, of all cohorts or of none, once something like this does."""
    deadline = asyncio.get_running_loop().time() + 10
    while True:
        found = [drift for drift in await find_drift(world.client, world.database) if about(drift)]
        if found:
            return found
        assert asyncio.get_running_loop().time() < deadline, "it was not found in time"


async def mended(world: World, cohort: str, *kinds: DriftKind, thorough: bool = False) -> None:
    """These kinds of drift, and no others, are found, mended and found no more."""
    found = await comes_to(world, cohort, *kinds, thorough=thorough)
    assert await repair(world.client, world.database, found) == found
    await comes_to(world, cohort, thorough=thorough)


class Copy:
    """A copy of what the store says about one life, to be put back later: an older backup."""

    def __init__(self, world: World, entity: str) -> None:
        self._world, self._life = world, entity
        kind, _, key = entity.partition("-")
        self._row = _LIFE_TABLES[kind]
        self._is_it = (self._row.key if kind == "cohort" else self._row.id) == key
        self._about = {table: table.workflow_id == entity for table in _ABOUT_LIVES}
        with world.database.begin() as session:
            self._kept = {
                table: [dict(row) for row in session.execute(select(table.__table__).where(which)).mappings()]
                for table, which in (self._about | {self._row: self._is_it}).items()
            }

    def put_back(self) -> None:
        with self._world.database.begin() as session:
            for table, which in self._about.items():
                session.execute(delete(table).where(which))
                if self._kept[table]:
                    session.execute(insert(table), self._kept[table])
            session.execute(update(self._row).where(self._is_it).values(**self._kept[self._row][0]))


async def terminated(world: World, entity: str) -> None:
    """Its workflow is lost."""
    await world.client.get_workflow_handle(entity).terminate()


def forgotten(world: World, pairing: str) -> None:
    """The store is of a time before there was this pairing."""
    entity = f"pairing-{pairing}"
    with world.database.begin() as session:
        for table in _ABOUT_LIVES:
            session.execute(delete(table).where(table.workflow_id == entity))
        session.execute(delete(PairingRow).where(PairingRow.id == pairing))
