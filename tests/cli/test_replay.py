"""`tandem replay`: what it says of the workflows that are open on the server, and how it ends."""

from typing import Any

import pytest
from temporalio import workflow

from domain.entity.entity import Entry
from ops import replay
from tests.cli.conftest import Tandem
from tests.every import every
from tests.ops.reconcile.broken import running
from tests.ports import free_ports
from tests.world import World
from workflows.entity import EntityWorkflow
from workflows.names import COHORT

pytestmark = pytest.mark.server

_OF_A_REPLAYER = "ReplayNamespace"


async def _open(world: World, pairs: int = 1) -> str:
    """The key of a cohort whose lives the server lists as open."""
    key, _ = await running(world, pairs=pairs)
    query = f"ExecutionStatus = 'Running' AND {COHORT.name} = '{key}'"
    while (await world.client.count_workflows(query)).count < pairs + 1:
        pass
    return key


@pytest.fixture
def mutant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is replayed, a life waits before it records: the code that is to be deployed."""
    original = EntityWorkflow._record

    async def wait_first(self: EntityWorkflow[Any, Any, Any], entry: Entry) -> None:
        if workflow.info().namespace == _OF_A_REPLAYER:
            await workflow.sleep(1)
        await original(self, entry)

    monkeypatch.setattr(EntityWorkflow, "_record", wait_first)


async def test_lives_that_go_on_are_counted(tandem: Tandem, world: World) -> None:
    key = await _open(world)

    done = await tandem("replay", key)

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "Replays 2 of 2 workflows that are open.",
        "2 workflows replayed; 0 would stand still.",
    ]


@pytest.mark.slow
async def test_all_that_are_open_are_replayed_if_no_cohort_is_named(tandem: Tandem, world: World) -> None:
    await _open(world)

    done = await tandem("replay")

    assert done.code == 0, done.out
    assert done.out.endswith(" workflows replayed; 0 would stand still.\n")


@pytest.mark.usefixtures("mutant")
async def test_lives_that_would_stand_still_are_named_with_the_reason(tandem: Tandem, world: World) -> None:
    key = await _open(world)

    done = await tandem("replay", key)

    assert done.code == 1
    _, *named, last = done.out.splitlines()
    assert {line.partition(": ")[0] for line in named} == {f"cohort-{key}", f"pairing-{key}-01"}
    assert all(line.partition(": ")[2].startswith("[TMPRL1100] Nondeterminism error: ") for line in named)
    assert last == "2 workflows replayed; 2 would stand still."


@pytest.mark.usefixtures("mutant")
async def test_no_more_are_named_than_can_be_read(
    tandem: Tandem, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "_NAMED", 1)
    key = await _open(world, pairs=2)

    done = await tandem("replay", key)

    assert done.out.splitlines()[-2:] == ["... and 2 others.", "3 workflows replayed; 3 would stand still."]


async def test_some_of_many_are_replayed_and_it_says_how_far_it_is(
    tandem: Tandem, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "_WATCHED_EVERY", 2)
    key = await _open(world, pairs=4)

    done = await tandem("replay", key, "--most", "3")

    assert done.out.splitlines() == [
        "Replays 3 of 5 workflows that are open.",
        "  2 of 3, 0 would stand still",
        "3 workflows replayed; 0 would stand still.",
    ]


@pytest.mark.parametrize("key", ["nobodys", "nobody's"])
async def test_a_cohort_of_which_nothing_is_open_is_not_called_well(tandem: Tandem, key: str) -> None:
    done = await tandem("replay", key)

    assert (done.code, done.err) == (1, f"The server has no open workflow of cohort {key}.\n")


async def test_what_the_server_answers_is_passed_on(tandem: Tandem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMPORAL_NAMESPACE", "nobodys")

    done = await tandem("replay")

    assert (done.code, done.err) == (3, "The Temporal server answers: Namespace nobodys is not found.\n")


async def test_a_server_that_is_away_is_said(tandem: Tandem, monkeypatch: pytest.MonkeyPatch) -> None:
    (port,) = free_ports(1)
    monkeypatch.setenv("TANDEM_TEMPORAL_PORT", str(port))

    done = await tandem("replay")

    assert done.code == 3
    assert f"127.0.0.1:{port} does not answer" in done.err


@every(("total", "wanted"), [(5, 3), (3, 3), (100, 1), (7, 6), (1, 1)])
def test_as_many_as_are_wanted_are_chosen(total: int, wanted: int) -> None:
    chosen = [n for n in range(1, total + 1) if replay._is_chosen(n, total, wanted)]

    assert len(chosen) == wanted
