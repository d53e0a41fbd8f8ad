"""Two whose pairing has ended are paired once more: as a new pairing, which begins from the beginning."""

from sqlalchemy.orm import Session

from domain.cohort.events import Approve
from domain.entity.entity import EntityKind
from domain.enums import BOTH, Role, Stage
from domain.errors import Refused
from domain.wording import counted
from services.applications.reading import out_of_the_running
from services.cohorts.changes import check_open
from services.context import Context
from services.pairing_lookup import both_names
from services.polling import pairings_begun
from services.writes import write_and_update
from storage import applications, cohorts, messages, queries
from storage.messages import Message
from storage.views import PairingView


async def pair_again(context: Context, pairing: str) -> PairingView:
    """A new pairing of the two of this one, which stays as it ended; as it is once it has begun. Raises
    NotFound, Refused with the reason if they cannot be a pair now, Unreachable."""

    def write(session: Session) -> tuple[str, Message]:
        before, now = queries.pairing(session, pairing), context.clock()
        cohort = cohorts.to_change(session, before.cohort)
        check_open(cohort)
        if why_not := _why_not(session, before):
            raise Refused(why_not)
        new = cohorts.pair_again(session, cohort, before, now)
        event = context.signed(session, Approve(alone=True))
        return new, messages.update(session, EntityKind.COHORT.workflow_id(cohort.key), event, now)

    new, _ = await write_and_update(context, write)
    with context.store() as session:
        cohort = queries.pairing(session, new).cohort
    await pairings_begun(context, cohort)
    with context.store() as session:
        return queries.pairing(session, new)


def _why_not(session: Session, before: PairingView) -> str | None:
    """Why these two cannot be paired once more now; None: they can."""
    latest = cohorts.latest_of_these_two(session, before.cohort, before.mentor.id, before.mentee.id) or before
    if latest.stage.is_open:
        return f"{both_names(latest)} are a pair: {latest.id}."
    if latest.stage is Stage.COMPLETED:
        return f"{both_names(latest)} have completed the programme together ({latest.id})."
    return next((why for role in BOTH if (why := _has_no_place(session, latest, role))), None)


def _has_no_place(session: Session, before: PairingView, role: Role) -> str | None:
    """Why this partner, if they have applied, can have no partner now."""
    person = before.person(role)
    (key,) = applications.of_people(session, before.cohort, [(person.id, role)])
    if key is None:
        return None
    application = applications.application(session, key)
    if not application.stage.is_open:
        return out_of_the_running(application)
    pairs = queries.pairings(session, before.cohort)
    taken = [one.id for one in pairs if one.person(role).id == person.id and one.stage.is_open]
    capacity = application.application.capacity
    if len(taken) < capacity:
        return None
    return f"{person.name} can take {counted(capacity, 'partner')}, and has: {', '.join(taken)}."
