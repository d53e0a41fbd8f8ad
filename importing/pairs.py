"""Pairs that a coordinator has matched by hand, in any file that applications can be in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from domain.enums import Arrangement
from domain.errors import BadInput
from domain.people import Pair, PersonDetails, is_same_name
from importing import answers
from importing.people import NamedRow, two_addresses
from importing.reading import read_table, refuse_doubts
from importing.table import Problem, Row, Sheet, same_heading

T = TypeVar("T")

COLUMNS = ("mentor_name", "mentor_email", "mentee_name", "mentee_email")
_FIELDS = {same_heading(column): column for column in (*COLUMNS, "arrangement")}


class PairsFile(NamedTuple):
    pairs: list[Pair]
    notes: tuple[str, ...]
    """What to look at, though it keeps nobody from being paired."""


def read_pairs(
    path: Path,
    arrangements: tuple[Arrangement, ...],
    sheet: str | None = None,
    encoding: str | None = None,
    sure: bool = False,
) -> PairsFile:
    """The pairs in this text file (CSV) or workbook; raises BadInput with every problem in it.

    The arrangement may be left out where the programme has only one. `sheet`, `encoding`: see `read_table`;
    `sure`: somebody has looked at letters that are in doubt.
    """
    table = read_table(path, sheet, _FIELDS, encoding)
    refuse_doubts(path.name, table.doubts, sure)
    problems = list(_wrong_columns(table))
    pairs = [] if problems else [_pair(row, table, arrangements, problems) for row in table.rows]
    made = [(row.number, pair) for row, pair in zip(table.rows, pairs, strict=False) if pair]
    problems += _doubles(made)
    if problems:
        in_order = sorted(problems, key=lambda problem: problem.row)
        raise BadInput(*(f"{path.name}, {problem}" for problem in in_order))
    notes = (*table.notes, *two_addresses(_people(made)))
    return PairsFile([pair for _, pair in made], notes)


def _wrong_columns(table: Sheet) -> Iterator[Problem]:
    found = {same_heading(heading): heading for heading in table.columns}
    if missing := [column for column in COLUMNS if same_heading(column) not in found]:
        there = ", ".join(table.columns)
        sentence = f"the columns must be named; missing: {', '.join(missing)} (there are: {there})."
        yield Problem(row=table.heading_row, column=None, sentence=sentence)
    for heading in (found[key] for key in found if key not in _FIELDS):
        sentence = f"column {heading!r} is not known; remove it or rename it."
        yield Problem(row=table.heading_row, column=None, sentence=sentence)
    if not table.rows:
        sentence = "there are headings, and no pairs below them."
        yield Problem(row=table.heading_row, column=None, sentence=sentence)


class _PairReader:
    """A row asked field by field; what is wrong with its answers is added to `problems`."""

    def __init__(self, row: Row, table: Sheet, problems: list[Problem]) -> None:
        fields = [_FIELDS[same_heading(heading)] for heading in table.columns]
        self._number, self._problems = row.number, problems
        self._cells = dict(zip(fields, row.cells, strict=True))
        self._headings = dict(zip(fields, table.columns, strict=True))

    def read(self, field: str, meaning: Callable[[str], T]) -> T | None:
        try:
            return meaning(self._cells.get(field, ""))
        except BadInput as problem:
            self.wrong(field, str(problem))
            return None

    def wrong(self, field: str, sentence: str) -> None:
        heading = self._headings.get(field)
        self._problems.append(Problem(row=self._number, column=heading, sentence=sentence))

    def person(self, role: str) -> PersonDetails | None:
        name, email = self.read(f"{role}_name", _name), self.read(f"{role}_email", _email)
        return PersonDetails(name=name, email=email) if name and email else None


def _pair(
    row: Row, table: Sheet, arrangements: tuple[Arrangement, ...], problems: list[Problem]
) -> Pair | None:
    reader = _PairReader(row, table, problems)
    mentor, mentee = reader.person("mentor"), reader.person("mentee")
    arrangement = reader.read("arrangement", lambda value: _arrangement(value, arrangements))
    if mentor and mentee and mentor.email == mentee.email:
        reader.wrong("mentee_email", f"{mentee.email} is also the mentor's; a pair is two people.")
    elif mentor and mentee and is_same_name(mentor.name, mentee.name):
        sentence = (
            "is the mentor's name, too; a pair is two people. If they are two, add what tells them apart."
        )
        reader.wrong("mentee_name", f"{answers.quoted(mentee.name)} {sentence}")
    elif mentor and mentee and arrangement:
        return Pair(mentor=mentor, mentee=mentee, arrangement=arrangement)
    return None


def _name(value: str) -> str:
    if not value:
        raise BadInput("there is no name.")
    return answers.whole_name(value)


def _email(value: str) -> str:
    if not value:
        raise BadInput("there is no email address.")
    return answers.address(value)


def _arrangement(value: str, arrangements: tuple[Arrangement, ...]) -> Arrangement:
    if not value and len(arrangements) == 1:
        return arrangements[0]
    if value.lower() in set(arrangements):
        return Arrangement(value.lower())
    what = f"{answers.quoted(value)} is not offered by this programme" if value else "there is no arrangement"
    raise BadInput(f"{what}; write {' or '.join(arrangements)}.")


def _people(pairs: list[tuple[int, Pair]]) -> Iterator[NamedRow]:
    for number, pair in pairs:
        for person in (pair.mentor, pair.mentee):
            yield NamedRow(number, person.name, person.email)


def _doubles(pairs: list[tuple[int, Pair]]) -> Iterator[Problem]:
    names: dict[str, str] = {}
    rows: dict[tuple[str, str], int] = {}
    for number, pair in pairs:
        for person in (pair.mentor, pair.mentee):
            name = names.setdefault(person.email, person.name)
            if not is_same_name(name, person.name):
                sentence = f"{person.email} is {name!r} in one row and {person.name!r} in another."
                yield Problem(row=number, column=None, sentence=sentence)
        key = (pair.mentor.email, pair.mentee.email)
        if rows.setdefault(key, number) != number:
            sentence = f"{' and '.join(key)} are paired twice, also in row {rows[key]}; remove one row."
            yield Problem(row=number, column=None, sentence=sentence)
