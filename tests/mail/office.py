"""An outbox with letters in it, and what became of them."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from domain.entry import PairingEntry
from domain.letters import LetterName
from domain.life import LifeKind
from domain.words import Role
from mail import outbox
from mail.facts_of import to_partner
from storage import ledger, reading
from storage.database import Database
from storage.tables import LetterRow
from storage.views import LetterState
from tests.living import Life, utc
from tests.mail.stories import MAIL_FROM
from tests.world import written_down


def introduced(until: int = 15) -> Life:
    """A pair that has been introduced and has not answered; two letters, with no day on which they
    are out of date."""
    life = Life()
    life.until(utc(2027, 6, until))
    return life


class Office:
    """The letters of one pairing in a store, as the activities put them there."""

    def __init__(self, database: Database, life: Life, pairing: str | None = None) -> None:
        self.database = database
        self.life = life
        self.pairing = pairing or written_down(database)[0]
        self._recorded = 0
        self.record()

    def record(self) -> None:
        """Write down what has happened in the life since."""
        entries = [entry.changed(id=self.pairing) for entry in self.life.entries[self._recorded :]]
        with self.database.begin() as session:
            assert all(record(session, entry) for entry in entries)
        self._recorded = len(self.life.entries)

    def letter(self, name: LetterName = LetterName.INTRODUCTION, role: Role = Role.MENTOR) -> str:
        """The id of this letter."""
        return next(row.id for row in self.rows() if (row.name, row.role) == (name, role))

    def rows(self) -> list[LetterRow]:
        with self.database.begin() as session:
            views = reading.letters(session, life=LifeKind.PAIRING.of(self.pairing))
            return [session.get_one(LetterRow, view.id) for view in views]

    def row(self, letter: str) -> LetterRow:
        with self.database.begin() as session:
            return session.get_one(LetterRow, letter)

    def state(self, letter: str) -> LetterState:
        return LetterState(self.row(letter).state)

    def states(self, ids: Iterable[str]) -> set[LetterState]:
        return {self.state(letter) for letter in ids}

    def resend(self, letter: str) -> None:
        with self.database.begin() as session:
            outbox.resend(session, letter)

    def waiting(self) -> list[str]:
        with self.database.begin() as session:
            return outbox.waiting(session, LifeKind.PAIRING.of(self.pairing))

    def on_their_way(self) -> int:
        with self.database.begin() as session:
            return outbox.on_their_way(session, LifeKind.PAIRING.of(self.pairing))


def record(session: Session, entry: PairingEntry) -> bool:
    """Record this entry and its letters. Says whether it was new."""
    new = ledger.record(session, entry)
    if new:
        pairing, closes = reading.pairing(session, entry.id), entry.snapshot.sessions_close
        cohort = reading.cohort(session, pairing.cohort)
        outbox.write(session, entry, cohort.key, lambda x: to_partner(x, cohort, pairing, closes), MAIL_FROM)
        session.flush()
    return new
