"""Files of applications: read by the rules of the programme's form, and their rows kept in the store."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.application import ApplicationStart
from domain.application.form import ApplicationField, ApplicationForm
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage, Role
from domain.errors import BadInput
from domain.programme.programme import Programme
from importing import validation as importing
from importing.reading import refuse_doubts
from importing.table import shape
from importing.validation import ValidatedFile
from storage import applications
from storage.applications import Imported
from storage.entities import start_of
from storage.views import ApplicationView, CohortView


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


def read_applications(file: ApplicationFile, programme: Programme, only_look: bool = False) -> ValidatedFile:
    """Raises BadInput with every problem in the file, and what else there is to know about it as notes. So
    are doubts about its letters, if it is to be looked at only; else they are problems, too."""
    validated = importing.read_applications(
        file.path, programme, file.role, file.columns, file.sheet, file.encoding
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
    table = shape([(1, [field.value for field in answers]), (2, list(answers.values()))])
    validated = importing.validate(table, programme, mapping={field.value: field for field in answers})
    if validated.problems:
        sentences = (f"{problem.column or 'answers'}: {problem.sentence}" for problem in validated.problems)
        raise BadInput(*sentences)
    ((_, application),) = validated.applications
    return application


class KeptRow(NamedTuple):
    """One row of a file, the application that it is now, and what that begins with."""

    row: int
    result: Imported
    view: ApplicationView
    start: ApplicationStart
    new_manager: bool
    """Whether another line manager is named than before."""

    @property
    def application(self) -> ApplicationForm:
        return self.view.application

    @property
    def workflow_id(self) -> str:
        return EntityKind.APPLICATION.workflow_id(self.view.id)


def keep(
    session: Session,
    cohort: CohortView,
    file: ValidatedFile,
    now: datetime,
    received: datetime | None = None,
    stage: ApplicationStage = ApplicationStage.INCOMPLETE,
    take_over: bool = False,
) -> list[KeptRow]:
    """Every application of the file, kept unless it was, in the order of the rows. `received`: when they
    came in, if not now; `take_over`: other answers take the place of those that are there."""
    managers = {v.id: v.application.manager_email for v in applications.applications(session, cohort.key)}
    kept = [
        (row, *applications.upsert(session, cohort.key, form, now, stage, take_over))
        for row, form in file.applications
    ]
    views = {view.id: view for view in applications.applications(session, cohort.key)}
    return [
        KeptRow(
            row,
            result,
            view,
            start_of(view, cohort, received or (now if result is Imported.NEW else None)),
            view.application.manager_email != managers.get(key),
        )
        for row, result, key in kept
        if (view := views[key])
    ]


def refuse(file: str, problems: Iterable[tuple[KeptRow, str]]) -> None:
    """Raises BadInput with all of these sentences, if there are any, so that nothing is kept."""
    sentences = [f"{file}, row {kept.row}: {sentence}" for kept, sentence in problems]
    if sentences:
        raise BadInput(*sentences)
