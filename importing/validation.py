"""Validate a whole file before anything is done with it: the applications in it, and all that is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.application.form import ApplicationField, ApplicationForm
from domain.enums import Role
from domain.errors import BadInput
from domain.programme.programme import Programme
from domain.value import Value
from importing import answers
from importing.columns import Columns, known_headings, match_columns
from importing.dates import DayOrder, read_moments
from importing.people import by_address, people_of
from importing.reading import read_table
from importing.rows import ValidatedRow, validate_row
from importing.table import Problem, Sheet


class FormRow(NamedTuple):
    row: int
    """The number that a spreadsheet program shows."""
    form: ApplicationForm
    received: datetime | None = None
    """When it was sent, if the file says so."""


class _Times(NamedTuple):
    moments: dict[int, datetime]
    problems: list[Problem]


class ValidatedFile(Value):
    """What comes out of a file of applications. Import them only if there are no `problems`."""

    applications: tuple[FormRow, ...]
    """In the order of the file; only of rows that are in order."""
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    """What to look at, though it keeps nobody from being imported."""
    doubts: tuple[str, ...] = ()
    """What to look at about its letters before anything is kept."""


def read_applications(
    path: Path,
    programme: Programme,
    role: Role | None = None,
    mapping: Mapping[str, ApplicationField] | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    now: datetime | None = None,
    dates: DayOrder | None = None,
) -> ValidatedFile:
    """The applications in a text file (CSV) or workbook; raises BadInput for what is not a table.

    `role`, `mapping`: see `validate`; `sheet`, `encoding`: see `read_table`.
    """
    table = read_table(path, sheet, known_headings(programme, mapping or {}), encoding)
    return validate(table, programme, role, mapping, now, dates)


def validate(
    table: Sheet,
    programme: Programme,
    role: Role | None = None,
    mapping: Mapping[str, ApplicationField] | None = None,
    now: datetime | None = None,
    dates: DayOrder | None = None,
) -> ValidatedFile:
    """Every row of the table as an application to this programme. Raises nothing about rows.

    `role` is for a file in which everybody applies in the same one; a column and the programme's
    `applications.fixed` go before it. `mapping` says for headings of this file which field they fill. The
    form's own time is read if it is asked for with `now`, and as the whole column or `dates` says.
    Whether somebody was invited, for a role that is entered by invitation, is not asked here.
    """
    columns = match_columns(table, programme, mapping or {})
    otherwise, wrong = _fixed_role(table, programme, role)
    times = _times(table, columns, programme.zone, now, dates) if now else _Times({}, [])
    people = people_of(
        [
            validated
            for row in table.rows
            for validated in validate_row(
                row, table, columns, programme, otherwise, times.moments.get(row.number)
            )
        ],
        _heading(table, columns, ApplicationField.EMAIL),
    )
    found = [problem for row in people.rows for problem in row.problems] + people.problems + times.problems
    return ValidatedFile(
        applications=tuple(FormRow(row.number, row.form, row.received) for row in people.rows if row.form),
        problems=_in_order([*_empty(table), *columns.problems, *wrong, *found]),
        notes=(*table.notes, *columns.notes, *people.notes, *_role_notes(people.rows, role)),
        doubts=table.doubts,
    )


def _heading(table: Sheet, columns: Columns, field: ApplicationField) -> str | None:
    filled = columns.by_field.get(field)
    return table.columns[filled[0]] if filled else None


def _times(table: Sheet, columns: Columns, zone: ZoneInfo, now: datetime, dates: DayOrder | None) -> _Times:
    filled = columns.by_field.get(ApplicationField.RECEIVED)
    if filled is None:
        return _Times({}, [])
    cells = {row.number: row.cells[filled[0]] for row in table.rows if row.cells[filled[0]]}
    moments, wrong = read_moments(cells, zone, now, dates)
    heading = table.columns[filled[0]]
    return _Times(moments, [Problem(row=row, column=heading, sentence=wrong[row]) for row in sorted(wrong)])


def _fixed_role(
    table: Sheet, programme: Programme, role: Role | None
) -> tuple[Role | None, tuple[Problem, ...]]:
    fixed = programme.applications.fixed.get("role") if programme.applications else None
    if fixed is None:
        return role, ()
    try:
        return answers.role(fixed, programme), ()
    except BadInput as problem:
        sentence = f"the programme's applications.fixed.role: {problem}"
        return role, (Problem(row=table.heading_row, column=None, sentence=sentence),)


def _empty(table: Sheet) -> Iterator[Problem]:
    if not table.rows:
        sentence = "there are headings, and no applications below them."
        yield Problem(row=table.heading_row, column=None, sentence=sentence)


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """By row; what is wrong with the whole file was found in every row and is said once."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.row))


def _role_notes(rows: Sequence[ValidatedRow], role: Role | None) -> Iterator[str]:
    both = [same for same in by_address(rows) if {row.role for row in same} == set(Role)]
    if both:
        numbers = [dict.fromkeys(str(row.number) for row in same) for same in both]
        yield f"Applying in both roles: rows {'; '.join(' and '.join(same) for same in numbers)}."
    others = [str(row.number) for row in rows if role and row.says_role and row.role not in (role, None)]
    if others:
        yield f"Not {role}, since their rows say otherwise: rows {', '.join(others)}."
