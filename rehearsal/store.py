"""What a simulated cohort asks of the world, answered by a real store and the real letters."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from sqlalchemy import event
from sqlalchemy.orm import Session

from domain.application.events import ApplicationSignal
from domain.cohort.activity_io import Batch, NextPairings
from domain.entity.entity import Entry
from domain.errors import Refused
from domain.letter.states import LetterState
from domain.pairing.due import PairingEntry
from domain.value import Value
from mail.facts import Sender
from mail.record import record_with_letters
from settings import Settings
from storage import cohorts, drafting, drafts, ledger
from storage.database import Database
from storage.tables.entities import ApplicationRow, CohortRow, PairingRow
from storage.tables.every import Base
from storage.tables.letters import LetterRow
from storage.tables.people import PersonRow

_READ_OFTEN = (ApplicationRow, CohortRow, PairingRow, PersonRow)


@contextmanager
def memory() -> Iterator[Session]:
    """A store of one's own that is gone afterwards, in one transaction. A letter arrives the moment it is
    written."""
    with closing(Database("sqlite://")) as database:
        Base.metadata.create_all(database.engine)
        with database.begin() as session:
            event.listen(session, "before_flush", _deliver)
            event.listen(session, "pending_to_persistent", _keep)
            yield session


def _deliver(session: Session, *_: object) -> None:
    for row in session.new:
        if isinstance(row, LetterRow):
            row.state, row.sent_at = LetterState.SENT, row.written_at


def _keep(session: Session, row: object) -> None:
    """A session forgets a row that nobody holds, and would ask for it again each time."""
    if isinstance(row, _READ_OFTEN):
        session.info.setdefault("kept", []).append(row)


class SimulatedStore:
    """What the entities ask, asked of this store."""

    def __init__(self, session: Session, recorded: Callable[[], None] = lambda: None) -> None:
        """`recorded`: called after each entry."""
        self._session, self._recorded = session, recorded
        self._sender = Sender(Settings.model_construct().mail_from, store="rehearsal")
        self._rules: dict[str, Value] = {}
        """By which each entity goes on: recorded when they change, as by a workflow."""

    def record(self, entry: Entry) -> None:
        known = self._rules.get(entry.workflow_id)
        if entry.rules is not None:
            self._rules[entry.workflow_id] = entry.rules
        record_with_letters(
            self._session, entry.replace(rules=None) if entry.rules == known else entry, self._sender
        )
        self._recorded()

    def draft(self, cohort: str, now: datetime) -> bool:
        try:
            draft = drafting.drafted(drafting.question(self._session, cohort))
        except Refused:
            return False
        drafts.store_draft(self._session, cohort, draft, now)
        return True

    def to_begin(self, question: NextPairings) -> Batch:
        return cohorts.next_batch(self._session, question)

    def news(self, entry: PairingEntry) -> Iterable[tuple[str, ApplicationSignal]]:
        return list(ledger.news_for_applications(self._session, entry))

    def without_a_partner(self, cohort: str) -> Iterable[str]:
        return drafts.unplaced_when_approved(self._session, cohort)
