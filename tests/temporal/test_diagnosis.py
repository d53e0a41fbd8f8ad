"""Why something has not answered: the one who asked is told what is so, by what the server knows."""

import asyncio
from datetime import timedelta

import pytest
from temporalio.service import RPCError, RPCStatusCode

from domain.entity.entity import EntityKind
from domain.enums import Role, Stage
from domain.errors import Unreachable
from domain.pairing.events import Accept, Attend, Withdraw
from temporal.diagnosis import server_answered, why_unanswered
from tests.every import every
from tests.workflows.changed import Careless
from tests.workflows.test_deploys import Fleet
from tests.world import World, start_of, written_down
from workflows.pairing import PairingWorkflow

pytestmark = pytest.mark.server

_WAITED = timedelta(seconds=20)


async def _why(world: World, pairing: str) -> str:
    return await why_unanswered(world.client, EntityKind.PAIRING.workflow_id(pairing), _WAITED)


async def _begun_where_nobody_works(world: World) -> str:
    (pairing,) = written_down(world.database)
    start = start_of(pairing)
    entity = EntityKind.PAIRING.workflow_id(pairing)
    await world.client.start_workflow(PairingWorkflow.run, start, id=entity, task_queue=f"nobodys-{pairing}")
    return pairing


async def test_where_nobody_works_no_worker_is_missed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("temporal.client._PATIENCE", timedelta(seconds=1))
    pairing = await _begun_where_nobody_works(world)

    with pytest.raises(Unreachable, match=r"^No worker has taken this up within 1 s"):
        await world.pairings.update(pairing, Withdraw(role=Role.MENTOR))


@pytest.mark.slow
async def test_the_eleventh_command_that_would_wait_is_told_that_ten_do(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("temporal.client._PATIENCE", timedelta(seconds=15))
    pairing = await _begun_where_nobody_works(world)
    leaves = (world.pairings.update(pairing, Withdraw(role=Role.MENTOR)) for _ in range(11))

    told = sorted(str(each) for each in await asyncio.gather(*leaves, return_exceptions=True))

    assert [each for each in told if each.startswith("No worker has taken this up")] == told[:10]
    assert told[10].startswith(f"Pairing {pairing} was not told this: ten commands before it wait")


@every("status", list(RPCStatusCode))
def test_an_error_of_the_server_is_said_in_a_sentence_with_its_words(status: RPCStatusCode) -> None:
    said = str(server_answered(RPCError("those words", status, b"")))

    assert said.startswith("The Temporal server ")
    assert "those words" in said
    assert status.name in said or "does not answer" in said


async def test_code_that_fails_is_not_called_a_missing_worker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fleet = Fleet(world)
    async with fleet.deployed(PairingWorkflow):
        pairing = await fleet.begin(until=Stage.INDUCTION)

    async with fleet.deployed(Careless):
        await fleet.hear(pairing)
        await fleet.stands_still(pairing)
        monkeypatch.setattr("temporal.client._PATIENCE", timedelta(seconds=1))
        with pytest.raises(Unreachable, match="stands still") as told:
            await world.pairings.update(pairing, Attend(gathering="induction"))
        assert f"Pairing {pairing}" in str(told.value)
        assert f"/namespaces/default/workflows/pairing-{pairing} " in str(told.value)
        assert "#tandemworkflowtasksfail" in str(told.value)
    await fleet.end()


async def test_a_worker_that_has_not_come_to_it_is_not_called_missing(world: World) -> None:
    pairing = await world.begin()
    await world.pairings.update(pairing, Accept(role=Role.MENTOR))  # nothing is being recorded any more

    assert "A worker is there, but has not come to it within 20 s" in await _why(world, pairing)
