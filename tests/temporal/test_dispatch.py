"""Whose turn it is where many letters wait, and over how many connections they go: on a server of its own."""

import asyncio

import pytest

from ops.local.server import temporal_server
from storage.database import Database
from temporal.dispatch import dispatch
from tests.conftest import settings_in
from tests.mail.backlog import CAN_WAIT, NORMAL, URGENT, letters, open_cohorts
from tests.mail.fake_smtp import FakeMailServer
from tests.world import eventually
from worker import working

pytestmark = pytest.mark.server

_FIRST_WRITTEN = (("small", CAN_WAIT, 4), ("big", NORMAL, 40), ("small", NORMAL, 6), ("big", URGENT, 3))
_ALL = sum(count for _, _, count in _FIRST_WRITTEN)


@pytest.fixture(scope="module")
async def delivered(tmp_path_factory: pytest.TempPathFactory) -> FakeMailServer:
    """The mail server when a worker that delivers one letter at a time has come, and gone."""
    settings = settings_in(tmp_path_factory.mktemp("turns"))
    store = Database(settings.store_url)
    async with temporal_server(settings) as client:
        await asyncio.to_thread(store.upgrade)
        open_cohorts(store, "small", "big")
        for cohort, name, count in _FIRST_WRITTEN:
            await dispatch(client, letters(store, cohort, name, count))
        with FakeMailServer() as mail_server:
            one_at_a_time = {"smtp_port": mail_server.port, "mail_connections": 1}
            async with working(client, store, settings.model_copy(update=one_at_a_time)):
                await eventually(lambda: len(mail_server.accepted) == _ALL)
    store.close()
    return mail_server


def _turns(mail_server: FakeMailServer, cohort: str, name: str) -> list[int]:
    """When such letters had their turn, from 0."""
    readers = [reader for _, reader in mail_server.envelopes]
    return [turn for turn, reader in enumerate(readers) if reader == f"{name}@{cohort}.example"]


@pytest.mark.slow
def test_what_is_urgent_goes_first_however_late_it_was_written(delivered: FakeMailServer) -> None:
    # A server that was idle may hand out the first of a backlog before it has read the rest.
    assert max(_turns(delivered, "big", URGENT)) <= 3


def test_what_can_wait_goes_last_however_early_it_was_written(delivered: FakeMailServer) -> None:
    assert _turns(delivered, "small", CAN_WAIT) == list(range(_ALL - 4, _ALL))


def test_a_small_cohort_does_not_wait_until_a_big_one_has_been_served(delivered: FakeMailServer) -> None:
    assert max(_turns(delivered, "small", NORMAL)) < 3 + 2 * 6 + 2


def test_all_of_a_workers_letters_go_over_one_connection_which_it_ends_when_it_stops(
    delivered: FakeMailServer,
) -> None:
    assert delivered.connections == 1
    assert delivered.commands[-1] == "QUIT"
    assert len(set(delivered.accepted)) == len(delivered.accepted) == _ALL
