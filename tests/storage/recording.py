"""Entries are recorded, and read back."""

from domain.entity.entity import EntityKind, Entry
from domain.entity.outcomes import Outcome
from storage import ledger, queries
from storage.database import Database


def record_entries(database: Database, key: str, *entries: Entry) -> list[bool]:
    with database.begin() as session:
        return [ledger.record(session, entry.replace(id=key)) for entry in entries]


def outcomes_of(database: Database, key: str, kind: EntityKind = EntityKind.PAIRING) -> list[Outcome]:
    with database.begin() as session:
        return queries.outcomes(session, kind.workflow_id(key))
