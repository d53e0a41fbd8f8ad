"""Times of a gathering to which each comes alone: one person for each."""

from collections.abc import Sequence

from domain.enums import Role
from domain.errors import BadInput, Refused
from domain.programme.gathering_plan import GatheringPlan
from services.context import Context
from storage import queries, statistics

_MOST = 10


def check_is_free(context: Context, pairing: str, key: str, sitting: str, roles: Sequence[Role]) -> None:
    """Raises Refused, naming times that are free, if somebody else has chosen this one; BadInput where it is
    not said who of the two comes. Where people come together, every time is free."""
    with context.store() as session:
        cohort = queries.cohort(session, queries.pairing(session, pairing).cohort)
        plan = next((plan for plan in cohort.programme.gatherings if plan.key == key), None)
        if plan is None or not plan.one_to_one:
            return
        comes = roles or plan.roles
        if len(comes) > 1:
            raise BadInput(f"To {key} each comes alone: say which of the two.")
        chosen = statistics.seats(session, cohort.key, key)
    taken = {at for who, at in chosen.items() if who != (pairing, comes[0])}
    if sitting in taken:
        raise Refused(f"Somebody else has that time of {key}. {_free(plan, taken)}")


def _free(plan: GatheringPlan, taken: set[str]) -> str:
    times = zip(plan.sitting_keys, plan.sittings, strict=True)
    free = [f"{key} ({at.spoken()})" for key, at in times if key not in taken]
    more = f", and {len(free) - _MOST} more" if len(free) > _MOST else ""
    return f"Still free: {', '.join(free[:_MOST])}{more}." if free else "None is free any more; add one."
