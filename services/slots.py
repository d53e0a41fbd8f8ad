"""Times of a gathering to which each comes alone: one person for each."""

from collections.abc import Set
from datetime import datetime

from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.enums import Role
from domain.errors import BadInput, Refused
from domain.pairing.events import ChooseSitting
from domain.programme.gathering_plan import GatheringPlan
from domain.programme.programme import Programme
from services.context import Context
from storage import cohorts, messages, queries, statistics
from storage.messages import Message
from storage.views import PairingView

_MOST = 10


def are_for_one(programme: Programme, gathering: str) -> bool:
    """Whether each comes alone to a time of this gathering; else a date is for everybody."""
    plan = _plan(programme, gathering)
    return plan is not None and plan.one_to_one


def taken_times(context: Context, pairing: PairingView, gathering: str, role: Role) -> Set[str]:
    """The times of this gathering that somebody else than this partner has; none where a date is for
    everybody."""
    with context.store() as session:
        programme = queries.cohort(session, pairing.cohort).programme
        if not are_for_one(programme, gathering):
            return frozenset()
        return _taken(session, pairing.cohort, gathering, but_not=(pairing.id, role))


def take(session: Session, pairing: PairingView, event: ChooseSitting, now: datetime) -> Message:
    """What the pairing is to be told: one of its partners has this time. From then on it is nobody else's,
    since whoever asks waits until this transaction is over, and finds the message or what came of it.

    Raises Refused, naming times that are free, if somebody else has it; BadInput where it is not said who of
    the two comes.
    """
    cohort = cohorts.to_change(session, pairing.cohort)
    plan = _plan(cohort.programme, event.gathering)
    assert plan
    comes = event.roles or plan.roles
    if len(comes) > 1:
        raise BadInput(f"To {plan.key} each comes alone: say which of the two.")
    taken = _taken(session, pairing.cohort, plan.key, but_not=(pairing.id, comes[0]))
    if event.sitting in taken:
        raise Refused(f"Somebody else has that time of {plan.key}. {_free(plan, taken)}")
    return messages.update(session, EntityKind.PAIRING.workflow_id(pairing.id), event, now)


def _plan(programme: Programme, gathering: str) -> GatheringPlan | None:
    return next((plan for plan in programme.gatherings if plan.key == gathering), None)


def _taken(session: Session, cohort: str, gathering: str, but_not: tuple[str, Role]) -> Set[str]:
    """The times that others have, or are about to be told that they have."""
    # In this order: a message goes when what came of it is recorded, and must not be missed between the two.
    waiting = messages.waiting_for_pairings(session, cohort)
    chosen = statistics.seats(session, cohort, gathering)
    about = [(key, event) for key, event in waiting if isinstance(event, ChooseSitting)]
    on_their_way = {
        (key, role): event.sitting
        for key, event in about
        for role in event.roles or Role
        if event.gathering == gathering
    }
    return {at for who, at in [*chosen.items(), *on_their_way.items()] if who != but_not}


def _free(plan: GatheringPlan, taken: Set[str]) -> str:
    times = zip(plan.sitting_keys, plan.sittings, strict=True)
    free = [f"{key} ({at.spoken()})" for key, at in times if key not in taken]
    more = f", and {len(free) - _MOST} more" if len(free) > _MOST else ""
    return f"Still free: {', '.join(free[:_MOST])}{more}." if free else "None is free any more; add one."
