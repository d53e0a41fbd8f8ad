"""What has been kept for long enough goes in the night, and it is written down that it did."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from ops.reconcile.periodic import Periodic
from ops.retention import remove_what_is_due, until_night
from storage.database import Database
from storage.tables.audit import ActorRow, AuditRow
from storage.tables.letters import LetterRow
from tests.every import every
from tests.logged import logged
from tests.services.erasure.canaries import NOW
from tests.services.retained import lived, outside

pytestmark = pytest.mark.store

NOBODY = cast(Client, None)


def _kept(database: Database) -> int:
    with database.begin() as session:
        return len([mime for mime in session.scalars(select(LetterRow.mime)) if mime])


@every(
    "now, hours",
    [(datetime(2027, 3, 1, 2, tzinfo=UTC), 1), (datetime(2027, 3, 1, 3, tzinfo=UTC), 24)],
)
def test_the_night_is_at_three(now: datetime, hours: int) -> None:
    assert until_night(now) == timedelta(hours=hours)


def test_what_is_due_goes_and_the_audit_says_who_did_it(database: Database, tmp_path: Path) -> None:
    lived(database, NOW - timedelta(days=100))

    with logged("retention_applied") as lines:
        remove_what_is_due(NOBODY, database, outside(tmp_path))

    assert (_kept(database), lines[0]["letters"]) == (0, 3)
    with database.begin() as session:
        entry, who = session.execute(select(AuditRow, ActorRow.name).join(ActorRow)).one()
        assert (who, entry.action, entry.result) == ("Tandem itself", "retention.apply", "done")
        assert entry.subjects == ["cohort-first"]


def test_where_nothing_is_due_nothing_is_written_down(database: Database, tmp_path: Path) -> None:
    lived(database, NOW)

    remove_what_is_due(NOBODY, database, outside(tmp_path))

    with database.begin() as session:
        assert session.scalar(select(AuditRow.number)) is None


def test_an_old_letter_of_the_mail_catcher_goes_where_nothing_else_is_due(
    database: Database, tmp_path: Path
) -> None:
    lived(database, NOW)
    place = outside(tmp_path)
    place.letters.mkdir()
    for name, age in (("old", 91), ("new", 89)):
        file = place.letters / f"{name}.eml"
        file.write_text("a letter")
        at = (datetime.now(UTC) - timedelta(days=age)).timestamp()
        os.utime(file, (at, at))

    remove_what_is_due(NOBODY, database, place)

    assert [file.name for file in place.letters.iterdir()] == ["new.eml"]


async def _tried(store: Database, folder: Path, attempt: int) -> timedelta:
    """How long after this attempt the next is due."""
    environment = ActivityEnvironment()
    environment.info = replace(environment.default_info(), attempt=attempt)
    with pytest.raises(ApplicationError, match="it is done again") as again:
        await environment.run(Periodic(NOBODY, store, outside(folder)).retain)
    assert again.value.next_retry_delay
    return again.value.next_retry_delay


async def test_a_worker_that_begins_waits_for_the_night(tmp_path: Path) -> None:
    store = Database(f"sqlite:///{tmp_path / 'tandem.db'}")
    store.upgrade()
    lived(store, NOW - timedelta(days=100))

    assert await _tried(store, tmp_path, attempt=1) <= timedelta(days=1)
    assert _kept(store) == 3
    assert await _tried(store, tmp_path, attempt=2) <= timedelta(days=1)
    assert _kept(store) == 0
