"""By what a text can be recognised as naming somebody: names and addresses, those of before included."""

import re
from collections.abc import Iterable
from email.headerregistry import Address
from email.parser import BytesHeaderParser
from email.policy import default
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.erasing.erasures import is_of
from storage.tables.entities import ApplicationRow, PairingRow
from storage.tables.letters import LetterRow
from storage.tables.people import PersonRow

_HEADERS = BytesHeaderParser(policy=default)


class Identifiers(NamedTuple):
    names: frozenset[str]
    emails: frozenset[str]
    """In lower case."""
    cohorts: frozenset[str]
    """The cohorts they were in: elsewhere the same name is somebody else's."""

    def are_in(self, text: str, cohort: str | None = None) -> bool:
        """Whether this text, of this cohort, names them, however it is broken into lines; by their address
        alone where they were not in that cohort."""
        words = self.names | self.emails if cohort in (None, *self.cohorts) else self.emails
        return bool(_any_of(words).search(_plain(text)))

    def taken_out(self, text: str) -> str:
        """The text with something else in their place."""
        return _any_of(self.names | self.emails).sub("[erased]", text)

    def is_one(self, value: object) -> bool:
        """Whether this value is one of their names or addresses, and nothing else."""
        return isinstance(value, str) and _plain(value).strip() in {*map(_plain, self.names), *self.emails}


def identifiers_of(session: Session, person: str) -> Identifiers:
    """As they are known now, as files said, and as letters greeted them."""
    row = session.get_one(PersonRow, person)
    names, emails = {row.name}, {row.email}
    said = select(ApplicationRow.imported, ApplicationRow.cohort).where(ApplicationRow.person == person)
    cohorts = set(session.scalars(select(PairingRow.cohort).where(is_of(person))))
    for imported, cohort in session.execute(said):
        cohorts.add(cohort)
        if imported:
            names.add(imported["name"])
            emails.add(imported["email"])
    letters = select(LetterRow.mime).where(LetterRow.person == person, LetterRow.mime != b"")
    for address in _readers(session.scalars(letters)):
        names.add(address.display_name)
        emails.add(address.addr_spec)
    emails = {email.lower() for email in emails}
    return Identifiers(frozenset(filter(None, names)), frozenset(emails), frozenset(cohorts))


def _readers(letters: Iterable[bytes]) -> Iterable[Address]:
    for mime in letters:
        header = _HEADERS.parsebytes(mime)["To"]
        yield from header.addresses if header else ()


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


@lru_cache(10)
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted((_plain(word) for word in words), key=len, reverse=True)
    return re.compile("|".join(map(_whole, longest_first)), re.IGNORECASE)


def _whole(word: str) -> str:
    """Not as a part of another name or address."""
    before, after = (r"(?<![\w.+-])", r"(?![\w-]|\.\w)") if "@" in word else (r"(?<!\w)", r"(?!\w)")
    return f"{before}{re.escape(word)}{after}"
