"""Many open pairings: what a command takes among them, what a life costs, and timers that fire together."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from domain.enums import Role
from domain.pairing.events import Accept
from mail import outbox
from storage.tables.entities import PairingRow
from tests.bench.measuring import latency
from tests.bench.place import Place
from tests.bench.workers import EVERYTHING
from tests.world import start_of, start_pairing, written_down

_AT_A_TIME = 8
_BATCH = 250
_LOOK_EVERY = 0.1


class Crowd:
    """Pairings of the real Tandem, which all begin by themselves and wait for months."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.open: list[str] = []

    async def grow(self, to: int, until: float = float("inf")) -> None:
        """Begin pairings up to this number, or until this moment (`time.monotonic`) has come."""
        while len(self.open) < to and time.monotonic() < until:
            await self.begin(min(_BATCH, to - len(self.open)))

    async def begin(self, pairs: int, introductions: datetime | None = None) -> None:
        """Begin so many more, and wait until each has recorded its beginning."""
        world = self._place.world
        pairings = await asyncio.to_thread(written_down, world.database, pairs)
        limit = asyncio.Semaphore(_AT_A_TIME)

        async def begin(pairing: str) -> None:
            start = start_of(pairing)
            if introductions:
                start = start.replace(rules=start.rules.replace(introductions=introductions))
            async with limit:
                await start_pairing(world.client, start)

        await asyncio.gather(*(begin(pairing) for pairing in pairings))
        await self.recorded(pairings, revision=1)
        self.open += pairings

    async def recorded(self, pairings: Sequence[str], revision: int) -> None:
        """Wait until each of these, of one cohort, has recorded this entry."""
        cohort = pairings[0].rpartition("-")[0]
        while await asyncio.to_thread(self._behind, cohort, revision):  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_EVERY)

    def _behind(self, cohort: str, revision: int) -> int:
        query = select(func.count()).where(PairingRow.cohort == cohort, PairingRow.revision < revision)
        with self._place.world.database.begin() as session:
            return session.execute(query).scalar_one()

    async def delivered(self) -> None:
        """Wait until no letter is on its way: what one costs would count as what is measured next."""
        while await asyncio.to_thread(self._on_their_way):  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_EVERY)

    def _on_their_way(self) -> int:
        with self._place.world.database.begin() as session:
            return sum(outbox.on_their_way(session).values())

    async def commands(self, pairings: Sequence[str]) -> list[float]:
        """The mentor of each accepts, one after another: how many seconds each command took."""
        seconds = []
        for pairing in pairings:
            began = time.perf_counter()
            await self._place.world.pairings.update(pairing, Accept(role=Role.MENTOR))
            seconds.append(time.perf_counter() - began)
        return seconds


async def crowds(place: Place, few: int, many: int, lives: int, until: float) -> AsyncIterator[str]:
    """With few open pairings, then with many, or as many as there have come to be at this moment."""
    crowd, everything = Crowd(place), place.ways["everything"]
    await crowd.grow(few)
    await crowd.delivered()
    yield f"A command with {few} open pairings: {latency(await crowd.commands(crowd.open))}"
    await crowd.delivered()
    life_at_few = await place.whole_lives(everything, lives)
    await crowd.grow(3 * few)
    await crowd.grow(many, until)
    await crowd.delivered()
    known = await crowd.commands(crowd.open[-few:])
    unknown = await crowd.commands(crowd.open[few : 2 * few])
    yield f"A command with {len(crowd.open)}: {latency(known)}; to one of the oldest: {latency(unknown)}"
    await crowd.delivered()
    life_at_many = await place.whole_lives(everything, lives)
    ratio = life_at_many.cpu / life_at_few.cpu
    yield f"Processor time of a whole life among them: {ratio:.2f} times that among {few} (aim: 1.1)"


async def herd(place: Place, pairs: int, seconds: float) -> str:
    """So many timers fire at one instant, or as many as can be begun in so many seconds: until all has been
    recorded, and what each costs."""
    crowd, few = Crowd(place), min(_BATCH, pairs)
    began = time.monotonic()
    await crowd.begin(few)
    pace = (time.monotonic() - began) / few
    pairs = min(pairs, round(seconds / pace))
    instant = datetime.now(UTC) + timedelta(seconds=5 + 1.5 * pairs * pace)
    await crowd.begin(pairs, introductions=instant)
    early = instant - datetime.now(UTC)
    await asyncio.sleep(early.total_seconds())
    waiting = crowd.open[few:]
    cost = await place.meter.cost(EVERYTHING, lambda: crowd.recorded(waiting, revision=2))
    each = cost.each_of(pairs)
    return (
        f"{pairs} timers at one instant: all recorded after {cost.wall:.0f} s; each cost the worker "
        f"{each.worker * 1000:.0f} ms, the server {each.server * 1000:.0f} ms"
        + (f" (the last were begun {-early.total_seconds():.0f} s too late)" if early < timedelta() else "")
    )
