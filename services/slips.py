"""What was told of a pairing by mistake: what can be taken back, and taking it back."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.clock import format_day
from domain.entity.entity import EntityKind, TakeBack
from domain.enums import Stage, in_words
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing
from domain.programme.programme import Programme
from domain.suggestion import suggest
from services.context import Context
from services.pairings import UpdatedPairing
from services.reopening import tell_or_reopen, why_not_reopened
from services.told import ToldThing, told_of
from storage import queries
from storage.entities import load_entity
from storage.views import PairingView


class LastTold(NamedTuple):
    pairing: PairingView
    programme: Programme
    told: Sequence[ToldThing]
    """The latest first."""
    by_itself: str | None
    """Of one that is over with nobody having said so: how that came, and whether it can go on."""


def last_told(context: Context, pairing: str, number: int | None = None) -> LastTold:
    """The last things told of this pairing, or the one of this number, and which of them can be taken back.
    Raises NotFound."""
    with context.store() as session:
        view = queries.pairing(session, pairing)
        programme = queries.cohort(session, view.cohort).programme
        closed = why_not_reopened(session, view)
        told = told_of(session, EntityKind.PAIRING, PAIRING, view.id, number, closed)
        entity = load_entity(session, EntityKind.PAIRING, view.id)
        by_itself = _by_itself(entity, closed) if isinstance(entity, Pairing) else None
        return LastTold(view, programme, told, by_itself)


def _by_itself(pairing: Pairing, closed: str | None) -> str | None:
    day, evaluation = format_day(pairing.since, pairing.rules.zone), pairing.rules.evaluation
    if pairing.ended_from and pairing.end_reason:
        go_on = f"With more time it goes on: {suggest('pairing extend', pairing.id, '--to', 'DATE')}"
        why = f"its time for sessions was over ({in_words(pairing.end_reason)})"
        return f"{pairing.id} ended by itself on {day}, when {why}. {closed or go_on}"
    closes = evaluation and pairing.questionnaire_closes(evaluation)
    if pairing.stage is Stage.COMPLETED and closes and pairing.since >= closes:
        return f"{pairing.id} was completed on {day}, when its evaluation had closed. That stays."
    return None


async def undo(context: Context, pairing: str, number: int) -> UpdatedPairing:
    """Take back what was told of this pairing under this number, as if it had never been told; a pairing that
    is over begins again. Raises NotFound, Refused with the reason if it cannot be taken back, Unreachable."""
    with context.store() as session:
        view = queries.pairing(session, pairing)
        programme = queries.cohort(session, view.cohort).programme
    snapshot = await tell_or_reopen(context, view, TakeBack(number=number))
    return UpdatedPairing(view, snapshot, programme)
