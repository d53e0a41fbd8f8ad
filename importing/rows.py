"""One row of a table: the application in it, or everything that is wrong with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from domain.application.form import ApplicationField as F
from domain.application.form import ApplicationForm, ArrangementWish, BackgroundWish
from domain.enums import Role
from domain.errors import BadInput
from domain.programme.programme import Programme
from importing import answers
from importing.columns import Columns
from importing.table import Problem, Row, Sheet

T = TypeVar("T")

_TEXTS = (F.EMPLOYER, F.DEPARTMENT, F.SITE, F.PROFESSION)
_LISTS = (F.GOALS, F.OFFERS, F.AVAILABILITY, F.BACKGROUND, F.BACKGROUND_ASKED)


class ValidatedRow(NamedTuple):
    """What a row tells, as far as it can be understood."""

    number: int
    name: str
    email: str
    role: Role | None
    says_role: bool
    """Whether the role is the row's own answer."""
    received: datetime | None
    """When the form was sent, if the row says so."""
    form: ApplicationForm | None
    """None if there are problems."""
    problems: tuple[Problem, ...]


def validate_row(
    row: Row,
    table: Sheet,
    columns: Columns,
    programme: Programme,
    otherwise: Role | None,
    received: datetime | None = None,
) -> list[ValidatedRow]:
    """One for each role in which somebody applies in this row. `otherwise` is that of those who name none."""
    reader = _RowReader(row, table, columns)
    roles, fields = reader.roles(programme, otherwise), reader.fields(programme)
    return [
        ValidatedRow(
            number=row.number,
            name=fields["name"],
            email=fields["email"],
            role=role,
            says_role=bool(reader.said(F.ROLE)),
            received=received,
            form=None if reader.problems else ApplicationForm.model_validate({**fields, "role": role}),
            problems=tuple(reader.problems),
        )
        for role in roles
    ]


class _RowReader:
    """The row is asked field by field, and what was wrong with its answers is gathered."""

    def __init__(self, row: Row, table: Sheet, columns: Columns) -> None:
        self._row, self._table, self._columns = row, table, columns
        self.problems: list[Problem] = []

    def fields(self, programme: Programme) -> dict[str, Any]:
        """Those of an ApplicationForm but the role, as far as they can be understood."""
        email = self._email()
        return {
            "name": self._name(),
            "email": email,
            "arrangement": self._arrangement(programme),
            "capacity": self._read(F.CAPACITY, answers.capacity, 1),
            # A grade that is too low, or missing, is no mistake of the file: the application's workflow
            # asks for what is missing, and declines kindly what the programme does not admit.
            "grade": self._read(F.GRADE, lambda value: answers.grade(value, programme.grades), None),
            "manager_email": self._manager(email),
            "timezone": self._read(F.TIMEZONE, answers.timezone, None),
            "background_wish": self._read(F.BACKGROUND_WISH, answers.background_wish, BackgroundWish.NONE),
            "conflicts": self._read_list(F.CONFLICTS, answers.addresses),
            "wishes": self._read_list(F.WISHES, answers.wishes),
            **{field.value: self._read(field, answers.text, None) for field in _TEXTS},
            **{field.value: self._read_list(field, answers.items) for field in _LISTS},
        }

    def said(self, field: F) -> str:
        """What the first column of this field holds; empty if there is none."""
        return next(iter(self._cells(field)), "")

    def _name(self) -> str:
        """From the column for the whole name, else from those for its parts."""
        fields = (F.NAME,) if self.said(F.NAME) else (F.FIRST_NAME, F.LAST_NAME)
        in_parts = F.FIRST_NAME in self._columns.by_field and F.NAME not in self._columns.by_field
        column = F.FIRST_NAME if in_parts else F.NAME
        if not any(self.said(field) for field in fields):
            self._wrong(column, self._absent(column, "name"))
            return ""
        before = len(self.problems)
        parts = [self._read(field, answers.part_of_name, "") for field in fields]
        if len(self.problems) > before:
            return ""
        return self._check(column, " ".join(filter(None, parts)), answers.name, "")

    def _email(self) -> str:
        if not self.said(F.EMAIL):
            self._wrong(F.EMAIL, self._absent(F.EMAIL, "email address"))
        return self._read(F.EMAIL, answers.address, "")

    def roles(self, programme: Programme, otherwise: Role | None) -> tuple[Role | None, ...]:
        """One, or both; None where it cannot be understood."""
        if not self.said(F.ROLE) and otherwise is None:
            self._wrong(F.ROLE, f"{self._absent(F.ROLE, 'role')} Everybody is mentor or mentee.")
        return self._read(F.ROLE, lambda value: answers.roles(value, programme), (otherwise,))

    def _arrangement(self, programme: Programme) -> ArrangementWish:
        """The row's own wish, else what the programme fixes for everybody, else whatever it offers."""
        offered = programme.arrangements
        fixed = programme.applications.fixed.get("arrangement") if programme.applications else None
        said = self.said(F.ARRANGEMENT) or fixed or "either"
        whatever = answers.any_arrangement(offered)
        return self._check(F.ARRANGEMENT, said, lambda value: answers.arrangement(value, offered), whatever)

    def _manager(self, email: str) -> str | None:
        manager = self._read(F.MANAGER_EMAIL, answers.address, None)
        if manager and manager == email:
            self._wrong(F.MANAGER_EMAIL, f"{manager} is the applicant's own; write the line manager's.")
        return manager

    def _read(self, field: F, meaning: Callable[[str], T], otherwise: T) -> T:
        """What the answer means, or `otherwise` if there is none, or none that has a meaning."""
        value = self.said(field)
        return self._check(field, value, meaning, otherwise) if value else otherwise

    def _read_list(self, field: F, meaning: Callable[[str], tuple[str, ...]]) -> tuple[str, ...]:
        """The items of all columns of this field together."""
        nothing: tuple[str, ...] = ()
        found = [self._check(field, cell, meaning, nothing) for cell in self._cells(field) if cell]
        return tuple(dict.fromkeys(item for items in found for item in items))

    def _check(self, field: F, value: str, meaning: Callable[[str], T], otherwise: T) -> T:
        try:
            return meaning(value)
        except BadInput as problem:
            self._wrong(field, str(problem))
            return otherwise

    def _absent(self, field: F, what: str) -> str:
        if field in self._columns.by_field:
            return f"there is no {what}."
        return f"the file has no column for the {what}; name one, or say which column it is."

    def _wrong(self, field: F, sentence: str) -> None:
        """In a file that has no column for the field, this is wrong with the file and not with a row."""
        column = self._columns.by_field.get(field)
        self.problems.append(
            Problem(
                row=self._row.number if column else self._table.heading_row,
                column=self._table.columns[column[0]] if column else None,
                sentence=sentence,
            )
        )

    def _cells(self, field: F) -> list[str]:
        return [self._row.cells[column] for column in self._columns.by_field.get(field, ())]
