"""Which rows of a file are one person's, and which cannot be: by address, role and name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from domain.enums import Role
from domain.people import is_same_name, name_key
from importing.rows import ValidatedRow
from importing.table import Problem

_MOST = 10
"""So many are listed in one note."""


class NamedRow(NamedTuple):
    number: int
    name: str
    email: str


class PeopleOfFile(NamedTuple):
    rows: list[ValidatedRow]
    """One for each person and role: the latest, with the time of the first."""
    problems: list[Problem]
    notes: list[str]


def people_of(rows: Sequence[ValidatedRow], email_column: str | None) -> PeopleOfFile:
    """Of a form that somebody has sent more than once, the latest counts; an address is one person's."""
    problems = list(_two_names(rows, email_column))
    in_doubt = {problem.row for problem in problems}
    sent = [list(same) for same in _sent_twice(row for row in rows if row.number not in in_doubt)]
    replaced = {id(row) for same in sent for row in same}
    latest = [_latest(same) for same in sent]
    kept = [row for row in rows if id(row) not in replaced] + latest
    return PeopleOfFile(
        rows=sorted(kept, key=lambda row: row.number),
        problems=problems,
        notes=[*_twice_notes(zip(sent, latest, strict=True)), *two_addresses(_named(kept))],
    )


def _named(rows: Iterable[ValidatedRow]) -> Iterator[NamedRow]:
    return (NamedRow(row.number, row.name, row.email) for row in rows if row.name and row.email)


def by_address(rows: Iterable[ValidatedRow]) -> list[list[ValidatedRow]]:
    """The rows of each address that has several."""
    found: dict[str, list[ValidatedRow]] = defaultdict(list)
    for row in rows:
        if row.email and row.role:
            found[row.email].append(row)
    return [same for same in found.values() if len(same) > 1]


def _two_names(rows: Sequence[ValidatedRow], column: str | None) -> Iterator[Problem]:
    for same in by_address(rows):
        first = next((row for row in same if row.name), same[0])
        for row in same:
            if row.name and not is_same_name(row.name, first.name):
                sentence = (
                    f"{row.email} is also in row {first.number}, with another name ({first.name!r}); an "
                    "address belongs to one person."
                )
                yield Problem(row=row.number, column=column, sentence=sentence)


def _sent_twice(rows: Iterable[ValidatedRow]) -> Iterator[list[ValidatedRow]]:
    found: dict[tuple[str, Role, str], list[ValidatedRow]] = defaultdict(list)
    for row in rows:
        if row.email and row.role and row.name:
            found[row.email, row.role, name_key(row.name)].append(row)
    return (same for same in found.values() if len(same) > 1)


def _latest(same: Sequence[ValidatedRow]) -> ValidatedRow:
    """By the form's own times, or else the lowest in the file. Whoever came in time first is in time."""
    times = [row.received for row in same if row.received]
    if len(times) < len(same):
        return max(same, key=lambda row: row.number)._replace(received=min(times, default=None))
    latest = max(same, key=lambda row: (row.received, row.number))
    return latest._replace(received=min(times))


def _twice_notes(sent: Iterable[tuple[Sequence[ValidatedRow], ValidatedRow]]) -> Iterator[str]:
    for same, latest in sent:
        numbers = ", ".join(str(row.number) for row in same)
        yield (
            f"{latest.email} has sent the form more than once (rows {numbers}): row {latest.number} counts, "
            "which is the latest."
        )


def two_addresses(rows: Iterable[NamedRow]) -> Iterator[str]:
    """A note on each name that is there with several addresses."""
    found: dict[str, dict[str, NamedRow]] = defaultdict(dict)
    for row in rows:
        found[name_key(row.name)].setdefault(row.email, row)
    several = [list(same.values()) for same in found.values() if len(same) > 1]
    for same in several[:_MOST]:
        where = " and ".join(f"{row.email} (row {row.number})" for row in same)
        yield (
            f"{same[0].name!r} is there with {len(same)} addresses: {where}. They are taken for different "
            "people and never paired with each other; if it is one person, leave out what does not count."
        )
    if len(several) > _MOST:
        yield f"{len(several) - _MOST} more names are there with several addresses."
