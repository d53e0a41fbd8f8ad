"""From one cohort to the next: what somebody told when they applied before comes along once they take up the
place that is offered, and not before; what they shared about their background never does."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from domain.application.form import ApplicationForm
from domain.application.form_answers import without_background
from domain.enums import Role
from storage.applications import kept_answers
from storage.tables.entities import ApplicationRow, CohortRow
from storage.views import ApplicationView


def offered(form: ApplicationForm) -> ApplicationForm:
    """What is kept of somebody to whom a place is offered: who it is, and nothing of what they told."""
    return ApplicationForm(name=form.name, email=form.email, role=form.role)


def once_taken_up(session: Session, view: ApplicationView) -> ApplicationForm:
    """What an offered place comes with once it is taken up."""
    row = session.get_one(ApplicationRow, view.id)
    return view.application.replace(**_form(_answers_before(session, row)))


def take_over(session: Session, row: ApplicationRow, now: datetime) -> None:
    """The place is taken up: what they told before is theirs here, unless they have told something here."""
    nothing = kept_answers(ApplicationForm(name="", email="", role=Role(row.role)))
    before = _answers_before(session, row)
    if row.imported is None and row.answers == nothing and before:
        row.answers, row.received_at = before, now


def _answers_before(session: Session, row: ApplicationRow) -> dict[str, object]:
    previous = aliased(ApplicationRow)
    query = (
        select(previous.answers)
        .join(CohortRow, CohortRow.follows == previous.cohort)
        .where(CohortRow.key == row.cohort, previous.person == row.person, previous.role == row.role)
    )
    return without_background(session.scalar(query) or {})


def _form(answers: dict[str, object]) -> dict[str, object]:
    told = ApplicationForm.model_validate({**answers, "name": "", "email": "", "role": Role.MENTOR})
    return {name: getattr(told, name) for name in answers}
