"""Outboxes with letters in them."""

import pytest

from domain.enums import Role
from domain.pairing.events import Withdraw
from storage.database import Database
from tests.mail.office import Office, introduced


@pytest.fixture
def office(database: Database) -> Office:
    """Two introductions in the outbox."""
    return Office(database, introduced())


@pytest.fixture
def left(database: Database) -> Office:
    """A pair that was introduced, and of which the mentee has left: there is sad news for the mentor."""
    entity = introduced()
    entity.update(Withdraw(role=Role.MENTEE))
    return Office(database, entity)
