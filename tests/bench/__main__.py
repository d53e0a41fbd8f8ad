"""`make bench`: Tandem's pairing against a bare workflow with the same durable steps, in one run.

    python -m tests.bench [--quick]

The ways of living take turns, so that whatever else the machine does falls on all. Times vary with the
machine; the ratios are what to look at, those of processor time most. Events and steps do not vary, and are
asserted: `--quick` is a minute of it, for CI.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from tests.bench.comparing import histories, memory, throughput
from tests.bench.crowd import crowds, herd
from tests.bench.place import place


@dataclass(frozen=True)
class Sizes:
    rounds: int
    lives: int
    """At once, in each round."""
    cached: int
    few: int
    many: int
    herd: int


WHOLE = Sizes(rounds=3, lives=6, cached=200, few=100, many=5_000, herd=1_000)
QUICK = Sizes(rounds=1, lives=1, cached=20, few=10, many=30, herd=20)
_ROUNDS_UNTIL, _CROWD_UNTIL, _HERD_GATHERS_FOR = 3 * 60, 8 * 60, 90
"""Seconds; the first two from the start. A slow machine does less in its twelve minutes, and says so."""


async def bench(sizes: Sizes) -> AsyncIterator[str]:
    began = time.monotonic()
    async with place() as here:
        lived = here.rehearsed
        updates, records = len(lived.happenings), len(lived.records)
        yield f"A life: {updates} updates, {records} records, {lived.letters} letters"
        async for line in histories(here):
            yield line
        yield await memory(here, sizes.cached)
        async for line in throughput(here, sizes.rounds, sizes.lives, began + _ROUNDS_UNTIL):
            yield line
        until = began + _CROWD_UNTIL
        async for line in crowds(here, sizes.few, sizes.many, sizes.lives, until):
            yield line
        yield await herd(here, sizes.herd, _HERD_GATHERS_FOR)
        yield f"All this took {time.monotonic() - began:.0f} s"


async def main(sizes: Sizes) -> None:
    async for line in bench(sizes):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(QUICK if "--quick" in sys.argv else WHOLE))
