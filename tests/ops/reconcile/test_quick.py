"""The quick look costs no close one where a workflow only knows a later date than its row."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

import pytest
from temporalio.client import Client

from domain.entity.entity import EntityKind
from domain.pairing.due import due
from ops.reconcile.context import Context
from ops.reconcile.quick import suspicious
from ops.reconcile.server import Listed
from storage.database import Database
from storage.entities import stored_entities
from tests.living import Life, accepted, lived, utc
from tests.ops.reconcile.kept import recorded


@pytest.fixture
def entity() -> Life:
    """A pairing some months on, whose next date has changed since its last entry."""
    entity = lived(accepted)
    entity.until(utc(2027, 8, 16))
    assert due(entity.pairing, entity.now).snapshot.until != entity.entries[-1].snapshot.until
    return entity


async def _looked_at(database: Database, listed: dict[str, Listed], entity: Life) -> list[str]:
    with database.begin() as session:
        kept = {row.workflow_id: row for row in stored_entities(session) if row.kind is EntityKind.PAIRING}
    place = Context(cast(Client, None), database)
    return [key for _, key in await suspicious(place, listed, kept, entity.now)]


async def test_living_pairings_some_months_on_are_not_looked_at_closely(
    database: Database, entity: Life
) -> None:
    listed = recorded(database, entity, pairs=5)

    assert await _looked_at(database, listed, entity) == []


async def test_another_date_than_its_row_gives_by_now_is_suspicious(database: Database, entity: Life) -> None:
    listed = recorded(database, entity, pairs=2)
    name, seen = next(iter(listed.items()))
    assert seen.until
    moved = Listed(seen.kind, seen.workflow_id, seen.cohort, seen.stage, seen.until + timedelta(days=1))

    assert await _looked_at(database, listed | {name: moved}, entity) == [seen.key]


async def test_a_workflow_of_another_store_is_suspicious_however_alike_it_stands(
    database: Database, entity: Life
) -> None:
    listed = recorded(database, entity, pairs=3)
    ours, theirs, _ = listed
    marked = {ours: database.identity(), theirs: "another"}
    listed |= {name: replace(listed[name], store=store) for name, store in marked.items()}

    assert await _looked_at(database, listed, entity) == [listed[theirs].key]


async def test_a_life_that_has_not_recorded_what_was_due_long_ago_is_suspicious(
    database: Database, entity: Life
) -> None:
    listed = recorded(database, entity, pairs=1)
    (name,) = listed
    due_then = due(entity.pairing, entity.now)
    assert due_then.look_again
    entity.now = due_then.look_again + timedelta(minutes=4)
    as_if_recorded = Listed(EntityKind.PAIRING, name, None, entity.stage.value, _later(entity))

    assert await _looked_at(database, {name: as_if_recorded}, entity) == []
    entity.now += timedelta(minutes=2)
    assert await _looked_at(database, {name: as_if_recorded}, entity) == [listed[name].key]


def _later(entity: Life) -> datetime | None:
    """When something is due after what is due now."""
    return due(entity.pairing, entity.now).snapshot.until  # type: ignore[no-any-return]
