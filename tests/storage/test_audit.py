"""The audit in the store: one chain, whoever adds to it, and what somebody changes by hand is found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, update

from domain.audit import AuditResult
from storage import audit
from storage.audit import AuditFilter
from storage.database import Database
from storage.people import get_or_create_actor
from storage.tables.audit import AuditRow

pytestmark = pytest.mark.store


def _add(database: Database, name: str, *subjects: str) -> None:
    with database.begin() as session:
        actor = get_or_create_actor(session, name)
        audit.append(session, datetime.now(UTC), actor, "pairings.history", AuditResult.DONE, subjects)


def _broken_at(database: Database) -> int | None:
    with database.begin() as session:
        return audit.broken_at(session)


def test_what_many_add_at_once_is_one_whole_chain(database: Database) -> None:
    def add(number: int) -> None:
        _add(database, f"user {number % 3}", f"pairing-x-{number}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(24)))

    with database.begin() as session:
        assert audit.latest(session).number == 24
        assert len(audit.entries(session, AuditFilter(), 100)) == 24
    assert _broken_at(database) is None


def test_a_row_that_was_changed_by_hand_is_found(database: Database) -> None:
    for number in range(4):
        _add(database, "kate", f"pairing-x-{number}")

    with database.begin() as session:
        session.execute(update(AuditRow).where(AuditRow.number == 3).values(subjects=["pairing-x-9"]))

    assert _broken_at(database) == 3


def test_a_row_that_was_taken_away_is_found_also_the_last(database: Database) -> None:
    for number in range(4):
        _add(database, "kate", f"pairing-x-{number}")

    with database.begin() as session:
        session.execute(delete(AuditRow).where(AuditRow.number == 4))

    assert _broken_at(database) == 4


def test_entries_are_found_by_who_about_whom_and_since_when(database: Database) -> None:
    _add(database, "kate", "pairing-x-1", "pairing-x-2")
    _add(database, "tom", "pairing-x-1")

    def found(wanted: AuditFilter, most: int = 10) -> list[int]:
        with database.begin() as session:
            return [entry.number for entry, _ in audit.entries(session, wanted, most)]

    assert found(AuditFilter()) == [2, 1]
    assert found(AuditFilter(), most=1) == [2]
    assert found(AuditFilter(actor="kate")) == [1]
    assert found(AuditFilter(subject="x-2")) == [1]
    assert found(AuditFilter(subject="pairing-x-1")) == [2, 1]
    assert found(AuditFilter(since=datetime(2099, 1, 1, tzinfo=UTC))) == []
