"""Numbers that participants were asked for, as they may be passed on."""

from collections.abc import Mapping

from domain.disclosure.answers import FEWEST
from domain.disclosure.cell import Shown
from domain.disclosure.profile import Profile, rounded
from domain.disclosure.ratios import median
from domain.enums import Role, Wave
from domain.evaluation.item import PREFER_NOT, ItemKind
from domain.evaluation.results import ItemCounts, Results
from domain.value import Value


class PublishedNumber(Value):
    """What was said in one wave to an item that asks for a number."""

    key: str
    text: str
    wave: Wave
    role: Role | None
    """Whose numbers; None: of both roles together."""
    people: Shown
    """How many gave one; None: too few for anything to be told of them."""
    median: float | None


def is_by_itself(counts: ItemCounts, results: Results) -> bool:
    """Whether it is a number that is not one of the two by which is told how far people have moved."""
    item, moving = counts.item, {one.item.key for one in results.shifts}
    is_told = item.then_of or (item.key in moving and counts.wave in (Wave.BEFORE, Wave.END))
    return item.kind is ItemKind.NUMBER and not is_told


def publish_number(counts: ItemCounts, profile: Profile) -> tuple[PublishedNumber, ...]:
    """Of each role by itself where both are enough, else of both together."""
    each = tuple(_number(counts, role, chosen, profile) for role, chosen in counts.by_role.items())
    if len(each) > 1 and any(number.people is None for number in each):
        return (_number(counts, None, counts.both, profile),)
    return each


def _number(
    counts: ItemCounts, role: Role | None, chosen: Mapping[str, int], profile: Profile
) -> PublishedNumber:
    numbers = [int(said) for said, people in chosen.items() if said != PREFER_NOT for _ in range(people)]
    is_enough = len(numbers) >= FEWEST
    return PublishedNumber(
        key=counts.item.key,
        text=counts.item.text,
        wave=counts.wave,
        role=role,
        people=rounded(len(numbers)) if is_enough else None,
        median=median(numbers, profile.limits) if is_enough else None,
    )
