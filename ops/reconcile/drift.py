"""Finding every drift: a quick look at everything, then a close one at what is suspicious, twice.

It serves a hundred thousand pairings: cohort by cohort the server is asked for a list, the store for a table.
Only what seems to differ is looked at by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from functools import partial

from temporalio.client import Client

from domain.entity.entity import EntityKind
from ops.reconcile.context import ReconcileContext
from ops.reconcile.entities import look_at, look_at_mornings
from ops.reconcile.erased import erased_who_are_back, look_at_erased
from ops.reconcile.kinds import Drift
from ops.reconcile.server import Listed, answering, check_worker, count_running, running
from ops.reconcile.waiting import look_at_letter, look_at_untold, undelivered, untold
from services.concurrency import gather_limited
from services.erasure.personal_files import PersonalFiles
from storage.database import Database
from storage.entities import StoredEntity, going_on, stored_entities

CloseLook = Callable[[], Awaitable[Drift | None]]
"""A close look at one thing that is suspicious."""

_AT_A_TIME = 20
_A_MOMENT = 2.0
"""Seconds between the two close looks: what is just being done is done by then."""


async def find_drift(
    client: Client,
    database: Database,
    cohort: str | None = None,
    thorough: bool = False,
    outside: PersonalFiles | None = None,
) -> list[Drift]:
    """Everything in which the store and the server differ, or what concerns this cohort.

    `thorough`: every running workflow is asked how far it is; otherwise only what the listing shows is
    compared: whether it runs, and its stage. Nothing is changed. Raises Unreachable if the server, the store
    or a worker is needed and does not answer.
    """
    context = ReconcileContext(client, database, outside)
    cohorts = [cohort] if cohort is not None else sorted(await context.in_store(going_on))
    async with answering():
        looks = [look for key in cohorts for look in await _in_cohort(context, key, thorough)]
        looks += await _waiting(context, cohort) if cohort is not None else await _elsewhere(context, cohorts)
        if cohort is None:
            looks += [partial(look_at_erased, context, one) for one in await erased_who_are_back(context)]
        return await _confirmed_twice(looks)


async def drift_in_cohort(context: ReconcileContext, cohort: str) -> list[Drift]:
    """What a quick look at the workflows of this cohort finds. Raises as `find_drift`."""
    async with answering():
        return await _confirmed_twice(await _in_cohort(context, cohort, thorough=False))


async def drift_elsewhere(context: ReconcileContext, cohorts: Collection[str]) -> list[Drift]:
    """What waits and is not done, and what runs of no cohort of these. Raises as `find_drift`."""
    async with answering():
        return await _confirmed_twice(await _elsewhere(context, cohorts))


async def _in_cohort(context: ReconcileContext, cohort: str, thorough: bool) -> list[CloseLook]:
    """Its workflows and its mornings."""
    listed = {found.workflow_id: found async for found in running(context.client, cohort)}
    rows = await context.in_store(lambda session: stored_entities(session, cohort))
    kept = {row.workflow_id: row for row in rows}
    found = {name: (kept.get(name), listed.get(name)) for name in [*kept, *(listed.keys() - kept.keys())]}
    looks: list[CloseLook] = [
        partial(look_at, context, one.kind, one.key)
        for row, seen in found.values()
        if (one := row or seen) and _is_suspicious(row, seen, thorough)
    ]
    if looks:  # what has ended may have to be asked, too
        await check_worker(context.client)
    its_own = kept.get(EntityKind.COHORT.workflow_id(cohort))
    return [*looks, partial(look_at_mornings, context, cohort)] if its_own and its_own.goes_on else looks


def _is_suspicious(row: StoredEntity | None, seen: Listed | None, thorough: bool) -> bool:
    if row is None or seen is None:
        return row is None or row.goes_on
    return thorough or row.stage != seen.stage


async def _elsewhere(context: ReconcileContext, cohorts: Collection[str]) -> list[CloseLook]:
    looks = await _waiting(context, None)
    counted = await gather_limited(_AT_A_TIME, partial(count_running, context.client), cohorts)
    if sum(counted) != await count_running(context.client):
        looks += [
            partial(look_at, context, found.kind, found.key)
            async for found in running(context.client, None)
            if found.cohort not in cohorts
        ]
    return looks


async def _waiting(context: ReconcileContext, cohort: str | None) -> list[CloseLook]:
    return [
        *[partial(look_at_letter, context, letter) for letter in await undelivered(context, cohort)],
        *[partial(look_at_untold, context, target) for target in await untold(context, cohort)],
    ]


async def _confirmed_twice(looks: Iterable[CloseLook]) -> list[Drift]:
    first = await _confirmed(looks)
    if not first:
        return []
    await asyncio.sleep(_A_MOMENT)
    return [drift for _, drift in await _confirmed(look for look, _ in first)]


async def _confirmed(looks: Iterable[CloseLook]) -> list[tuple[CloseLook, Drift]]:
    """What the close looks find, in their order."""

    async def one(look: CloseLook) -> tuple[CloseLook, Drift | None]:
        return look, await look()

    return [(look, drift) for look, drift in await gather_limited(_AT_A_TIME, one, looks) if drift]
