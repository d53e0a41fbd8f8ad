"""Many facts about pairs and applicants from a coordinator's list: who, what, when, in any file that
applications can be in.

Here a row is understood by itself; whether what it says can have happened, the pairings and applications
themselves say (`services/cohorts/pairing_facts.py`).
"""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from domain.application.facts import OF_A_CONDITION, OF_A_SEAT, ApplicantFact, ApplicantFactKind
from domain.enums import EndReason, ReviewChoice
from domain.errors import BadInput
from domain.pairing.facts import OF_A_GATHERING, Fact, FactKind
from importing.answers import quoted, same_answer
from importing.dates import DayOrder
from importing.days import WrittenDay, read_days
from importing.reading import read_table
from importing.table import Problem, Row, Sheet, same_heading

T = TypeVar("T")

NEEDED = ("what", "when")
COLUMNS = (
    "pairing",
    "application",
    "mentor",
    "mentee",
    "who",
    "what",
    "when",
    "gathering",
    "condition",
    "minutes",
    "choice",
    "reason",
    "notes",
)
"""As the template has them."""
OF_APPLICANTS = ("application", "condition")
"""Those that say nothing of pairs."""
_SYNONYMS = {
    "pair": "pairing",
    "id": "pairing",
    "applicant": "application",
    "person": "who",
    "email": "who",
    "name": "who",
    "event": "what",
    "date": "when",
    "day": "when",
    "note": "notes",
}
_FIELDS = {**{same_heading(column): column for column in COLUMNS}, **_SYNONYMS}

_KINDS: Mapping[str, FactKind | ApplicantFactKind] = {
    **{kind.value: kind for kind in ApplicantFactKind},
    **{kind.value: kind for kind in FactKind},
    "accept": FactKind.ACCEPTED,
    "came": FactKind.ATTENDED,
    "attend": FactKind.ATTENDED,
    "absent": FactKind.MISSED,
    "did not come": FactKind.MISSED,
    "waived": FactKind.EXCUSED,
    "session": FactKind.MET,
    "held": FactKind.MET,
    "not held": FactKind.NOT_MET,
    "did not meet": FactKind.NOT_MET,
    "review": FactKind.REVIEWED,
    "evaluated": FactKind.ANSWERED,
    "back": FactKind.RESUMED,
    "left": FactKind.WITHDREW,
    "withdrawn": FactKind.WITHDREW,
    "manager supports": ApplicantFactKind.SUPPORTED,
    "manager does not support": ApplicantFactKind.NOT_SUPPORTED,
    "accepted the place": ApplicantFactKind.TOOK_UP,
}
"""What is of pairs and of applicants is read as of pairs; which it is, its gathering or person says."""
_WORDS = dict.fromkeys(kind.value for kind in (*FactKind, *ApplicantFactKind))
_REASONS = {
    "": None,
    "coordinator": EndReason.COORDINATOR,
    "ended by coordinator": EndReason.COORDINATOR,
    "no contact": EndReason.NO_CONTACT,
}
_BELONGS: Mapping[str, tuple[FactKind | ApplicantFactKind, ...]] = {
    "gathering": (*OF_A_GATHERING, *OF_A_SEAT),
    "condition": OF_A_CONDITION,
    "minutes": (FactKind.MET, FactKind.NOT_MET),
    "choice": (FactKind.REVIEWED,),
    "reason": (FactKind.ENDED,),
}
_LONGEST = 600


class FactRow(NamedTuple):
    row: int
    """The number that a spreadsheet program shows."""
    pairing: str
    """As it is written; empty where the person says which."""
    who: str
    fact: Fact | ApplicantFact
    application: str = ""
    """As it is written."""


class FactsFile(NamedTuple):
    rows: list[FactRow]
    """Those that could be understood."""
    problems: list[Problem]
    empty: int
    """How many rows say nothing."""
    notes: tuple[str, ...]


def read_facts(
    path: Path,
    sheet: str | None = None,
    today: date | None = None,
    order: DayOrder | None = None,
    encoding: str | None = None,
) -> FactsFile:
    """`sheet`, `encoding`: see `read_table`; `today`: none of the dates can be a later one; `order`: what the
    coordinator says of dates such as 11/12/2026. Raises BadInput for what is no such list; what is wrong with
    single rows is in the answer."""
    table = read_table(path, sheet, _FIELDS, encoding)
    _check_columns(path.name, table)
    column = _column(table, "when")
    days = read_days({row.number: row.cells[column] for row in table.rows}, today, order)
    readers = [_FactReader(row, table, days[row.number]) for row in table.rows]
    rows = [row for reader in readers if reader.says_something and (row := reader.read())]
    return FactsFile(
        rows,
        [problem for reader in readers for problem in reader.problems],
        sum(not reader.says_something for reader in readers),
        (*table.doubts, *table.notes, *_not_read(table)),
    )


def _column(table: Sheet, field: str) -> int:
    return [_FIELDS.get(same_heading(heading)) for heading in table.columns].index(field)


def _check_columns(file: str, table: Sheet) -> None:
    there = {_FIELDS.get(same_heading(heading)) for heading in table.columns}
    missing = [column for column in NEEDED if column not in there]
    if not there & {"pairing", "application", "who"}:
        missing = ["who", *missing]
    if missing:
        named = ", ".join(table.columns)
        raise BadInput(
            f"{file}, row {table.heading_row}: the columns must be named; missing: {', '.join(missing)} "
            f"(there are: {named})."
        )
    fields = [_FIELDS.get(same_heading(heading)) for heading in table.columns]
    for field in filter(None, fields):
        if fields.count(field) > 1:
            raise BadInput(f"{file}, row {table.heading_row}: two columns mean {field!r}; rename one.")


def _not_read(table: Sheet) -> list[str]:
    unknown = [repr(heading) for heading in table.columns if same_heading(heading) not in _FIELDS]
    return [f"Not read: the columns {', '.join(unknown)}."] if unknown else []


class _FactReader:
    """A row asked cell by cell; what is wrong with it is in `problems`."""

    def __init__(self, row: Row, table: Sheet, when: WrittenDay | BadInput) -> None:
        self.problems: list[Problem] = []
        self._when = when
        self._number = row.number
        fields = [_FIELDS.get(same_heading(heading), "") for heading in table.columns]
        self._cells = dict(zip(fields, row.cells, strict=True))
        self._headings = dict(zip(fields, table.columns, strict=True))

    @property
    def says_something(self) -> bool:
        told = {"what", "when", *_BELONGS}
        return any(self._cells.get(field) for field in told)

    def read(self) -> FactRow | None:
        kind = self._cell("what", _kind)
        when = self._cell("when", self._day)
        if kind is None or when is None:
            return None
        self._check_belonging(kind)
        fact = self._of_pair(kind, when) if isinstance(kind, FactKind) else self._of_applicant(kind, when)
        if self.problems:
            return None
        pairing, application, who = (
            self._cells.get(field, "") for field in ("pairing", "application", "who")
        )
        return FactRow(self._number, pairing, who, fact, application)

    def _of_applicant(self, kind: ApplicantFactKind, when: WrittenDay) -> ApplicantFact:
        return ApplicantFact(
            kind=kind,
            day=when.day,
            gathering=self._if_of(kind, "gathering", _gathering),
            condition=self._if_of(kind, "condition", _condition),
        )

    def _of_pair(self, kind: FactKind, when: WrittenDay) -> Fact:
        return Fact(
            kind=kind,
            day=when.day,
            at=when.at if kind in _BELONGS["minutes"] else None,
            gathering=self._if_of(kind, "gathering", _gathering),
            minutes=self._if_of(kind, "minutes", _minutes),
            choice=self._if_of(kind, "choice", _choice),
            reason=self._if_of(kind, "reason", _reason),
        )

    def _day(self, _: str) -> WrittenDay:
        if isinstance(self._when, BadInput):
            raise self._when
        return self._when

    def _if_of(
        self, kind: FactKind | ApplicantFactKind, field: str, meaning: Callable[[str], T | None]
    ) -> T | None:
        return self._cell(field, meaning) if kind in _BELONGS[field] else None

    def _cell(self, field: str, meaning: Callable[[str], T]) -> T | None:
        try:
            return meaning(self._cells.get(field, ""))
        except BadInput as problem:
            self._wrong(field, str(problem))
            return None

    def _check_belonging(self, kind: FactKind | ApplicantFactKind) -> None:
        for field, kinds in _BELONGS.items():
            if self._cells.get(field) and kind not in kinds:
                self._wrong(field, f"{kind.value!r} has no {field}; leave the cell empty.")

    def _wrong(self, field: str, sentence: str) -> None:
        heading = self._headings.get(field)
        self.problems.append(Problem(row=self._number, column=heading, sentence=sentence))


def _kind(value: str) -> FactKind | ApplicantFactKind:
    kind = _KINDS.get(same_answer(value).replace("_", " "))
    if kind is None:
        said = f"{quoted(value)} is nothing that can be recorded" if value else "it is not said what happened"
        raise BadInput(f"{said}; write {', '.join(_WORDS)}.")
    return kind


def _gathering(value: str) -> str:
    if not value:
        raise BadInput("it is not said which gathering; write its key, such as induction.")
    return same_answer(value)


def _condition(value: str) -> str:
    if not value:
        raise BadInput("it is not said which condition; write its key, as the programme file has it.")
    return same_answer(value)


def _minutes(value: str) -> int | None:
    if not value:
        return None
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= _LONGEST:
        raise BadInput(f"{quoted(value)} is not a number of minutes; write a number from 1 to {_LONGEST}.")
    return int(value)


def _choice(value: str) -> ReviewChoice:
    if same_answer(value) not in set(ReviewChoice):
        raise BadInput(f"{quoted(value)} is no answer of the review; write {', '.join(ReviewChoice)}.")
    return ReviewChoice(same_answer(value))


def _reason(value: str) -> EndReason | None:
    reason = same_answer(value).replace("_", " ")
    if reason not in _REASONS:
        raise BadInput(f"{quoted(value)} is not a reason; write coordinator or no contact.")
    return _REASONS[reason]
