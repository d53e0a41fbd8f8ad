"""Which letters name somebody. All letters of the store are read for it, which may take minutes; their bytes
never change, so each is read once, a few in each transaction."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.erasing.identifiers import Identifiers, identifiers_of
from storage.tables.letters import LetterRow

Reads = Callable[[bytes], str]
"""All words of a letter, from its bytes."""
_A_FEW = 200


class LetterReader:
    def __init__(self, session: Session, person: str, reads: Reads, only_their_cohorts: bool = False) -> None:
        """`only_their_cohorts`: letters of cohorts they were not in are not looked at."""
        self.only_their_cohorts = only_their_cohorts
        self.known: Identifiers = identifiers_of(session, person)
        self._reads = reads
        self._names_them: dict[str, bool] = {}

    def read_on(self, session: Session) -> bool:
        """Read a few more. Says whether there may be others."""
        ids = session.scalars(select(LetterRow.id).where(LetterRow.mime != b""))
        unread = [one for one in ids if one not in self._names_them][:_A_FEW]
        query = select(LetterRow.id, LetterRow.mime, LetterRow.cohort).where(LetterRow.id.in_(unread))
        for letter, mime, cohort in session.execute(query):
            self._names_them[letter] = self.known.are_in(self._reads(mime), cohort)
        return len(unread) == _A_FEW

    def names_them(self, session: Session, letter: str) -> bool:
        """Whether this letter does, by what stands in it."""
        if letter not in self._names_them:
            row = session.get_one(LetterRow, letter)
            self._names_them[letter] = self.known.are_in(self._reads(row.mime), row.cohort)
        return self._names_them[letter]
