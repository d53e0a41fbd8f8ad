"""Reading a file of applications or of pairs, or the answers of one person, by the programme's rules."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from cli.output import say
from domain.application.form import ApplicationField, ApplicationForm
from domain.enums import Arrangement, Role
from domain.errors import BadInput
from domain.people import Pair
from domain.programme.programme import Programme
from importing.pairs import read_pairs
from importing.table import shape
from importing.validation import ValidatedFile, read_applications, validate


class Form(NamedTuple):
    """A file, and how it is to be read."""

    file: Path
    role: Role | None = None
    """Of those who name none."""
    mapped: Sequence[str] = ()
    """What columns mean, as COLUMN=FIELD."""
    sheet: str | None = None


def read_form(form: Form, programme: Programme) -> ValidatedFile:
    """Raises BadInput with every problem in the file. Says what else there is to know about it."""
    judged = read_applications(form.file, programme, form.role, _mapping(form.mapped), form.sheet)
    _say_notes(form.file, judged.notes)
    if judged.problems:
        raise BadInput(*(f"{form.file.name}, {problem}" for problem in judged.problems))
    return judged


def read_matched_pairs(file: Path, arrangements: tuple[Arrangement, ...], sheet: str | None) -> list[Pair]:
    """Raises BadInput with every problem in the file. Says what else there is to know about it."""
    found = read_pairs(file, arrangements, sheet)
    _say_notes(file, found.notes)
    return found.pairs


def _say_notes(file: Path, notes: Sequence[str]) -> None:
    for note in notes:
        say(f"{file.name}: {note}")


def read_answers(answers: Mapping[ApplicationField, str], programme: Programme) -> ApplicationForm:
    """One person's application, judged as a row of a file would be; raises BadInput, naming the fields."""
    table = shape([(1, [field.value for field in answers]), (2, list(answers.values()))])
    mapping = {field.value: field for field in answers}
    judged = validate(table, programme, mapping=mapping)
    if judged.problems:
        raise BadInput(*(f"{problem.column or 'answers'}: {problem.sentence}" for problem in judged.problems))
    ((_, application),) = judged.applications
    return application


def _mapping(mapped: Sequence[str]) -> dict[str, ApplicationField]:
    mapping = {}
    for text in mapped:
        column, _, field = text.rpartition("=")
        if not column or field not in set(ApplicationField):
            known = ", ".join(ApplicationField)
            raise BadInput(f"--map {text!r}: write COLUMN=FIELD, the field one of: {known}.")
        mapping[column] = ApplicationField(field)
    return mapping
