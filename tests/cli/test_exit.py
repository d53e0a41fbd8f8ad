"""Every command ends with its own exit code, always (temporalio/sdk-python issue 300)."""

import asyncio
import sys

from tests.embedded.up import environment
from tests.world import World

_RUNS = 8
_AT_ONCE = 4


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
