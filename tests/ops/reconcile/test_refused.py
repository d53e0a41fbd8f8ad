"""A life that the store refuses to record: named as long as it is really so, and gone on with afterwards."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

import ops.reconcile.entities
from domain.pairing.events import Reschedule
from ops.reconcile.drift import DriftKind
from ops.reconcile.repair import repair
from ops.reconcile.sentences import what
from tests.living import utc
from tests.ops.reconcile.broken import comes_to, drift_in, running
from tests.world import World, eventually

_MOVED = Reschedule(
    gathering="review",
    sitting="1",
    starts=utc(2027, 10, 8),
    ends=utc(2027, 10, 8) + timedelta(hours=1),
)
"""Something that neither the stage nor the next step shows."""


@contextmanager
def _refused(world: World, pairing: str) -> Iterator[None]:
    """The store refuses whatever happens to this pairing."""
    with world.database.begin() as session:
        session.execute(
            text(
                f"CREATE TRIGGER refused BEFORE INSERT ON outcomes WHEN NEW.life = 'pairing-{pairing}' "
                "BEGIN SELECT RAISE(ABORT, 'refused'); END"
            )
        )
    try:
        yield
    finally:
        with world.database.begin() as session:
            session.execute(text("DROP TRIGGER refused"))


async def _tried_again(world: World, pairing: str) -> None:
    """Once its record has failed and is tried again."""
    while True:
        described = await world.pairings.handle(pairing).describe()
        if any(pending.attempt > 1 for pending in described.raw_description.pending_activities):
            return
        await asyncio.sleep(0.05)


async def test_a_life_that_is_refused_again_and_again_is_named_until_it_is_recorded(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, pairing = await running(world)
    before = world.pairing(pairing).revision

    with _refused(world, pairing):
        await world.pairings.signal(pairing, _MOVED)
        await _tried_again(world, pairing)
        assert await drift_in(world, key, thorough=True) == []  # it may just be waiting

        monkeypatch.setattr(ops.reconcile.entities, "_TRIES", 1)
        found = await comes_to(world, key, DriftKind.NOT_RECORDED, thorough=True)
        (refused,) = found
        assert refused.id == f"pairing-{pairing}"
        assert what(refused).endswith("however often that is tried. The last failure: StoreError.")
        assert await repair(world.client, world.database, found) == []

    await eventually(lambda: world.pairing(pairing).revision > before)
    await comes_to(world, key, thorough=True)
