"""Two builds on one server as a worker deployment: lives go to the new one by percent, and back at a word.

As docs/operations/deploying.md has it, with the same commands.
"""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from temporalio.api.enums.v1 import EventType, RoutingConfigUpdateState, WorkflowTaskFailedCause
from temporalio.api.workflowservice.v1 import DescribeWorkerDeploymentRequest

from domain.entity.entity import digest_id
from domain.enums import BOTH, Stage
from domain.letter.states import LetterState
from domain.pairing.events import Accept, Pause, Resume
from ops.local.catcher import mail_catcher
from ops.local.server import temporal_binary, temporal_server
from settings import Settings
from storage.database import Database
from temporal.client import draft_matches, start_digest
from temporal.connection import connect_embedded
from temporal.run import deployment
from temporal.version import this_version
from tests.conftest import settings_in
from tests.living import utc
from tests.world import World, start_of, start_pairing, written_down
from worker import working

pytestmark = pytest.mark.slow

_KEY = "in-two-builds"
"""What percentage a life falls under goes by its id."""
_PAIRS = 4
_HALF = 50
_INTRODUCED = utc(2027, 6, 15)
_PATIENCE = 30
_OLD, _NEW = "a" * 40, "b" * 40
_ROUTED = RoutingConfigUpdateState.ROUTING_CONFIG_UPDATE_STATE_COMPLETED
_FAILED = EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED


class Deployment:
    """A Tandem whose workers are builds of one deployment."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = world
        self._monkeypatch = monkeypatch

    @asynccontextmanager
    async def build(self, revision: str) -> AsyncIterator[str]:
        """A worker of this commit; its build id."""
        self._monkeypatch.setenv("TANDEM_REVISION", revision)
        client = await connect_embedded(self.world.settings)
        async with working(client, self.world.database, self.world.settings):
            yield this_version()

    async def current(self, build: str) -> None:
        await self._say("set-current-version", "--build-id", build)

    async def ramp(self, build: str, percent: int) -> None:
        await self._say("set-ramping-version", "--build-id", build, "--percentage", str(percent))

    async def _say(self, *command: str) -> None:
        """As soon as the server has heard of the build; until all its task queues have heard of the route."""
        address = self.world.settings.embedded_address
        said = [temporal_binary(), "worker", "deployment", *command, "--deployment-name", "tandem", "--yes"]
        async with asyncio.timeout(_PATIENCE):
            while (await asyncio.to_thread(_code, [*said, "--address", address])) != 0:  # noqa: ASYNC110
                await asyncio.sleep(0.2)
            while not await self._routed():  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    async def _routed(self) -> bool:
        client = self.world.client
        asked = DescribeWorkerDeploymentRequest(namespace=client.namespace, deployment_name="tandem")
        described = await client.workflow_service.describe_worker_deployment(asked)
        return described.worker_deployment_info.routing_config_update_state == _ROUTED

    async def carried_on_by(self, pairing: str) -> str:
        """The build that has done its last task, once it has been told something."""
        await self.world.pairings.update(pairing, Pause())
        await self.world.pairings.update(pairing, Resume())
        events = (await self.world.pairings.handle(pairing).fetch_history()).events
        done = [event.workflow_task_completed_event_attributes for event in events]
        return [each.deployment_version.build_id for each in done if each.identity][-1]

    async def builds(self, pairings: list[str]) -> list[str]:
        return await asyncio.gather(*(self.carried_on_by(pairing) for pairing in pairings))

    async def causes(self, pairing: str) -> list[str]:
        """Of the failures of its workflow tasks."""
        events = (await self.world.pairings.handle(pairing).fetch_history()).events
        failures = [
            each.workflow_task_failed_event_attributes for each in events if each.event_type == _FAILED
        ]
        return [WorkflowTaskFailedCause.Name(failure.cause) for failure in failures]

    async def morning(self) -> None:
        """One that is asked for now comes to its end."""
        schedule = self.world.client.get_schedule_handle(digest_id(_KEY))
        before = (await schedule.describe()).info.num_actions
        await schedule.trigger()
        async with asyncio.timeout(_PATIENCE):
            while True:
                info = (await schedule.describe()).info
                if info.num_actions > before and not info.running_actions:
                    return
                await asyncio.sleep(0.1)


def _code(command: list[str]) -> int:
    return subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE).returncode


@pytest.fixture
async def deployed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Deployment]:
    settings = settings_in(tmp_path).model_copy(update={"worker_deployment": "tandem"})
    store = Database(settings.store_url)
    async with temporal_server(settings) as client, mail_catcher(settings):
        store.upgrade()
        yield Deployment(World(settings, client, store), monkeypatch)
    store.close()


async def test_lives_go_to_a_new_build_by_percent_and_back_and_come_to_their_end(
    deployed: Deployment,
) -> None:
    world = deployed.world
    async with deployed.build(_OLD) as old:
        await deployed.current(old)
        pairings = written_down(world.database, _PAIRS, key=_KEY)
        for pairing in pairings:
            await start_pairing(world.client, start_of(pairing))
        await asyncio.gather(*(world.until(pairing, _INTRODUCED) for pairing in pairings))
        await start_digest(world.client, _KEY, "Europe/London")
        assert set(await deployed.builds(pairings)) == {old}

        async with deployed.build(_NEW) as new:
            await deployed.ramp(new, _HALF)
            assert set(await deployed.builds(pairings)) == {old, new}
            await deployed.morning()
            await draft_matches(world.client, _KEY)

            await deployed.current(new)
            assert set(await deployed.builds(pairings)) == {new}
            for pairing in pairings:
                for role in BOTH:
                    await world.pairings.update(pairing, Accept(role=role))

            await deployed.current(old)
            assert set(await deployed.builds(pairings)) == {old}
        await deployed.morning()
        await draft_matches(world.client, _KEY)
        await asyncio.gather(*(world.player.to_the_end(world.pairings, pairing) for pairing in pairings))

    assert {world.pairing(pairing).stage for pairing in pairings} == {Stage.ENDED}
    assert [await deployed.causes(pairing) for pairing in pairings] == [[]] * _PAIRS
    letters = [letter for pairing in pairings for letter in world.letters(pairing)]
    # A pause that is over before anybody has heard of it is not told.
    assert {letter.state for letter in letters if letter.name != "paused"} == {LetterState.SENT}


def test_without_a_name_there_is_no_deployment() -> None:
    assert deployment(Settings()) is None
