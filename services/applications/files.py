"""Files of applications, and the answers of one person, read by the rules of the programme's form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from domain.application.form import ApplicationField, ApplicationForm
from domain.enums import Role
from domain.errors import BadInput
from domain.programme.programme import Programme
from importing.reading import read_table
from importing.table import shape
from importing.validation import ValidatedFile, validate


@dataclass(frozen=True)
class ApplicationFile:
    """A file, and how it is to be read."""

    path: Path
    role: Role | None = None
    """Of those who name none."""
    columns: Mapping[str, ApplicationField] = field(default_factory=dict)
    """What columns mean, by their headings."""
    sheet: str | None = None
    """Of a workbook; the only one that has anything in it, if None."""


def read_applications(file: ApplicationFile, programme: Programme) -> ValidatedFile:
    """Raises BadInput with every problem in the file, and what else there is to know about it as notes."""
    table = read_table(file.path, file.sheet)
    validated = validate(table, programme, file.role, file.columns)
    if validated.problems:
        problem = BadInput(*(f"{file.path.name}, {problem}" for problem in validated.problems))
        for note in validated.notes:
            problem.add_note(note)
        raise problem
    return validated


def read_answers(answers: Mapping[ApplicationField, str], programme: Programme) -> ApplicationForm:
    """One person's application, judged as a row of a file would be; raises BadInput, naming the fields."""
    table = shape([(1, [field.value for field in answers]), (2, list(answers.values()))])
    validated = validate(table, programme, mapping={field.value: field for field in answers})
    if validated.problems:
        sentences = (f"{problem.column or 'answers'}: {problem.sentence}" for problem in validated.problems)
        raise BadInput(*sentences)
    ((_, application),) = validated.applications
    return application
