"""An outbox with letters in it, and what became of them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Protocol, TypeVar
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from domain.application.due import ApplicationEntry
from domain.entity.entity import Entry
from domain.enums import Correspondent, Role
from domain.letter.letter import Letter, LetterName
from domain.letter.states import LetterState
from domain.pairing.due import PairingEntry
from domain.programme.programme import Programme
from mail import moderation, outbox
from mail.cohort_facts import to_coordinator
from mail.facts import Recipient
from mail.facts_of import about_application
from mail.record import record_with_letters
from storage import applications, arrivals, cohorts, ledger, queries
from storage.database import Database
from storage.tables.letters import LetterRow
from storage.views import CohortView
from tests.living import Life, utc
from tests.mail.application_stories import APPLIED, PAIRED, Admitted, Run, application
from tests.mail.stories import SENDER
from tests.world import written_down

ON_BOTH = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
"""For what depends on how a database locks and sorts."""

_OPENED = utc(2027, 5, 1)


class Lived(Protocol):
    """Whatever is lived: what has happened so far, in entries."""

    @property
    def entries(self) -> Sequence[Entry]: ...


V = TypeVar("V", bound=Lived)


def introduced(until: int = 15) -> Life:
    """A pair that has been introduced and has not answered; two letters, with no day on which they
    are out of date."""
    entity = Life()
    entity.until(utc(2027, 6, until))
    return entity


class Desk(Generic[V]):
    """The letters of one life in a store, as the activities put them there."""

    def __init__(self, database: Database, entity: V, key: str) -> None:
        self.database = database
        self.entity = entity
        self.key = key
        self._recorded = 0
        self.record()

    def record(self) -> None:
        """Write down what has happened in the life since."""
        entries = [entry.replace(id=self.key) for entry in self.entity.entries[self._recorded :]]
        with self.database.begin() as session:
            assert all(record(session, entry) for entry in entries)
        self._recorded = len(self.entity.entries)

    @property
    def name(self) -> str:
        """The life's name among all lives."""
        return self.entity.entries[0].kind.workflow_id(self.key)

    def letter(
        self, name: LetterName = LetterName.INTRODUCTION, role: Role | Correspondent = Role.MENTOR
    ) -> str:
        """The id of this letter."""
        return next(row.id for row in self.rows() if (row.name, row.role) == (name, role))

    def rows(self) -> list[LetterRow]:
        with self.database.begin() as session:
            views = queries.letters(session, workflow_id=self.name)
            return [session.get_one(LetterRow, view.id) for view in views]

    def row(self, letter: str) -> LetterRow:
        with self.database.begin() as session:
            return session.get_one(LetterRow, letter)

    def state(self, letter: str) -> LetterState:
        return LetterState(self.row(letter).state)

    def states(self, ids: Iterable[str]) -> set[LetterState]:
        return {self.state(letter) for letter in ids}

    def states_by_name(self) -> dict[str, LetterState]:
        """The state of the latest letter of each name."""
        return {row.name: LetterState(row.state) for row in self.rows()}

    def resend(self, letter: str) -> None:
        with self.database.begin() as session:
            moderation.resend(session, letter)

    def waiting(self) -> list[str]:
        with self.database.begin() as session:
            return [letter.id for letter in outbox.waiting(session, self.name)]

    def on_their_way(self) -> int:
        with self.database.begin() as session:
            return outbox.on_their_way(session)[self.name]


class Office(Desk[Life]):
    """The letters of one pairing."""

    def __init__(self, database: Database, entity: Life, pairing: str | None = None) -> None:
        super().__init__(database, entity, pairing or written_down(database)[0])

    @property
    def pairing(self) -> str:
        return self.key


class ApplicationDesk(Desk[Admitted]):
    """The letters about one application."""

    def __init__(self, database: Database, entity: Admitted, programme: Programme) -> None:
        key = opened(database, programme)
        with database.begin() as session:
            told = application(entity.entity.role)
            _, application_id = arrivals.upsert(session, key, told, _OPENED)
        super().__init__(database, entity, application_id)


class CohortDesk(Desk[Run]):
    """The letters about a cohort itself."""

    def __init__(self, database: Database, entity: Run, programme: Programme) -> None:
        super().__init__(database, entity, opened(database, programme))


def opened(database: Database, programme: Programme) -> str:
    """The key of a new cohort, in the store alone."""
    key = f"cohort-{uuid4().hex[:8]}"
    with database.begin() as session:
        cohorts.open_cohort(session, key, programme, _OPENED, is_demo=False)
    return key


def record(session: Session, entry: Entry) -> bool:
    """Record this entry and its letters. Says whether it was new."""
    if isinstance(entry, PairingEntry):
        new = record_with_letters(session, entry, SENDER)
        session.flush()
        return new
    new = ledger.record(session, entry)
    if new:
        cohort, address = _addressing(session, entry)
        outbox.write(session, entry, cohort, address, SENDER)
        session.flush()
    return new


def _addressing(session: Session, entry: Entry) -> tuple[CohortView, Callable[[Letter], Recipient]]:
    if isinstance(entry, ApplicationEntry):
        view, snapshot = applications.application(session, entry.id), entry.snapshot
        cohort = queries.cohort(session, view.cohort)
        return cohort, lambda letter: about_application(letter, cohort, view, snapshot)
    cohort = queries.cohort(session, entry.id)
    return cohort, lambda letter: to_coordinator(letter, cohort, APPLIED, PAIRED)
