"""A participant answers the questions of a wave, and takes it back.

What is said stays in the store; the pairing hears that something was. Nobody but its author is shown it.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.enums import Role, Wave
from domain.errors import Refused
from domain.evaluation.answers import Answers, validated, wants_to_be_contacted
from domain.pairing.events import Answer
from domain.pairing.pairing import Pairing
from domain.pairing.waves import open_waves
from domain.programme.programme import Programme
from services.context import Context
from storage import answers, contact_wishes, messages, queries
from storage.entities import load_entity, stored_entity


async def save_answers(context: Context, pairing: str, role: Role, wave: Wave, said: Answers) -> None:
    """These are this partner's answers in this wave, in place of those there were. Raises NotFound, BadInput
    with a sentence for each that cannot be one, Refused if the wave is not open, Unreachable."""
    with context.store() as session:
        hears = _must_hear(session, pairing, role, wave)
    relay = await context.relay() if hears else None
    with context.store() as session:
        programme, entity = _pairing(session, pairing)
        _check_open(entity, role, wave, context.clock())
        kept = validated(programme.questionnaire, wave, role, said)
        answers.save(session, pairing, role, wave, kept)
        _note_wish(session, pairing, role, wave, kept, context.clock())
        event = context.signed(session, Answer(role=role, wave=wave))
        workflow_id = EntityKind.PAIRING.workflow_id(pairing)
        message = messages.update(session, workflow_id, event, context.clock()) if relay and kept else None
    if relay and message:
        await relay.update(message)


def forget_answers(context: Context, pairing: str, role: Role, wave: Wave) -> int:
    """How many answers of this partner in this wave there were: they are gone. Raises NotFound, or Refused if
    the wave is not open."""
    with context.store() as session:
        _, entity = _pairing(session, pairing)
        _check_open(entity, role, wave, context.clock())
        _note_wish(session, pairing, role, wave, {}, context.clock())
        return answers.forget(session, pairing, role, wave)


def settle_contact(context: Context, pairing: str) -> None:
    """The coordinator has been in touch with the mentor who wanted that. Raises NotFound, Refused."""
    with context.store() as session:
        queries.pairing(session, pairing)
        if not contact_wishes.settle(session, pairing, context.clock()):
            raise Refused(f"Nobody of {pairing} has asked to be contacted.")


def _note_wish(session: Session, pairing: str, role: Role, wave: Wave, kept: Answers, now: datetime) -> None:
    if wave in (Wave.MIDWAY, Wave.END):
        contact_wishes.wish(session, pairing, role, wants_to_be_contacted(role, kept), now)


def _pairing(session: Session, pairing: str) -> tuple[Programme, Pairing]:
    """Raises NotFound, or Refused for one that has not begun."""
    view = queries.pairing(session, pairing)
    entity = load_entity(session, EntityKind.PAIRING, pairing)
    if not isinstance(entity, Pairing):
        raise Refused(f"Pairing {pairing} has not begun yet.")
    return queries.cohort(session, view.cohort).programme, entity


def _must_hear(session: Session, pairing: str, role: Role, wave: Wave) -> bool:
    """Whether its workflow goes on and has not heard it yet."""
    _, entity = _pairing(session, pairing)
    kept = stored_entity(session, EntityKind.PAIRING, pairing)
    return bool(kept and kept.goes_on and wave not in entity.partner(role).answers and _hears(entity, wave))


def _hears(entity: Pairing, wave: Wave) -> bool:
    """The evaluation may be answered until its last day, also once the pairing is completed."""
    return entity.is_open or wave is not Wave.END


def _check_open(entity: Pairing, role: Role, wave: Wave, now: datetime) -> None:
    if wave not in open_waves(entity, role, now):
        raise Refused("These questions are not open for answers now.")
