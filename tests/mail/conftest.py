"""Outboxes with letters in them."""

from collections.abc import Iterator

import pytest

from domain.enums import Role
from domain.pairing.events import Withdraw
from storage.database import Database
from tests.conftest import emptied
from tests.mail.office import Office, introduced


@pytest.fixture(params=["sqlite"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty store, on SQLite; on PostgreSQL, too, where it is about locks and turns (`ON_BOTH`)."""
    yield from emptied(request.getfixturevalue(f"{request.param}_store"))


@pytest.fixture
def office(database: Database) -> Office:
    """Two introductions in the outbox."""
    return Office(database, introduced())


@pytest.fixture
def left(database: Database) -> Office:
    """A pair that was introduced, and of which the mentee has left: there is sad news for the mentor."""
    entity = introduced()
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()
    return Office(database, entity)
