"""The rows of a file of applications, kept in the store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.application import ApplicationStart
from domain.application.form import ApplicationForm
from domain.application.form_answers import ChangedAnswer
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage
from domain.errors import BadInput, Refused
from domain.people import name_key
from importing.validation import FormRow
from storage import applications, arrivals
from storage.arrivals import AmendedToThisError, Imported, OnChange
from storage.entities import start_of
from storage.views import ApplicationView, CohortView


class KeptRow(NamedTuple):
    """One row of a file, the application that it is now, and what that begins with."""

    row: int
    result: Imported
    view: ApplicationView
    start: ApplicationStart
    came: datetime
    """When the form came in."""
    new_manager: bool
    """Whether another line manager is named than before."""
    changes: Sequence[ChangedAnswer]
    """What the row says otherwise than before and is not taken over."""

    @property
    def application(self) -> ApplicationForm:
        return self.view.application

    @property
    def workflow_id(self) -> str:
        return EntityKind.APPLICATION.workflow_id(self.view.id)


class Kept(NamedTuple):
    rows: list[KeptRow]
    in_question: list[str]
    """A sentence for each row that was left out, since nobody knows whose address it names."""


class _Arrived(NamedTuple):
    row: FormRow
    result: Imported
    key: str


def keep(
    session: Session,
    cohort: CohortView,
    file: str,
    rows: Iterable[FormRow],
    now: datetime,
    received: datetime | None = None,
    stage: ApplicationStage = ApplicationStage.INCOMPLETE,
    on_change: OnChange = OnChange.ASK,
) -> Kept:
    """Every application of the file, kept unless it was, in the order of the rows. `received`: when those
    came in that do not say so, if not now. Raises BadInput with each row whose address is somebody else's."""
    in_question = list[str]()
    managers = {v.id: v.application.manager_email for v in applications.applications(session, cohort.key)}
    arrived = _arrived(
        rows,
        file,
        in_question,
        lambda row: arrivals.upsert(
            session, cohort.key, row.form, now, stage, on_change, row.received or received
        ),
    )
    views = {view.id: view for view in applications.applications(session, cohort.key)}
    kept = [
        KeptRow(
            row=row.row,
            result=result,
            view=views[key],
            start=start_of(views[key], cohort),
            came=row.received or received or now,
            new_manager=views[key].application.manager_email != managers.get(key),
            changes=arrivals.changes(session, key, row.form) if result is Imported.OTHER else (),
        )
        for row, result, key in arrived
    ]
    return Kept(kept, in_question)


def _arrived(
    rows: Iterable[FormRow],
    file: str,
    in_question: list[str],
    bring: Callable[[FormRow], tuple[Imported, str]],
) -> list[_Arrived]:
    arrived, problems = [], []
    for row in rows:
        try:
            arrived.append(_Arrived(row, *bring(row)))
        except AmendedToThisError as question:
            in_question.append(f"row {row.row}: {question}")
        except Refused as refusal:
            problems.append(f"{file}, row {row.row}: {refusal}")
    if problems:
        raise BadInput(*problems)
    return arrived


def refuse(file: str, problems: Iterable[tuple[KeptRow, str]]) -> None:
    """Raises BadInput with all of these sentences, if there are any, so that nothing is kept."""
    sentences = [f"{file}, row {kept.row}: {sentence}" for kept, sentence in problems]
    if sentences:
        raise BadInput(*sentences)


def namesakes(rows: Sequence[KeptRow], everybody: Iterable[ApplicationView]) -> Iterator[str]:
    """Of those who are new, who is called like somebody of another file."""
    new = {row.view.person for row in rows if row.result is Imported.NEW}
    there = {name_key(v.application.name): v.application.email for v in everybody if v.person not in new}
    for row in rows:
        known = there.get(name_key(row.application.name))
        if row.view.person in new and known:
            yield (
                f"row {row.row}: {row.application.name} <{row.application.email}> is called like {known}, "
                "who has applied before. They are taken for two people and never paired with each other; if "
                "it is one person, withdraw one of the two applications."
            )
