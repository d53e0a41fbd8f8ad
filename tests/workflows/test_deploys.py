"""The code changes while pairings live: what a careless deploy does to them, and the one that
docs/operations/deploying.md describes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.api.enums.v1 import WorkflowTaskFailedCause
from temporalio.service import RPCError
from temporalio.worker import PatchActivationInput, Worker

from activities.records import Records
from domain.enums import BOTH, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import Accept, Attend, LetterFailed
from tests.living import utc
from tests.workflows.changed import Careful, Careless, knows_but_does_not_use
from tests.world import World, start_of, written_down
from workflows.pairing import PairingWorkflow

pytestmark = pytest.mark.slow

_NONDETERMINISM = WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR
_TASK = timedelta(seconds=1)
"""How long the server waits for a worker that could not do a task, before it asks another."""


class Fleet:
    """Pairings on a queue of their own, so that what is deployed there is all they have."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._queue = f"fleet-{uuid4().hex[:8]}"
        self._records = Records(world.database, world.client, "tandem@localhost.example")
        self._begun: list[str] = []

    @asynccontextmanager
    async def deployed(
        self, pairing: type, uses: Callable[[PatchActivationInput], bool] | None = None
    ) -> AsyncIterator[None]:
        """Workers with this code for as long as the context lasts, that use the patches this says, or all."""
        async with Worker(
            self._world.client,
            task_queue=self._queue,
            workflows=[pairing],
            activities=self._records.activities,
            patch_activation_callback=uses,
        ):
            yield

    async def begin(self, *, until: Stage = Stage.APPLICATION) -> str:
        """The id of a new pairing that has come so far, some days after the first gathering."""
        (pairing,) = written_down(self._world.database)
        self._begun.append(pairing)
        start = start_of(pairing)
        await self._world.client.start_workflow(
            PairingWorkflow.run,
            start,
            id=self._world.pairings.handle(pairing).id,
            task_queue=self._queue,
            task_timeout=_TASK,
        )
        await self._world.until(pairing, utc(2027, 6, 15))
        if until is Stage.INDUCTION:
            for role in BOTH:
                await self._world.pairings.update(pairing, Accept(role=role))
            await self._world.until(pairing, utc(2027, 7, 6, 16))
        return pairing

    async def hear(self, pairing: str) -> None:
        """News reaches it that waits for no answer."""
        await self._world.pairings.signal(pairing, LetterFailed(role=Role.MENTOR))

    async def stands_still(self, pairing: str) -> None:
        """Wait until the Web UI shows why."""
        async with asyncio.timeout(10):
            while _NONDETERMINISM not in await self._causes(pairing):  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    async def _causes(self, pairing: str) -> list[int]:
        """Of the failures of its workflow tasks."""
        history = await self._world.pairings.handle(pairing).fetch_history()
        return [event.workflow_task_failed_event_attributes.cause for event in history.events]

    async def goes_on(self, pairing: str) -> None:
        """It answers again."""
        await self._world.pairings.update(pairing, Attend(gathering="induction"))
        snapshot = await self._world.pairings.update(pairing, Attend(gathering="training"))
        assert snapshot.stage is Stage.MENTORING

    async def end(self) -> None:
        for pairing in self._begun:
            with suppress(RPCError):  # some have come to their end
                await self._world.pairings.handle(pairing).terminate()

    def chasers(self, pairing: str) -> int:
        return [letter.name for letter in self._world.letters(pairing)].count(LetterName.INTRODUCTION_CHASER)


@pytest.fixture
async def fleet(world: World) -> AsyncIterator[Fleet]:
    """What still lives of it is ended: whoever looks at all that is open on this server finds none that no
    code can carry on."""
    fleet = Fleet(world)
    yield fleet
    await fleet.end()


async def test_a_careless_change_stops_living_pairings_and_a_careful_one_takes_them_to_their_end(
    world: World, fleet: Fleet
) -> None:
    async with fleet.deployed(PairingWorkflow):
        pairing = await fleet.begin(until=Stage.INDUCTION)

    async with fleet.deployed(Careless):
        await fleet.hear(pairing)
        await fleet.stands_still(pairing)
    assert world.pairing(pairing).stage is Stage.INDUCTION

    async with fleet.deployed(Careful):
        await fleet.goes_on(pairing)
        await world.player.to_the_end(world.pairings, pairing)
    assert world.pairing(pairing).stage is Stage.ENDED
    assert fleet.chasers(pairing) == 0


async def test_a_pairing_that_begins_after_the_change_goes_the_new_way(fleet: Fleet) -> None:
    async with fleet.deployed(Careful):
        assert fleet.chasers(await fleet.begin()) == len(BOTH)


async def test_a_pairing_that_went_the_new_way_waits_for_it_if_the_code_goes_back(fleet: Fleet) -> None:
    async with fleet.deployed(Careful):
        pairing = await fleet.begin(until=Stage.INDUCTION)

    async with fleet.deployed(PairingWorkflow):
        await fleet.hear(pairing)
        await fleet.stands_still(pairing)

    async with fleet.deployed(Careful):
        await fleet.goes_on(pairing)


async def test_a_release_that_knew_the_new_way_without_using_it_may_be_gone_back_to(fleet: Fleet) -> None:
    async with fleet.deployed(Careful):
        new = await fleet.begin(until=Stage.INDUCTION)

    async with fleet.deployed(Careful, knows_but_does_not_use):
        assert fleet.chasers(await fleet.begin()) == 0
        await fleet.hear(new)
        await fleet.goes_on(new)
