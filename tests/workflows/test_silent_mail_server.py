"""A mail server that takes a call and then says nothing."""

import asyncio
import socket
from pathlib import Path

import pytest

from domain.enums import BOTH, Stage
from domain.letter.states import LetterState
from domain.pairing.events import Accept
from ops.local.server import temporal_server
from storage.database import Database
from tests.conftest import settings_in
from tests.living import utc
from tests.world import World, eventually
from worker import working

pytestmark = [pytest.mark.server, pytest.mark.slow]

_BEING_TRIED = {LetterState.CLAIMED, LetterState.PENDING}


async def test_a_pairing_never_waits_for_a_mail_server_that_hangs(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    store = Database(settings.store_url)
    async with temporal_server(settings) as client:
        await asyncio.to_thread(store.upgrade)
        silent = socket.create_server(("127.0.0.1", settings.smtp_port))
        async with working(client, store, settings):
            world = World(settings, client, store)
            pairing = await world.begin()
            await world.until(pairing, utc(2027, 6, 15))
            await eventually(lambda: LetterState.CLAIMED in _states(world, pairing))

            for role in BOTH:
                await world.pairings.update(pairing, Accept(role=role))

            assert world.pairing(pairing).stage is Stage.INDUCTION
            assert len(world.letters(pairing)) > 2
            assert _states(world, pairing) <= _BEING_TRIED
            silent.close()
    store.close()


def _states(world: World, pairing: str) -> set[str]:
    return {letter.state for letter in world.letters(pairing)}
