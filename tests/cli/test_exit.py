"""Every command ends with its own exit code, always (temporalio/sdk-python issue 300)."""

import asyncio
import sys

import pytest
import typer
from temporalio.service import RPCError, RPCStatusCode

from cli.main import run
from cli.worker import _in_one_style
from tests.logged import logged
from tests.ops.local.up import environment
from tests.world import World

pytestmark = pytest.mark.server

_REFUSED = RPCError("Those words.", RPCStatusCode.INTERNAL, b"")
_RUNS = 8
_AT_ONCE = 4


@pytest.mark.slow
async def test_a_command_that_asks_the_server_ends_with_its_code_every_time(world: World) -> None:
    pairing = await world.begin()
    turns = asyncio.Semaphore(_AT_ONCE)

    async def once() -> tuple[int | None, bytes]:
        async with turns:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "cli.main", "pairing", "review", pairing, "mentor", "continue"),
                env=environment(world.settings),
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            _, said = await process.communicate()
            return process.returncode, said

    ends = await asyncio.gather(*(once() for _ in range(_RUNS)))

    assert set(ends) == {
        (1, b"The mid-way review is on Thu 7 Oct 2027 12:30; the pair is in application.\n"),
    }


def test_an_error_of_the_server_that_nobody_foresaw_is_no_mistake_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise _REFUSED

    monkeypatch.setattr("cli.main._command", fail)

    assert run(["today"]) == 3
    assert capsys.readouterr().err == "The Temporal server answered INTERNAL: Those words.\n"


def test_where_machines_read_a_worker_that_ends_for_it_says_the_same() -> None:
    with logged("ended") as lines, pytest.raises(typer.Exit) as done, _in_one_style("json"):
        raise _REFUSED

    assert done.value.exit_code == 3
    assert [line["reason"] for line in lines] == ["The Temporal server answered INTERNAL: Those words."]
