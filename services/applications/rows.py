"""The rows of a file of applications, kept in the store."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.application import ApplicationStart
from domain.application.form import ApplicationForm
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage
from domain.errors import BadInput
from importing.validation import ValidatedFile
from storage import applications
from storage.applications import Imported
from storage.start_inputs import start_of
from storage.views import ApplicationView, CohortView


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
