"""Finding every drift: a quick look at everything, then a close one at what is suspicious, twice.

It serves a hundred thousand pairings: cohort by cohort the server is asked for a list, the store for a table.
Only what seems to differ is looked at by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import UTC, datetime
from functools import partial

from temporalio.client import Client

from domain.entity.entity import EntityKind
from ops.reconcile.context import Context
from ops.reconcile.digests import look_at_mornings
from ops.reconcile.entities import look_at
from ops.reconcile.kinds import Drift, DriftKind
from ops.reconcile.letters import look_at_delivery, look_at_letter, not_there, on_their_way
from ops.reconcile.quick import strangers, suspicious
from ops.reconcile.server import Listed, answering, check_worker, count_running, deliveries, running
from ops.reconcile.untold import look_at_untold, untold
from services.concurrency import gather_limited
from storage.database import Database
from storage.entities import StoredEntity, going_on, stored_entities

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
    place = Context(client, database)
    async with answering():
        return await _confirmed_twice(await _suspicions(place, cohort, thorough))


async def drift_in_lives(place: Context, cohort: str) -> list[Drift]:
    """What a quick look at the lives of this cohort finds. Raises as `find_drift`."""
    async with answering():
        looks, _ = await _in_cohort(place, cohort, thorough=False)
        return await _confirmed_twice(looks)


async def drift_elsewhere(place: Context, cohorts: Collection[str]) -> list[Drift]:
    """What differs in letters and messages, and what runs of no cohort of these. Raises as `find_drift`."""
    async with answering():
        looks = [*await _in_letters(place, None), *await _untold(place, None)]
        counted = await gather_limited(AT_A_TIME, partial(count_running, place.client), cohorts)
        if sum(counted) != await count_running(place.client):
            looks += await _strangers(place, cohorts)
        return await _confirmed_twice(looks)


async def _suspicions(place: Context, cohort: str | None, thorough: bool) -> list[Look]:
    if cohort is not None:
        looks, _ = await _in_cohort(place, cohort, thorough)
        return [*looks, *await _in_letters(place, cohort), *await _untold(place, cohort)]
    looks, listed = list[Look](), 0
    cohorts = sorted(await place.in_store(going_on))
    for key in cohorts:
        found, number = await _in_cohort(place, key, thorough)
        looks, listed = looks + found, listed + number
    if listed != await count_running(place.client):
        looks += await _strangers(place, cohorts)
    return [*looks, *await _in_letters(place, None), *await _untold(place, None)]


async def _in_cohort(place: Context, cohort: str, thorough: bool) -> tuple[list[Look], int]:
    """Its lives and its mornings; and how many lives of it run."""
    listed = {found.workflow_id: found async for found in running(place.client, cohort)}
    kept = {
        row.workflow_id: row for row in await place.in_store(lambda session: stored_entities(session, cohort))
    }
    now = datetime.now(UTC)
    lives = _all(listed, kept) if thorough else await suspicious(place, listed, kept, now)
    if lives:  # what has ended may have to be asked, too
        await check_worker(place.client)
    looks: list[Look] = [partial(look_at, place, *workflow_id) for workflow_id in lives]
    its_own = kept.get(EntityKind.COHORT.workflow_id(cohort))
    if its_own and its_own.lives:
        looks.append(partial(look_at_mornings, place, cohort))
    return looks, len(listed)


async def _strangers(place: Context, cohorts: Collection[str]) -> list[Look]:
    """Lives that run, and are of no cohort of these."""
    return [
        partial(look_at, place, found.kind, found.key)
        async for found in running(place.client, None)
        if found.cohort not in cohorts
    ]


def _all(listed: dict[str, Listed], kept: dict[str, StoredEntity]) -> list[tuple[EntityKind, str]]:
    """What runs, or should."""
    known = [(row.kind, row.key) for workflow_id, row in kept.items() if row.lives or workflow_id in listed]
    return [*known, *strangers(listed, kept)]


async def _in_letters(place: Context, cohort: str | None) -> list[Look]:
    delivered = await deliveries(place.client)
    return [
        *(partial(look_at_letter, place, letter) for letter in await _unattended(place, cohort, delivered)),
        *(partial(look_at_delivery, place, letter) for letter in await _unknown(place, cohort, delivered)),
    ]


async def _untold(place: Context, cohort: str | None) -> list[Look]:
    found = await place.in_store(lambda session: untold(session, cohort))
    return [partial(look_at_untold, place, target) for target in found]


async def _unattended(place: Context, cohort: str | None, delivered: set[str]) -> list[str]:
    return sorted(await place.in_store(lambda session: on_their_way(session, cohort)) - delivered)


async def _unknown(place: Context, cohort: str | None, delivered: set[str]) -> list[str]:
    """A delivery does not say of which cohort it is."""
    if cohort is not None:
        return []
    return sorted(await place.in_store(lambda session: not_there(session, delivered)))


async def _confirmed_twice(looks: Iterable[Look]) -> list[Drift]:
    first = await _confirmed(looks)
    if not first:
        return []
    await asyncio.sleep(_A_MOMENT)
    return [drift for _, drift in await _confirmed(look for look, _ in first)]


async def _confirmed(looks: Iterable[Look]) -> list[tuple[Look, Drift]]:
    """What the close looks find, in their order."""

    async def one(look: Look) -> tuple[Look, Drift | None]:
        return look, await look()

    return [(look, drift) for look, drift in await gather_limited(AT_A_TIME, one, looks) if drift]
