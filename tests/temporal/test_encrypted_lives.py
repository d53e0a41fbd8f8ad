"""A Tandem whose payloads are encrypted: a pairing lives as ever, and the server can read none of it."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload, SearchAttributes
from temporalio.api.failure.v1 import Failure
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer

from domain.enums import BOTH, Role, Stage
from domain.errors import BadInput, Refused, Unreachable
from domain.pairing.events import Accept, Attend, BookSession
from ops.replay import replay
from storage.database import Database
from temporal.codec import ENCODING, KEY_ID, EncryptingCodec
from temporal.connection import check_namespace, claim_namespace
from temporal.plugin import WORKFLOWS, tandem_plugin
from temporal.server_setup import register_search_attributes
from tests.living import utc
from tests.replay.corpus import history_of, recorded
from tests.world import World
from worker import working

pytestmark = pytest.mark.server

_OLD, _NEW = {"2026": bytes(32)}, {"2027": bytes(range(32))}
_PATIENCE = 20
"""Seconds for the server to know a namespace everywhere."""


async def _named(world: World, namespace: str, keys: dict[str, bytes] | None) -> Client:
    codec = EncryptingCodec(keys) if keys else None
    return await Client.connect(
        world.settings.embedded_address, namespace=namespace, plugins=[tandem_plugin(codec)]
    )


@pytest.fixture(scope="module")
async def namespace(world: World, database_of_its_own: Database) -> str:
    """One of its own, claimed while the old key was the only one."""
    name = f"namespace-{uuid4().hex[:8]}"
    wanted = RegisterNamespaceRequest(namespace=name)
    wanted.workflow_execution_retention_period.FromTimedelta(timedelta(days=1))
    await world.client.workflow_service.register_namespace(wanted)
    client = await _named(world, name, _OLD)
    async with asyncio.timeout(_PATIENCE):
        while not await _is_claimed(client, database_of_its_own):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await register_search_attributes(client)
    return name


async def _is_claimed(client: Client, database: Database) -> bool:
    try:
        await claim_namespace(client, database.identity())
    except Unreachable:
        return False
    return True


@pytest.fixture(scope="module")
def database_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    found = Database(f"sqlite:///{tmp_path_factory.mktemp('encrypted') / 'tandem.db'}")
    found.upgrade()
    yield found
    found.close()


@asynccontextmanager
async def _at_work(
    world: World, namespace: str, database: Database, keys: dict[str, bytes]
) -> AsyncIterator[World]:
    """A worker and a client that have these keys."""
    client = await _named(world, namespace, keys)
    async with working(client, database, world.settings):
        yield World(world.settings, client, database)


@pytest.fixture(scope="module")
async def lived(world: World, namespace: str, database_of_its_own: Database) -> str:
    """A pairing that began with the old key, and went on when the new one had been put before it."""
    async with _at_work(world, namespace, database_of_its_own, _OLD) as before:
        pairing = await before.begin()
        await before.until(pairing, utc(2027, 6, 15))
        for role in BOTH:
            await before.pairings.update(pairing, Accept(role=role))
    async with _at_work(world, namespace, database_of_its_own, _NEW | _OLD) as after:
        await after.until(pairing, utc(2027, 7, 6, 15, 5))
        for gathering in ("induction", "training"):
            await after.pairings.update(pairing, Attend(gathering=gathering))
        with pytest.raises(Refused, match="has passed; log a session that took place instead"):
            await after.pairings.update(pairing, BookSession(starts=utc(2020, 7, 1), minutes=60))
    return pairing


async def test_a_pairing_lives_as_ever_and_each_partner_is_written_to(
    world: World, namespace: str, database_of_its_own: Database, lived: str
) -> None:
    async with _at_work(world, namespace, database_of_its_own, _NEW | _OLD) as encrypted:
        snapshot = await encrypted.pairings.snapshot(lived)
        told = await encrypted.told(encrypted.pairings.handle(lived))
        assert snapshot
        assert snapshot.stage is Stage.MENTORING
        assert encrypted.pairing(lived).stage is Stage.MENTORING
        assert "Waits for **the pair to book its next session" in told
        assert {letter.role for letter in encrypted.letters(lived)} >= {Role.MENTOR, Role.MENTEE}


async def test_the_server_holds_no_plain_payload_and_no_words_of_a_failure(
    world: World, namespace: str, lived: str
) -> None:
    client = await _named(world, namespace, _NEW | _OLD)
    handle = client.get_workflow_handle(f"pairing-{lived}")
    history = await handle.fetch_history()
    described = (await handle.describe()).raw_description

    payloads = [each for event in history.events for each in _payloads(event)] + [*_payloads(described)]
    failures = [each for event in history.events for each in _messages(event) if isinstance(each, Failure)]
    assert len(payloads) > 20
    assert {each.metadata["encoding"].decode() for each in payloads} == {ENCODING}
    assert {each.metadata[KEY_ID].decode() for each in payloads} == {"2026", "2027"}
    assert {each.message for each in failures} <= {"Encoded failure"}


async def test_open_histories_are_replayed_with_the_keys(world: World, namespace: str, lived: str) -> None:
    client = await _named(world, namespace, _NEW | _OLD)
    replayed = await replay(client, None, None, lambda _: None)
    assert (replayed.workflows, replayed.stand_still) == (1, 0)


async def test_without_the_old_key_a_replay_says_which_one_is_missing(
    world: World, namespace: str, lived: str
) -> None:
    client = await _named(world, namespace, _NEW)
    replayed = await replay(client, None, None, lambda _: None)
    ((_, reason),) = replayed.named
    assert "by the key 2026, which is in no line of TANDEM_CODEC_KEYS_FILE" in reason


@pytest.mark.parametrize("keys", [None, _NEW])
async def test_a_worker_without_the_key_does_not_begin_and_says_which(
    world: World, namespace: str, database_of_its_own: Database, keys: dict[str, bytes] | None
) -> None:
    client = await _named(world, namespace, keys)
    with pytest.raises(BadInput, match="by the key 2026, which is in no line of TANDEM_CODEC_KEYS_FILE"):
        await check_namespace(client, database_of_its_own.identity())


async def test_histories_from_before_are_replayed_as_they_are_without_keys() -> None:
    """Whether each goes on under the code as it is, `tests/replay` says."""
    plain, encrypting = [await _goes_on(codec) for codec in (None, EncryptingCodec(_NEW))]
    assert plain == encrypting
    assert True in encrypting.values()


async def _goes_on(codec: EncryptingCodec | None) -> dict[str, bool]:
    """Of a few of the recorded histories, by their names."""
    replayer = Replayer(workflows=WORKFLOWS, plugins=[tandem_plugin(codec)])
    async with replayer.workflow_replay_iterator(_histories(recorded()[::20])) as results:
        return {result.history.workflow_id: result.replay_failure is None async for result in results}


async def _histories(names: list[str]) -> AsyncIterator[WorkflowHistory]:
    for name in names:
        yield history_of(name)


def _payloads(message: Message) -> Iterator[Payload]:
    return (each for each in _messages(message) if isinstance(each, Payload))


def _messages(message: Message) -> Iterator[Message]:
    """It and all within it; search attributes are plain, or nobody could search for them."""
    if isinstance(message, SearchAttributes):
        return
    yield message
    for _, value in message.ListFields():
        found = value.values() if hasattr(value, "values") else value
        for each in [found] if isinstance(found, Message) else found if isinstance(found, Iterable) else ():
            if isinstance(each, Message):
                yield from _messages(each)
