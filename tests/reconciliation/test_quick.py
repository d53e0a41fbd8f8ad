"""The quick look costs no close one where a workflow only knows a later date than its row."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

import pytest
from temporalio.client import Client

from domain.due import due
from domain.life import LifeKind
from reconciliation.asking import Listed
from reconciliation.place import Place
from reconciliation.quick import suspicious
from storage.database import Database
from storage.lives import kept_lives
from tests.living import Life, accepted, lived, utc
from tests.reconciliation.kept import recorded


@pytest.fixture
def life() -> Life:
    """A pairing some months on, whose next date has changed since its last entry."""
    life = lived(accepted)
    life.until(utc(2027, 8, 16))
    assert due(life.pairing, life.now).standing.until != life.entries[-1].snapshot.until
    return life


async def _looked_at(database: Database, listed: dict[str, Listed], life: Life) -> list[str]:
    with database.begin() as session:
        kept = {row.life: row for row in kept_lives(session) if row.kind is LifeKind.PAIRING}
    place = Place(cast(Client, None), database)
    return [key for _, key in await suspicious(place, listed, kept, life.now)]


async def test_living_pairings_some_months_on_are_not_looked_at_closely(
    database: Database, life: Life
) -> None:
    listed = recorded(database, life, pairs=5)

    assert await _looked_at(database, listed, life) == []


async def test_another_date_than_its_row_gives_by_now_is_suspicious(database: Database, life: Life) -> None:
    listed = recorded(database, life, pairs=2)
    name, seen = next(iter(listed.items()))
    assert seen.until
    moved = Listed(seen.kind, seen.life, seen.cohort, seen.stage, seen.until + timedelta(days=1))

    assert await _looked_at(database, listed | {name: moved}, life) == [seen.key]


async def test_a_workflow_of_another_store_is_suspicious_however_alike_it_stands(
    database: Database, life: Life
) -> None:
    listed = recorded(database, life, pairs=3)
    ours, theirs, _ = listed
    marked = {ours: database.identity(), theirs: "another"}
    listed |= {name: replace(listed[name], store=store) for name, store in marked.items()}

    assert await _looked_at(database, listed, life) == [listed[theirs].key]


async def test_a_life_that_has_not_recorded_what_was_due_long_ago_is_suspicious(
    database: Database, life: Life
) -> None:
    listed = recorded(database, life, pairs=1)
    (name,) = listed
    due_then = due(life.pairing, life.now)
    assert due_then.look_again
    life.now = due_then.look_again + timedelta(minutes=4)
    as_if_recorded = Listed(LifeKind.PAIRING, name, None, life.stage.value, _later(life))

    assert await _looked_at(database, {name: as_if_recorded}, life) == []
    life.now += timedelta(minutes=2)
    assert await _looked_at(database, {name: as_if_recorded}, life) == [listed[name].key]


def _later(life: Life) -> datetime | None:
    """When something is due after what is due now."""
    return due(life.pairing, life.now).standing.until  # type: ignore[no-any-return]
