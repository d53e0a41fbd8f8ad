"""Validate a whole file before anything is done with it: the applications in it, and all that is wrong."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from domain.application.form import ApplicationField, ApplicationForm
from domain.enums import Role
from domain.errors import BadInput
from domain.programme.programme import Programme
from domain.value import Value
from importing import answers
from importing.answers import same_answer
from importing.columns import known_headings, match_columns
from importing.reading import read_table
from importing.rows import ValidatedRow, validate_row
from importing.table import Problem, Sheet


class FormRow(NamedTuple):
    row: int
    """The number that a spreadsheet program shows."""
    form: ApplicationForm


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
) -> ValidatedFile:
    """The applications in a text file (CSV) or workbook; raises BadInput for what is not a table.

    `role`, `mapping`: see `validate`; `sheet`, `encoding`: see `read_table`.
    """
    table = read_table(path, sheet, known_headings(programme, mapping or {}), encoding)
    return validate(table, programme, role, mapping)


def validate(
    table: Sheet,
    programme: Programme,
    role: Role | None = None,
    mapping: Mapping[str, ApplicationField] | None = None,
) -> ValidatedFile:
    """Every row of the table as an application to this programme. Raises nothing about rows.

    `role` is for a file in which everybody applies in the same one; a column and the programme's
    `applications.fixed` go before it. `mapping` says for headings of this file which field they fill.
    Whether somebody was invited, for a role that is entered by invitation, is not asked here.
    """
    columns = match_columns(table, programme, mapping or {})
    otherwise, wrong = _fixed_role(table, programme, role)
    rows = [validate_row(row, table, columns, programme, otherwise) for row in table.rows]
    email = columns.by_field.get(ApplicationField.EMAIL)
    shared = list(_shared_addresses(rows, table.columns[email[0]] if email else None))
    in_doubt = {number for numbers, _ in shared for number in numbers}
    found = [problem for row in rows for problem in row.problems] + [problem for _, problem in shared]
    return ValidatedFile(
        applications=tuple(
            FormRow(row.number, row.form) for row in rows if row.form and row.number not in in_doubt
        ),
        problems=_in_order([*_empty(table), *columns.problems, *wrong, *found]),
        notes=(*table.notes, *columns.notes, *_role_notes(rows, role)),
        doubts=table.doubts,
    )


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


def _shared_addresses(
    rows: list[ValidatedRow], column: str | None
) -> Iterator[tuple[tuple[int, int], Problem]]:
    """The rows of one address that cannot both be right, in pairs: the first one and each other."""
    for same in _by_address(rows):
        for row, first, why in _clashes(same):
            sentence = f"{row.email} is also in row {first.number}, {why}"
            yield (first.number, row.number), Problem(row=row.number, column=column, sentence=sentence)


def _by_address(rows: list[ValidatedRow]) -> list[list[ValidatedRow]]:
    found: dict[str, list[ValidatedRow]] = defaultdict(list)
    for row in rows:
        if row.email and row.role:
            found[row.email].append(row)
    return [same for same in found.values() if len(same) > 1]


def _clashes(same: list[ValidatedRow]) -> Iterator[tuple[ValidatedRow, ValidatedRow, str]]:
    in_role: dict[Role | None, ValidatedRow] = {}
    for row in same:
        first = in_role.setdefault(row.role, row)
        if first is not row:
            yield row, first, "in the same role; remove one of the two rows."
        elif same[0].name and row.name and same_answer(row.name) != same_answer(same[0].name):
            name = same[0].name
            yield row, same[0], f"with another name ({name!r}); an address belongs to one person."


def _role_notes(rows: list[ValidatedRow], role: Role | None) -> Iterator[str]:
    both = [same for same in _by_address(rows) if {row.role for row in same} == set(Role)]
    if both:
        places = "; ".join(" and ".join(str(row.number) for row in same) for same in both)
        yield f"Applying in both roles: rows {places}."
    others = [str(row.number) for row in rows if role and row.says_role and row.role not in (role, None)]
    if others:
        yield f"Not {role}, since their rows say otherwise: rows {', '.join(others)}."
