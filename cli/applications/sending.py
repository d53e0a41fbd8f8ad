"""Sending applications on their way: each stands in the store first, and then lives on the server."""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from temporalio.client import Client
from temporalio.service import RPCError

from cli.doors import ask, store
from cli.output import say
from client import Applications
from domain.admission.admission import ApplicationStart
from domain.admission.events import Told
from domain.errors import NotFound, Refused, Unreachable
from storage import applications

_AT_A_TIME = 20
_MANY = 100
_LOOK_EVERY = 0.2
_NO_PROGRESS = 10.0
"""Seconds without one begun after which we no longer watch; they go on without us."""


class Way(NamedTuple):
    """What there is to be told about one application."""

    start: ApplicationStart
    has_begun: bool
    """As far as the store knows."""
    event: Told | None = None
    """For one that lives already."""


def send(cohort: str, ways: Sequence[Way]) -> None:
    """Begin these lives, and tell the others what is new. Doing it twice harms nothing.

    Raises Unreachable if the server is away, or Refused with a sentence for each that would not be told;
    the applications are kept either way.
    """

    async def sending(client: Client) -> list[str]:
        refused = await _send_all(Applications(client), ways)
        await _watch(cohort, {way.start.application for way in ways if not way.has_begun})
        return refused

    try:
        refused = ask(sending)
    except Unreachable as away:
        raise Unreachable(f"{away}\n{_KEPT}") from None
    except RPCError as problem:
        raise Unreachable(f"The Temporal server was lost: {problem.message}\n{_KEPT}") from None
    if refused:
        raise Refused("\n".join(refused))


_KEPT = "The applications are kept. Give the same command again later: it sends them on their way."


async def go(lives: Applications, way: Way) -> None:
    """Raises what `Lives.tell` raises."""
    if not way.has_begun and await lives.begin(way.start):
        return
    if way.event:
        await lives.tell(way.start.application, way.event)


async def _send_all(lives: Applications, ways: Sequence[Way]) -> list[str]:
    """A sentence for each that would not be told."""
    gate, refused, sent = asyncio.Semaphore(_AT_A_TIME), list[str](), 0

    async def one(way: Way) -> None:
        nonlocal sent
        async with gate:
            try:
                await go(lives, way)
            except (Refused, NotFound) as refusal:
                refused.append(f"{way.start.application}: {refusal}")
        sent += 1
        if sent % _MANY == 0 and len(ways) > _MANY:
            say(f"  {sent} of {len(ways)} sent on their way")

    await asyncio.gather(*(one(way) for way in ways))
    return refused


async def _watch(cohort: str, new: set[str]) -> None:
    """Wait until a worker has taken them up, or none seems to be there."""
    loop = asyncio.get_running_loop()
    waiting, since = _not_begun(cohort, new), loop.time()
    while waiting and loop.time() - since < _NO_PROGRESS:
        await asyncio.sleep(_LOOK_EVERY)
        left = _not_begun(cohort, new)
        if left < waiting:
            waiting, since = left, loop.time()
    if waiting:
        say(
            f"No worker has taken up {waiting} of them yet; they go on when one does. Is one running? "
            "(tandem up, or tandem worker)"
        )


def _not_begun(cohort: str, new: set[str]) -> int:
    with store() as session:
        return len(new & applications.not_begun(session, cohort))
