"""Keeping a file's applications in the store, and what became of each."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.form import ApplicationForm
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage
from domain.errors import BadInput
from importing.validation import ValidatedFile
from storage import applications
from storage.applications import Imported
from storage.views import ApplicationView, CohortView


class Kept(NamedTuple):
    """One row of a file, and the application that it is now."""

    row: int
    fate: Imported
    view: ApplicationView
    new_manager: bool = False
    """Whether another line manager is named than before."""

    @property
    def application(self) -> ApplicationForm:
        return self.view.application

    @property
    def workflow_id(self) -> str:
        """Its name among all lives."""
        return EntityKind.APPLICATION.workflow_id(self.view.id)

    @property
    def is_over(self) -> bool:
        return not self.view.stage.is_open


def keep(
    session: Session,
    cohort: CohortView,
    judged: ValidatedFile,
    stage: ApplicationStage = ApplicationStage.INCOMPLETE,
    take_over: bool = False,
) -> list[Kept]:
    """Every application of the file, kept unless it was; in the order of the rows."""
    now = datetime.now(UTC)
    managers = {v.id: v.application.manager_email for v in applications.applications(session, cohort.key)}
    brought = [
        (row, *applications.upsert(session, cohort.key, one, now, stage, take_over))
        for row, one in judged.applications
    ]
    views = {view.id: view for view in applications.applications(session, cohort.key)}
    return [
        Kept(row, fate, view, view.application.manager_email != managers.get(key))
        for row, fate, key in brought
        if (view := views[key])
    ]


def refuse(file: str, problems: Iterable[tuple[Kept, str]]) -> None:
    """Raises BadInput with all of these sentences, if there are any, so that nothing is kept."""
    sentences = [f"{file}, row {kept.row}: {sentence}" for kept, sentence in problems]
    if sentences:
        raise BadInput(*sentences)
