"""Nothing is left of whoever is erased: not in the store's bytes, nor the server's, nor in any file; and
neither after yesterday's store was restored."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.application.completeness import beginning
from domain.enums import BOTH, Role, Stage
from domain.pairing.events import Accept
from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from ops.personal_files import personal_files
from ops.reconcile.context import ReconcileContext
from ops.reconcile.erasing import carry_on_erasing
from ops.reconcile.reconcile import Scope, reconcile
from services import people
from services.erasure.erasing import erase, plan_erasure
from settings import Settings
from storage import applications, queries
from storage.database import Database
from storage.tables.people import ErasureRow
from tests.conftest import settings_in
from tests.living import bristol
from tests.services.asking import asking
from tests.services.erasure.canaries import (
    CANARY,
    EMAIL,
    FORMER_EMAIL,
    FORMER_NAME,
    NAME,
    applied,
    canary,
    in_all_corners,
    open_in,
    paired,
    somebody,
)
from tests.sqlite_file import execute
from tests.world import World, start_of, start_pairing
from worker import working

pytestmark = pytest.mark.slow


@asynccontextmanager
async def at_work(settings: Settings) -> AsyncIterator[World]:
    store = Database(settings.store_url)
    store.upgrade()
    async with (
        temporal_server(settings) as client,
        mail_catcher(settings),
        working(client, store, settings),
    ):
        yield World(settings, client, store)
    store.close()


async def _lived(world: World) -> str:
    """A pairing of the canary that has met, and applications that led nowhere."""
    open_in(world.database, "first")
    former = canary(Role.MENTOR, FORMER_NAME, FORMER_EMAIL)
    ids = [applied(world.database, "first", form) for form in (former, somebody("tom", Role.MENTEE))]
    await people.amend(asking(world), FORMER_EMAIL, EMAIL, NAME)
    ids.append(applied(world.database, "first", canary(Role.MENTEE)))
    ids.append(applied(world.database, "first", somebody("zoe", Role.MENTEE)))
    for application in ids:
        await _begun(world, application)
    pairing = paired(world.database, "first")
    in_all_corners(world.database, "first", ids[0], ids[1], pairing, FORMER_EMAIL)
    await start_pairing(world.client, start_of(pairing))
    for role in BOTH:
        await world.pairings.update(pairing, Accept(role=role))
    await world.delivered(pairing)
    return pairing


async def _begun(world: World, application: str) -> None:
    with world.database.begin() as session:
        view = applications.application(session, application)
    await world.applications.begin(
        beginning(application, "first", view.application, bristol(), view.received_at)
    )


async def _carried_on(world: World, until: Callable[[ErasureRow], object]) -> None:
    """As the worker does every minute; here without the minute."""
    context, deadline = (
        ReconcileContext(world.client, world.database),
        asyncio.get_running_loop().time() + 120,
    )
    while not until(_row(world)):
        assert asyncio.get_running_loop().time() < deadline, "it did not come to its end in time"
        await carry_on_erasing(context, personal_files(world.settings))
        await asyncio.sleep(0.1)


def _row(world: World) -> ErasureRow:
    with world.database.begin() as session:
        return session.scalars(select(ErasureRow)).one()


def _hits(home: Path) -> dict[str, int]:
    """In which files the canary is, and how often."""
    files = [file for file in home.rglob("*") if file.is_file()]
    found = {file.name: file.read_bytes().lower().count(CANARY.encode()) for file in files}
    return {name: many for name, many in found.items() if many}


async def test_nothing_is_left_and_nothing_comes_back(tmp_path: Path) -> None:
    settings, yesterday = settings_in(tmp_path / "home"), tmp_path / "yesterday.db"
    async with at_work(settings) as world:
        pairing = await _lived(world)
        execute(settings.home / "tandem.db", f"VACUUM INTO '{yesterday}'")
        assert len(_hits(settings.home)) > 3

        outside = personal_files(settings)
        planned = plan_erasure(asking(world), EMAIL, outside)
        assert planned.ends.pairings == [pairing]
        assert {"people", "applications", "letters", "files"} <= {place.place for place in planned.places}
        await erase(asking(world), EMAIL, outside)
        await world.player.to_the_end(world.pairings, pairing)  # their partner is told an hour later
        await _carried_on(world, lambda row: row.compacted_at)

        assert _hits(settings.home) == {}
        await _carried_on(world, lambda row: row.done_at)  # the server takes half a minute for it
        assert [run async for run in world.client.list_workflows() if run.id in _row(world).workflows] == []
        ended = world.pairing(pairing)
        assert (ended.stage, ended.mentor.name) == (Stage.ENDED, "Erased person")
        told = {letter.name for letter in world.letters(pairing) if letter.role is Role.MENTEE}
        assert "partner_left" in told

    shutil.copy(yesterday, settings.home / "tandem.db")
    assert _hits(settings.home).keys() == {"tandem.db"}
    async with at_work(settings) as world:
        scope = Scope(fix=True, thorough=True, sure=True, outside=personal_files(settings))
        found = await reconcile(asking(world), scope)
        assert "erased_is_back" in {drift.kind.value for drift in found.mended}
        await carry_on_erasing(ReconcileContext(world.client, world.database), personal_files(settings))
        await world.player.to_the_end(world.pairings, pairing)
        await _carried_on(world, lambda row: row.compacted_at)

        assert _hits(settings.home) == {}
        with world.database.begin() as session:
            assert queries.pairing(session, pairing).mentor.name == "Erased person"
        assert (await reconcile(asking(world), scope)).left == []
