"""Matching said a second time, slowly and without numpy: every choice of pairs is tried."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from domain.matching.candidates import Candidate, IdPair, gap
from domain.matching.criteria import criteria_met, points
from domain.matching.normalised import normalised, normalised_set
from domain.matching.rules import Rule
from domain.programme.matching_plan import MatchingPlan
from tests.domain.matching.people import LADDER


def rules(
    one: Candidate,
    other: Candidate,
    plan: MatchingPlan,
    everyone: Sequence[Candidate],
    forbids: Iterable[IdPair],
) -> set[Rule]:
    a, b = one.application, other.application
    steps = gap(a, b, LADDER)
    found = {
        Rule.SAME_PERSON: one.email == other.email,
        Rule.SAME_NAME: one.email != other.email and a.name.casefold().split() == b.name.casefold().split(),
        Rule.ARRANGEMENT: a.arrangement.together(b.arrangement) is None,
        Rule.CONFLICT: other.email in normalised_set(a.conflicts) or one.email in normalised_set(b.conflicts),
        Rule.EARLIER_PAIR: other.id in one.earlier or one.id in other.earlier,
        Rule.FORBIDDEN: (one.id, other.id) in forbids,
        Rule.APART: any(
            normalised(getattr(a, field)) == normalised(getattr(b, field)) != "" for field in plan.apart
        ),
        Rule.REPORTING_LINE: plan.reporting_line and _in_line(one.email, other.email, everyone),
        Rule.GRADE_GAP: plan.grade_gap is not None and (steps is None or not plan.grade_gap.allows(steps)),
    }
    return {rule for rule, holds in found.items() if holds}


def score(one: Candidate, other: Candidate, plan: MatchingPlan) -> int:
    together = one.application.arrangement.together(other.application.arrangement)
    if together is None:
        return 0
    met = criteria_met(one.application, other.application, together, plan.weights, LADDER)
    return sum(points(wish, plan.weights) for wish in met)


def value(chosen: Sequence[IdPair], worth: dict[IdPair, int]) -> tuple[int, int]:
    """How many people are placed, and the total."""
    people = {("mentor", m) for m, _ in chosen} | {("mentee", n) for _, n in chosen}
    return len(people), sum(worth[pair] for pair in chosen)


def best(allowed: Sequence[IdPair], worth: dict[IdPair, int], capacity: dict[str, int]) -> tuple[int, int]:
    return max(value(choice, worth) for choice in choices(allowed, capacity))


def choices(pairs: Sequence[IdPair], capacity: dict[str, int]) -> Iterator[list[IdPair]]:
    """Every choice of pairs within everybody's capacity."""
    return _choices(list(pairs), capacity, Counter())


def _choices(
    pairs: list[IdPair], capacity: dict[str, int], used: Counter[str], place: int = 0
) -> Iterator[list[IdPair]]:
    if place == len(pairs):
        yield []
        return
    yield from _choices(pairs, capacity, used, place + 1)
    one, other = pairs[place]
    if used[one] < capacity[one] and used[other] < capacity[other]:
        used.update((one, other))
        for rest in _choices(pairs, capacity, used, place + 1):
            yield [pairs[place], *rest]
        used.subtract((one, other))


def _in_line(one: str, other: str, everyone: Sequence[Candidate]) -> bool:
    return _above(one, other, everyone) or _above(other, one, everyone)


def _above(upper: str, lower: str, everyone: Sequence[Candidate]) -> bool:
    reached = {lower}
    for _ in everyone:
        reached |= {normalised(c.application.manager_email) for c in everyone if c.email in reached}
    named = {normalised(c.application.manager_email) for c in everyone if c.email in reached}
    return upper in named if upper != lower else False
