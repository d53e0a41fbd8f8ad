"""Who is in the list of erasures is noticed when they are back in the store, and nobody else is."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.enums import Role
from ops.reconcile.erased import _back
from services.erasure.ledger import ErasureLedger
from storage.database import Database
from storage.erasing import erasures
from storage.tables.entities import ApplicationRow
from storage.tables.people import PersonRow
from tests.services.erasure.canaries import EMAIL, NOW, applied, canary, open_in, somebody

pytestmark = pytest.mark.store


@pytest.fixture
def ledger(tmp_path: Path) -> ErasureLedger:
    return ErasureLedger(tmp_path / "erasures.jsonl", tmp_path / "erasures.key")


@pytest.fixture
def person(database: Database) -> str:
    """The id of somebody who has applied, beside somebody else."""
    open_in(database, "first")
    applied(database, "first", canary(Role.MENTOR))
    applied(database, "first", somebody("tom", Role.MENTEE))
    with database.begin() as session:
        return session.scalars(select(PersonRow.id).where(PersonRow.email == EMAIL)).one()


def _found(database: Database, ledger: ErasureLedger) -> list[str]:
    with database.begin() as session:
        return _back(session, ledger)


def test_as_long_as_nobody_was_erased_nobody_is_back(
    database: Database, person: str, ledger: ErasureLedger
) -> None:
    assert _found(database, ledger) == []
    assert not ledger.key_file.exists()


def test_who_was_restored_is_known_by_their_id_whatever_their_address_was(
    database: Database, person: str, ledger: ErasureLedger
) -> None:
    ledger.add(person, "their.later@uni.example", NOW)

    assert _found(database, ledger) == [person]


def test_who_is_being_erased_already_is_not_back(
    database: Database, person: str, ledger: ErasureLedger
) -> None:
    ledger.add(person, EMAIL, NOW)
    with database.begin() as session:
        erasures.ask(session, person, NOW)

    assert _found(database, ledger) == []


def test_who_has_another_id_is_known_by_their_address(
    database: Database, person: str, ledger: ErasureLedger
) -> None:
    ledger.add("their id of before", EMAIL, NOW + timedelta(hours=1))

    assert _found(database, ledger) == [person]


def test_who_has_applied_anew_since_is_not_erased_again(
    database: Database, person: str, ledger: ErasureLedger
) -> None:
    ledger.add("their id of before", EMAIL, NOW - timedelta(hours=1))

    assert _found(database, ledger) == []


def test_a_file_that_still_has_a_form_of_before_brings_them_back(
    database: Database, person: str, ledger: ErasureLedger
) -> None:
    ledger.add("their id of before", EMAIL, NOW - timedelta(hours=1))
    with database.begin() as session:
        of_theirs = ApplicationRow.person == person
        session.execute(update(ApplicationRow).where(of_theirs).values(sent_at=NOW - timedelta(days=1)))

    assert _found(database, ledger) == [person]


def test_without_the_key_people_are_still_known_by_their_ids(
    database: Database, person: str, ledger: ErasureLedger
) -> None:
    ledger.add(person, EMAIL, NOW)
    ledger.key_file.unlink()

    assert _found(database, ledger) == [person]
