"""Finding every drift: a quick look at everything, then a close one at what is suspicious, twice.

It serves ten thousand pairings: the server is asked for lists, the store for whole tables. Only what
seems to differ is looked at by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial

from temporalio.client import Client

from domain.life import LifeKind
from reconciliation.asking import Listed, answering, check_worker, deliveries, running
from reconciliation.kinds import Drift, DriftKind
from reconciliation.letters import look_at_delivery, look_at_letter, not_there, on_their_way
from reconciliation.lives import look_at
from reconciliation.mornings import look_at_mornings
from reconciliation.place import Place
from reconciliation.quick import strangers, suspicious
from reconciliation.together import together
from storage.database import Database
from storage.lives import KeptLife, kept_lives

__all__ = ["Drift", "DriftKind", "find_drift"]

Look = Callable[[], Awaitable[Drift | None]]
"""A close look at one thing that is suspicious."""

AT_A_TIME = 20
_A_MOMENT = 2.0
"""Seconds between the two close looks: what is just being done is done by then."""


async def find_drift(
    client: Client, database: Database, cohort: str | None = None, thorough: bool = False
) -> list[Drift]:
    """Everything in which the store and the server differ, or what concerns this cohort.

    `thorough`: every running workflow is asked how far it is; otherwise only what the listing shows is
    compared. Nothing is changed. Raises Unreachable if the server, the store or a worker is needed and
    does not answer.
    """
    place = Place(client, database)
    async with answering():
        first = await _confirmed(await _suspicions(place, cohort, thorough))
        if not first:
            return []
        await asyncio.sleep(_A_MOMENT)
        return [drift for _, drift in await _confirmed(look for look, _ in first)]


async def _suspicions(place: Place, cohort: str | None, thorough: bool) -> list[Look]:
    listed = {found.life: found async for found in running(place.client, cohort)}
    delivered = await deliveries(place.client)
    kept = {row.life: row for row in await place.in_store(lambda session: kept_lives(session, cohort))}
    now = datetime.now(UTC)
    lives = _all(listed, kept) if thorough else await suspicious(place, listed, kept, now)
    if lives:  # what has ended may have to be asked, too
        await check_worker(place.client)
    return [
        *(partial(look_at, place, *life) for life in lives),
        *(partial(look_at_letter, place, letter) for letter in await _unattended(place, cohort, delivered)),
        *(partial(look_at_delivery, place, letter) for letter in await _unknown(place, cohort, delivered)),
        *(partial(look_at_mornings, place, key) for key in _open_cohorts(kept.values())),
    ]


def _all(listed: dict[str, Listed], kept: dict[str, KeptLife]) -> list[tuple[LifeKind, str]]:
    """What runs, or should."""
    known = [(row.kind, row.key) for life, row in kept.items() if row.lives or life in listed]
    return [*known, *strangers(listed, kept)]


async def _unattended(place: Place, cohort: str | None, delivered: set[str]) -> list[str]:
    return sorted(await place.in_store(lambda session: on_their_way(session, cohort)) - delivered)


async def _unknown(place: Place, cohort: str | None, delivered: set[str]) -> list[str]:
    """A delivery does not say of which cohort it is."""
    if cohort is not None:
        return []
    return sorted(await place.in_store(lambda session: not_there(session, delivered)))


def _open_cohorts(kept: Iterable[KeptLife]) -> Iterator[str]:
    return (row.key for row in kept if row.kind is LifeKind.COHORT and row.lives)


async def _confirmed(looks: Iterable[Look]) -> list[tuple[Look, Drift]]:
    """What the close looks find, in their order."""

    async def one(look: Look) -> tuple[Look, Drift | None]:
        return look, await look()

    return [(look, drift) for look, drift in await together(AT_A_TIME, one, looks) if drift]
