"""Why something has not answered: the one who asked is told what is so, by what the server knows."""

from datetime import timedelta

import pytest

from domain.errors import Unreachable
from domain.events import Attend, Withdraw
from domain.life import LifeKind
from domain.words import Role, Stage
from tests.workflows.changed import Careless
from tests.workflows.test_deploys import Fleet
from tests.world import World, start_of, written_down
from unanswered import why_unanswered
from workflows.pairing import PairingWorkflow

_WAITED = timedelta(seconds=20)


async def _why(world: World, pairing: str) -> str:
    return await why_unanswered(world.client, LifeKind.PAIRING.of(pairing), _WAITED)


async def _begun_where_nobody_works(world: World) -> str:
    (pairing,) = written_down(world.database)
    start = start_of(pairing)
    life = LifeKind.PAIRING.of(pairing)
    await world.client.start_workflow(PairingWorkflow.run, start, id=life, task_queue=f"nobodys-{pairing}")
    return pairing


async def test_where_nobody_works_no_worker_is_missed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("client._PATIENCE", timedelta(seconds=1))
    pairing = await _begun_where_nobody_works(world)

    with pytest.raises(Unreachable, match=r"^No worker has taken this up within 1 s"):
        await world.pairings.tell(pairing, Withdraw(role=Role.MENTOR))


async def test_code_that_fails_is_not_called_a_missing_worker(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("client._PATIENCE", timedelta(seconds=2))
    fleet = Fleet(world)
    async with fleet.deployed(PairingWorkflow):
        pairing = await fleet.begin(until=Stage.INDUCTION)

    async with fleet.deployed(Careless):
        with pytest.raises(Unreachable, match="stands still") as told:
            await world.pairings.tell(pairing, Attend(gathering="induction"))
        assert f"Pairing {pairing}" in str(told.value)
        assert "#tandemworkflowtasksfail" in str(told.value)


async def test_a_worker_that_has_not_come_to_it_is_not_called_missing(world: World) -> None:
    pairing = await world.begin()

    assert "A worker is there, but has not come to it within 20 s" in await _why(world, pairing)
