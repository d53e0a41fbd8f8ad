"""A context for each kind of service: the store alone, and a Tandem at work."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from temporalio.client import Client

from domain.errors import Unreachable
from domain.programme.programme import Programme
from services.context import Context
from storage import cohorts
from storage.database import Database
from tests.world import World

ACTOR = "Jo Coordinator"


@pytest.fixture
def at_store(sqlite_store: Database) -> Context:
    """The server is away."""

    async def away() -> Client:
        raise Unreachable("The Temporal server is away.")

    return Context(sqlite_store, away, ACTOR)


@pytest.fixture
def at_work(world: World) -> Context:
    async def client() -> Client:
        return world.client

    return Context(world.database, client, ACTOR)


def open_cohort(context: Context, programme: Programme) -> str:
    """The key of a new cohort, in the store alone."""
    key = f"cohort-{uuid4().hex[:8]}"
    with context.store() as session:
        cohorts.open_cohort(session, key, programme, datetime.now(UTC), is_demo=False)
    return key
