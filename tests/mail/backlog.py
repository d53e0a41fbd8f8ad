"""Letters that wait in the outbox of a store of their own, of several cohorts and of any urgency."""

from datetime import UTC, datetime
from uuid import uuid4

from domain.enums import Role
from domain.letter.kinds import QueuedLetter
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from mail.outbox import queued_letter
from storage import cohorts
from storage.database import Database
from storage.tables.letters import LetterRow
from tests.living import bristol

NORMAL, URGENT, CAN_WAIT = LetterName.INTRODUCTION, LetterName.SESSION_MOVED, LetterName.THANKS


def open_cohorts(database: Database, *keys: str) -> None:
    with database.begin() as session:
        for key in keys:
            cohorts.open_cohort(session, key, bristol(), datetime.now(UTC), is_demo=False)


def letters(database: Database, cohort: str, name: LetterName, count: int) -> list[QueuedLetter]:
    """So many letters of this name, each to an address that says its cohort and name."""
    with database.begin() as session:
        rows = [_row(cohort, name) for _ in range(count)]
        session.add_all(rows)
        session.flush()
        return [queued_letter(session, row.id) for row in rows]


def _row(cohort: str, name: LetterName) -> LetterRow:
    key = uuid4().hex
    return LetterRow(
        id=key,
        key=key,
        workflow_id=f"pairing-{cohort}-01",
        cohort=cohort,
        person=None,
        role=Role.MENTOR,
        name=name,
        written_at=datetime.now(UTC),
        recipient=f"{name}@{cohort}.example",
        subject="Hello",
        message_id=f"<{key}@uni.example>",
        mime=f"Subject: Hello\r\n\r\n{key}\r\n".encode(),
        is_farewell=False,
        hold_if_unsure=False,
        unwanted=False,
        asked_for=False,
        state=LetterState.PENDING,
        attempts=0,
        unsure=0,
    )
