"""`tandem reconcile`: what it says, and how it ends."""

import json
from typing import Any

import pytest
from temporalio.client import WorkflowExecutionStatus

import ops.reconcile.drift
from domain.enums import Role, Stage
from domain.errors import NotFound
from domain.pairing.events import Accept
from ops.reconcile.kinds import REMEDY, WHAT, Drift, DriftKind
from ops.reconcile.repair import _MENDED_BY, repair
from tests.cli.conftest import Tandem
from tests.ops.reconcile.broken import Copy, comes_to, forgotten, running, terminated
from tests.ports import free_ports
from tests.world import World

pytestmark = pytest.mark.server


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ops.reconcile.drift, "_A_MOMENT", 0.05)


async def _lost(world: World) -> tuple[str, str]:
    key, pairing = await running(world)
    await terminated(world, f"pairing-{pairing}")
    await comes_to(world, key, DriftKind.WORKFLOW_LOST)
    return key, pairing


async def test_it_tells_what_differs_and_what_would_be_done_and_changes_nothing(
    tandem: Tandem, world: World
) -> None:
    key, pairing = await _lost(world)

    told, again = await tandem("reconcile", key), await tandem("reconcile", key, "--json")

    assert told.code == again.code == 1
    where, *lines = told.out.splitlines()
    assert "tandem.db" in where
    assert f"127.0.0.1:{world.settings.temporal_port}, namespace default" in where
    assert lines == [
        f"pairing-{pairing}: It stands in the store, and no workflow runs for it.",
        "  --fix would begin it where the store left off.",
        "1 difference found, nothing changed.",
    ]
    assert json.loads(again.out)["left"][0]["kind"] == "workflow_lost"


async def test_it_mends_looks_again_and_has_nothing_to_do_the_second_time(
    tandem: Tandem, world: World
) -> None:
    key, pairing = await _lost(world)

    mended, again = await tandem("reconcile", key, "--fix"), await tandem("reconcile", key, "--fix")

    assert (mended.code, again.code) == (0, 0), mended.out + mended.err
    assert mended.out.splitlines()[2:] == [
        "  Done: begin it where the store left off.",
        "1 difference mended. The store and the server tell the same.",
    ]
    assert again.out.endswith("The store and the server tell the same.\n")
    assert await world.pairings.snapshot(pairing)


async def test_a_workflow_is_ended_only_by_whoever_is_sure_that_this_is_the_right_store(
    tandem: Tandem, world: World
) -> None:
    key, pairing = await running(world)
    forgotten(world, pairing)
    await comes_to(world, key, DriftKind.ROW_LOST)

    unsure = await tandem("reconcile", key, "--fix")
    assert unsure.code == 1
    assert unsure.err.startswith(
        f"This would end 1 workflow, such as pairing-{pairing}, and nothing is changed"
    )
    assert await world.pairings.snapshot(pairing)

    sure = await tandem("reconcile", key, "--fix", "--yes")
    assert sure.code == 0
    with pytest.raises(NotFound):
        await world.pairings.update(pairing, Accept(role=Role.MENTOR))


async def test_what_lay_behind_what_was_mended_is_mended_in_the_next_round(
    tandem: Tandem, world: World
) -> None:
    key, pairing = await running(world)
    await world.delivered(pairing)
    backup = Copy(world, f"pairing-{pairing}")
    await world.pairings.update(pairing, Accept(role=Role.MENTOR))
    backup.put_back()
    await terminated(world, f"pairing-{pairing}")
    await comes_to(world, key, DriftKind.STORE_BEHIND)

    done = await tandem("reconcile", key, "--fix")

    assert done.code == 0, done.out + done.err
    assert done.out.splitlines()[1:] == [
        f"pairing-{pairing}: {WHAT[DriftKind.STORE_BEHIND]}",
        f"  Done: {REMEDY[DriftKind.STORE_BEHIND]}.",
        f"pairing-{pairing}: {WHAT[DriftKind.WORKFLOW_LOST]}",
        f"  Done: {REMEDY[DriftKind.WORKFLOW_LOST]}.",
        "2 differences mended. The store and the server tell the same.",
    ]
    accepted = await world.pairings.update(pairing, Accept(role=Role.MENTEE))
    assert accepted.stage is Stage.INDUCTION


async def test_what_would_end_a_workflow_and_comes_to_light_only_later_is_left_and_told(
    tandem: Tandem, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, lost = await running(world, pairs=2)
    other = f"{lost.rpartition('-')[0]}-02"
    await world.delivered(other)
    await terminated(world, f"pairing-{lost}")
    await comes_to(world, key, DriftKind.WORKFLOW_LOST)

    async def mend_and_forget(*arguments: Any) -> list[Drift]:
        done = await repair(*arguments)
        if done:
            forgotten(world, other)
        return done

    monkeypatch.setattr("ops.reconcile.reconcile.repair", mend_and_forget)

    done = await tandem("reconcile", key, "--fix")

    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines()[1:] == [
        f"pairing-{lost}: {WHAT[DriftKind.WORKFLOW_LOST]}",
        f"  Done: {REMEDY[DriftKind.WORKFLOW_LOST]}.",
        f"pairing-{other}: {WHAT[DriftKind.ROW_LOST]}",
        f"  It came to light only now. --fix --yes would {REMEDY[DriftKind.ROW_LOST]}.",
        "1 difference mended. 1 left.",
    ]
    described = await world.pairings.handle(other).describe()
    assert described.status is WorkflowExecutionStatus.RUNNING


async def test_a_server_that_is_away_is_said_so(
    tandem: Tandem, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _ = await running(world)
    monkeypatch.setenv("TANDEM_TEMPORAL_PORT", str(free_ports(1)[0]))

    done = await tandem("reconcile", key)

    assert done.code == 3
    assert "does not answer" in done.err


async def test_a_cohort_that_is_not_there_is_said_so(tandem: Tandem) -> None:
    done = await tandem("reconcile", "another")

    assert "There is no cohort 'another'" in done.err


def test_every_kind_of_drift_has_its_words() -> None:
    assert WHAT.keys() == set(DriftKind)
    assert REMEDY.keys() == _MENDED_BY.keys()
