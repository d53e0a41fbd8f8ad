"""Judge one row: the application in it, or everything that is wrong with it."""

from typing import Any

from domain.application.form import ApplicationField as F
from domain.application.form import ApplicationForm, ArrangementWish, BackgroundWish
from domain.enums import Role
from domain.programme.programme import Programme
from domain.value import Value
from importing import answers
from importing.address import address
from importing.problem import Problem
from importing.sheet_row import SheetRow

_TEXTS = (F.EMPLOYER, F.DEPARTMENT, F.SITE, F.PROFESSION)
_LISTS = (F.GOALS, F.OFFERS, F.AVAILABILITY, F.BACKGROUND, F.BACKGROUND_ASKED)


class ValidatedRow(Value):
    """What a row tells, as far as it can be understood."""

    number: int
    name: str
    email: str
    role: Role | None
    says_role: bool
    """Whether the role is the row's own answer."""
    application: ApplicationForm | None
    """None if there are problems."""
    problems: tuple[Problem, ...]


def validate_row(row: SheetRow, programme: Programme, otherwise: Role | None) -> ValidatedRow:
    """`otherwise` is the role of those who name none."""
    fields = _fields(row, programme, otherwise)
    return ValidatedRow(
        number=row.number,
        name=fields["name"],
        email=fields["email"],
        role=fields["role"],
        says_role=bool(row.said(F.ROLE)),
        application=None if row.problems else ApplicationForm.model_validate(fields),
        problems=tuple(row.problems),
    )


def _fields(row: SheetRow, programme: Programme, otherwise: Role | None) -> dict[str, Any]:
    role, email = _role(row, programme, otherwise), _email(row)
    return {
        "name": _name(row),
        "email": email,
        "role": role,
        "arrangement": _arrangement(row, programme),
        "capacity": row.read(F.CAPACITY, answers.capacity, 1),
        "grade": _grade(row, programme),
        "manager_email": _manager(row, email),
        "timezone": row.read(F.TIMEZONE, answers.timezone, None),
        "background_wish": row.read(F.BACKGROUND_WISH, answers.background_wish, BackgroundWish.NONE),
        "conflicts": row.read_list(F.CONFLICTS, _addresses),
        **{field.value: row.read(field, answers.text, None) for field in _TEXTS},
        **{field.value: row.read_list(field, answers.items) for field in _LISTS},
    }


def _name(row: SheetRow) -> str:
    """From the column for the whole name, else from those for its parts."""
    fields = (F.NAME,) if row.said(F.NAME) else (F.FIRST_NAME, F.LAST_NAME)
    if not any(row.said(field) for field in fields):
        row.wrong(_name_column(row), _absent(row, _name_column(row), "name"))
        return ""
    before = len(row.problems)
    parts = [row.read(field, answers.part_of_name, "") for field in fields]
    if len(row.problems) > before:
        return ""
    return row.check(_name_column(row), " ".join(part for part in parts if part), answers.name, "")


def _name_column(row: SheetRow) -> F:
    return F.FIRST_NAME if row.has_column(F.FIRST_NAME) and not row.has_column(F.NAME) else F.NAME


def _absent(row: SheetRow, field: F, what: str) -> str:
    if row.has_column(field):
        return f"there is no {what}."
    return f"the file has no column for the {what}; name one, or say which column it is."


def _email(row: SheetRow) -> str:
    if not row.said(F.EMAIL):
        row.wrong(F.EMAIL, _absent(row, F.EMAIL, "email address"))
    return row.read(F.EMAIL, address, "")


def _addresses(value: str) -> tuple[str, ...]:
    return tuple(address(item) for item in answers.items(value))


def _role(row: SheetRow, programme: Programme, otherwise: Role | None) -> Role | None:
    if not row.said(F.ROLE) and otherwise is None:
        row.wrong(F.ROLE, f"{_absent(row, F.ROLE, 'role')} Everybody is mentor or mentee.")
    return row.read(F.ROLE, lambda value: answers.role(value, programme), otherwise)


def _arrangement(row: SheetRow, programme: Programme) -> ArrangementWish:
    """The row's own wish, else what the programme fixes for everybody, else whatever it offers."""
    offered = programme.arrangements
    fixed = programme.applications.fixed.get("arrangement") if programme.applications else None
    said = row.said(F.ARRANGEMENT) or fixed or "either"
    whatever = answers.any_arrangement(offered)
    return row.check(F.ARRANGEMENT, said, lambda value: answers.arrangement(value, offered), whatever)


def _grade(row: SheetRow, programme: Programme) -> str | None:
    """Whether it is high enough, or there at all, is no mistake of the file: the application's own life
    asks for what is missing, and declines kindly what the programme does not admit."""
    return row.read(F.GRADE, lambda value: answers.grade(value, programme.grades), None)


def _manager(row: SheetRow, email: str) -> str | None:
    manager = row.read(F.MANAGER_EMAIL, address, None)
    if manager and manager == email:
        row.wrong(F.MANAGER_EMAIL, f"{manager} is the applicant's own; write the line manager's.")
    return manager
