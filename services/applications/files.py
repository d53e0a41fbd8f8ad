"""Files of applications: read by the rules of the programme's form, and their rows kept in the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from domain.application.form import ApplicationField, ApplicationForm
from domain.characters import harmful_character
from domain.enums import Role
from domain.errors import BadInput
from domain.programme.programme import Programme
from importing import validation as importing
from importing.dates import DayOrder
from importing.reading import refuse_doubts
from importing.table import shape
from importing.validation import ValidatedFile


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
    encoding: str | None = None
    """Of a text; the best guess, if None."""
    sure: bool = False
    """Whether somebody has looked at the letters that are in doubt."""
    dates: DayOrder | None = None
    """Which number of a date such as 11/12/2026 is the day, if the file does not say."""


def read_applications(
    file: ApplicationFile, programme: Programme, only_look: bool = False, now: datetime | None = None
) -> ValidatedFile:
    """Raises BadInput with every problem in the file, and what else there is to know about it as notes. So
    are doubts about its letters, if it is to be looked at only; else they are problems, too. `now`: the
    form's own times count, and none of them is later."""
    validated = importing.read_applications(
        file.path, programme, file.role, file.columns, file.sheet, file.encoding, now, file.dates
    )
    if only_look or file.sure:
        validated = validated.replace(notes=(*validated.doubts, *validated.notes), doubts=())
    if validated.problems:
        problem = BadInput(*(f"{file.path.name}, {problem}" for problem in validated.problems))
        for note in validated.notes:
            problem.add_note(note)
        raise problem
    refuse_doubts(file.path.name, validated.doubts, file.sure)
    return validated


def read_answers(answers: Mapping[ApplicationField, str], programme: Programme) -> ApplicationForm:
    """One person's application, judged as a row of a file would be; raises BadInput, naming the fields."""
    found = {field: what for field, said in answers.items() if (what := harmful_character(said))}
    if found:
        raise BadInput(
            *(f"{one}: holds {what}, which cannot be seen; type it anew." for one, what in found.items())
        )
    table = shape([(1, [field.value for field in answers]), (2, list(answers.values()))])
    validated = importing.validate(table, programme, mapping={field.value: field for field in answers})
    if validated.problems:
        sentences = (f"{problem.column or 'answers'}: {problem.sentence}" for problem in validated.problems)
        raise BadInput(*sentences)
    if len(validated.applications) != 1:
        raise BadInput("role: one application is in one role.")
    return validated.applications[0].form
