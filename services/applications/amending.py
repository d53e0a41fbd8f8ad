"""Putting right what somebody said in an application, by the same rules as in a file."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from domain.application.completeness import is_eligible, missing
from domain.application.due import ApplicationSnapshot
from domain.application.events import Arrive
from domain.application.form import ApplicationField as F
from domain.application.form import ApplicationForm
from domain.enums import Role
from domain.programme.programme import Programme
from services.applications.files import read_answers
from services.applications.reading import find_open
from services.applications.updates import UpdatedApplication
from services.context import Context
from services.writes import write_and_update
from storage import applications, messages
from storage.messages import Message


async def amend(
    context: Context, cohort: str, person: str, role: Role | None, answers: Mapping[F, str]
) -> UpdatedApplication:
    """An empty answer takes back what was said; none of them is of IDENTITY. Raises BadInput with every
    problem in the answers, NotFound, Refused, or Unreachable; nothing is changed then."""
    found = find_open(context, cohort, person, role)
    programme, now = found.cohort.programme, context.clock()
    amended = _amended(found.view.application, answers, programme)
    event = Arrive(
        received=now,
        missing=missing(amended, programme),
        eligible=is_eligible(amended, programme) if F.GRADE in answers else None,
        new_manager=F.MANAGER_EMAIL in answers,
    )

    def write(session: Session) -> tuple[None, Message]:
        applications.change_answers(session, found.view.id, amended, now)
        return None, messages.update(session, found.workflow_id, context.signed(session, event), now)

    snapshot: ApplicationSnapshot
    _, snapshot = await write_and_update(context, write)
    return UpdatedApplication(found, snapshot)


def _amended(application: ApplicationForm, answers: Mapping[F, str], programme: Programme) -> ApplicationForm:
    """The application with these answers, each understood as in a file."""
    who = {F.NAME: "Anybody", F.EMAIL: application.email, F.ROLE: application.role.value}
    understood = read_answers({**who, **answers}, programme)
    return application.replace(**{field.value: getattr(understood, field) for field in answers})
