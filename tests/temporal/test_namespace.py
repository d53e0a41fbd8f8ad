"""A namespace is of one store: whatever somebody mixes up, no life of one is told, mended or recorded by
another. The ids are the same in both."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from cli.main import run
from domain.errors import Refused, Unreachable
from storage.database import Database
from temporal.connection import SENTINEL, check_namespace, claim_namespace
from tests.world import World

pytestmark = [pytest.mark.server, pytest.mark.slow]

_ENOUGH = 8
_PATIENCE = 20
"""Seconds for the server to know a namespace everywhere."""
BELONGS = "of the Temporal server belongs to another store than this one. Nothing was changed: check TANDEM_"


@pytest.fixture(scope="module")
async def namespaces(world: World) -> list[Client]:
    """Enough for every test here. The server takes seconds to know a namespace, however many there are."""
    made = [await _registered(world) for _ in range(_ENOUGH)]
    async with asyncio.timeout(_PATIENCE):
        while not all([await _is_known(client) for client in made]):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return made


async def _registered(world: World) -> Client:
    wanted = RegisterNamespaceRequest(namespace=f"namespace-{uuid4().hex[:8]}")
    wanted.workflow_execution_retention_period.FromTimedelta(timedelta(days=1))
    while not await _is_made(world, wanted):
        pass
    return Client(world.client.service_client, namespace=wanted.namespace)


async def _is_made(world: World, wanted: RegisterNamespaceRequest) -> bool:
    """The server gives up where its SQLite keeps it waiting, and may have made it all the same."""
    try:
        await world.client.workflow_service.register_namespace(wanted)
    except RPCError as answer:
        if answer.status not in (RPCStatusCode.CANCELLED, RPCStatusCode.ALREADY_EXISTS):
            raise
        return answer.status is RPCStatusCode.ALREADY_EXISTS
    return True


@pytest.fixture
def namespace(namespaces: list[Client]) -> Client:
    """A namespace of its own, that belongs to nobody."""
    return namespaces.pop()


async def _is_known(client: Client) -> bool:
    try:
        await check_namespace(client, "anybody")
    except Unreachable:
        return False
    return True


async def test_the_first_worker_makes_it_its_stores_and_a_restored_store_has_the_same_id(
    namespace: Client,
) -> None:
    for _ in range(2):
        await claim_namespace(namespace, "ours")
    await check_namespace(namespace, "ours")

    with pytest.raises(Refused, match=BELONGS):
        await claim_namespace(namespace, "theirs")
    with pytest.raises(Refused, match=BELONGS):
        await check_namespace(namespace, "theirs")


async def test_of_two_first_workers_one_goes_on(namespace: Client) -> None:
    stores = ("ours", "theirs")
    ended = await asyncio.gather(
        *(claim_namespace(namespace, store) for store in stores), return_exceptions=True
    )
    assert [type(each) for each in ended if each] == [Refused]


async def test_a_command_leaves_it_as_it_is(namespace: Client) -> None:
    await check_namespace(namespace, "ours")
    await check_namespace(namespace, "theirs")


async def test_what_says_so_never_runs(namespace: Client) -> None:
    await claim_namespace(namespace, "ours")
    found = await namespace.get_schedule_handle(SENTINEL).describe()
    assert found.schedule.state.paused
    assert found.info.next_action_times == []


@pytest.fixture
async def wrong(
    world: World, namespace: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[str]:
    """What is said in this environment: its namespace is another store's."""
    await claim_namespace(namespace, "theirs")
    store = Database(f"sqlite:///{tmp_path / 'tandem.db'}")
    store.upgrade()
    monkeypatch.setenv("TANDEM_HOME", str(tmp_path))
    monkeypatch.setenv("TANDEM_TEMPORAL_PORT", str(world.settings.temporal_port))
    monkeypatch.setenv("TEMPORAL_NAMESPACE", namespace.namespace)
    yield f"Namespace {namespace.namespace} {BELONGS}"
    store.close()


async def test_a_worker_of_another_store_does_not_begin(wrong: str) -> None:
    worker = [sys.executable, "-m", "cli.main", "worker"]
    ended = await asyncio.to_thread(subprocess.run, worker, capture_output=True, text=True, timeout=60)

    assert ended.returncode == 1
    assert wrong in ended.stderr


@pytest.mark.parametrize(
    "command",
    [
        "reconcile --fix --yes",
        "cohort open bristol-2021 --key next --starting 2027-06-14",
        "mail start",
    ],
)
async def test_a_command_of_another_store_does_nothing(
    wrong: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await asyncio.to_thread(run, command.split()) == 1
    assert wrong in capsys.readouterr().err
