"""Coming to a session before one applies: somebody who is not sure yet, known by name and address alone.

They are written down as who was invited to apply, so that all that follows is the same: a seat that they can
give back, a reminder, and one question, when they have heard more, whether they apply.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from domain.application.application import Application
from domain.application.early_sign_up import sessions_to_come
from domain.application.form import ApplicationField as F
from domain.application.form import ApplicationForm
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage, Role
from domain.errors import BadInput, Refused
from domain.people import is_same_name
from domain.programme.rules import Sitting
from services.applications.applying import FormReader, known_as, why_not
from services.applications.files import read_answers
from services.applications.updates import sign_up
from services.context import Context
from services.writes import write_and_tell
from storage import applications, arrivals, messages
from storage.entities import load_entity, start_of
from storage.views import CohortView


def dates_to_come(context: Context, cohort: CohortView, role: Role) -> Mapping[str, Mapping[str, Sitting]]:
    """Of each session to which somebody may come who is not sure yet; none where one cannot apply either."""
    if why_not(context, cohort, role):
        return {}
    return sessions_to_come(cohort.programme, role, context.clock())


def seat_of(context: Context, reader: FormReader, gathering: str) -> Sitting | None:
    """The date of this session that they have chosen before."""
    with context.store() as session:
        known = known_as(session, reader)
        entity = load_entity(session, EntityKind.APPLICATION, known.id) if known else None
    return entity.seat_at(entity.rules.gathering(gathering)) if isinstance(entity, Application) else None


async def sign_up_early(context: Context, reader: FormReader, name: str, gathering: str, sitting: str) -> str:
    """The id of the application that they are asked for; one that is there already has the seat. Raises
    BadInput for a name that is none, Refused, or Unreachable."""
    cohort, role = reader.cohort, reader.role
    if sitting not in dates_to_come(context, cohort, role).get(gathering, {}):
        raise Refused("This date is over, or is not held any more.")
    form = read_answers({F.NAME: name, F.EMAIL: reader.email, F.ROLE: role.value}, cohort.programme)
    key = await _known_or_new(context, reader, form)
    await sign_up(context, cohort.key, key, role, gathering, sitting=sitting)
    return key


async def _known_or_new(context: Context, reader: FormReader, form: ApplicationForm) -> str:
    def write(session: Session) -> tuple[str, Sequence[str]]:
        known = known_as(session, reader)
        if known:
            if not known.stage.is_open or not is_same_name(known.application.name, form.name):
                raise _not_quite(reader)
            return known.id, []
        now = context.clock()
        try:
            _, key = arrivals.upsert(session, reader.cohort.key, form, now, ApplicationStage.INVITED)
        except Refused:  # known by another name, which is for the coordinator to look at
            raise _not_quite(reader) from None
        start = start_of(applications.application(session, key), reader.cohort)
        return key, [messages.start(session, context.signed(session, start), now).target]

    key, _ = await write_and_tell(context, write)
    return key


def _not_quite(reader: FormReader) -> BadInput:
    contact = reader.programme.contact.email
    return BadInput(f"We know this address already, and not quite so. Please write to {contact} about it.")
