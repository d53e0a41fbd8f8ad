"""What participants have said, as it may be passed on.

An item is told of both roles together, unless each role by itself can be told in full: then of each, and not
of both, so that nothing can be subtracted. What has been told of a wave stays as it was told.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from domain.disclosure.cell import Shown, fresh_cell
from domain.disclosure.profile import Limits, Profile, rounded
from domain.disclosure.ratios import percentage
from domain.disclosure.scales import Grouping, PublishedScale, publish_scale
from domain.enums import Role, Wave
from domain.evaluation.core import CONTACT, QUOTABLE
from domain.evaluation.effects import Effect, effect
from domain.evaluation.item import AGREEMENT, PREFER_NOT, Item, ItemKind
from domain.evaluation.numbers import PublishedNumber, is_by_itself, publish_number
from domain.evaluation.results import ItemCounts, ItemShifts, Results
from domain.value import Value

UP, STAYED, DOWN = "up", "stayed", "down"
DISAGREE, NEITHER, AGREE, NOT_AGREE = ("Disagree", "Neither", "Agree", "Do not agree")
_NO_RESULT = frozenset({CONTACT, QUOTABLE})
"""What is asked for the sake of whoever answers."""
_AGREEING = (AGREE, AGREEMENT["5"])
"""`Agree` is an option both of five points and of three."""


class PublishedItem(Value):
    """How one item was answered in one wave."""

    key: str
    text: str
    wave: Wave
    role: Role | None
    """Whose answers; None: of both roles together."""
    scale: PublishedScale
    """By the words of the options."""
    preferred_not: Shown
    """How many would rather not say; nobody is withheld like a few."""


def agreeing(item: PublishedItem, limits: Limits) -> Shown:
    """How many per cent agree, of those who answered; None where that cannot be told."""
    told = [number for option, number in item.scale.options.items() if option in _AGREEING]
    if not told or any(number is None for number in told):
        return None
    return percentage(sum(number or 0 for number in told), item.scale.answered, limits)


class PublishedEffect(Value):
    """How far the answers to one item have moved from the first questionnaire to the last."""

    key: str
    text: str
    role: Role | None
    people: Shown
    """None: too few to say, and then nothing else is said either."""
    mean_before: float | None = None
    mean_after: float | None = None
    median_before: float | None = None
    median_after: float | None = None
    size: float | None = None
    """In standard deviations. None also where the answers are so much alike that there are none, or no
    interval: then it is told of how many people that is, and nothing else."""
    low: float | None = None
    high: float | None = None
    is_agreement: bool = True
    """Whether it is on the scale of five points; else a number was asked for."""
    moved: Mapping[str, Shown] = {}
    """How many moved `up`, `stayed`, moved `down`; empty where that is withheld, and for a role beside both
    together, so that nothing can be subtracted."""

    @property
    def is_told(self) -> bool:
        """Whether there is a size, with its interval."""
        return self.size is not None

    @property
    def is_up(self) -> bool:
        return self.low is not None and self.low > 0

    @property
    def is_down(self) -> bool:
        return self.high is not None and self.high < 0


class PublishedEvaluation(Value):
    items: tuple[PublishedItem, ...] = ()
    """Wave by wave, in the order in which they were asked."""
    numbers: tuple[PublishedNumber, ...] = ()
    """In the same order; but for what is told as an effect."""
    effects: tuple[PublishedEffect, ...] = ()
    then: tuple[PublishedEffect, ...] = ()
    """The same from what people say at the end they would have said at the start: a note, not a result."""

    def of(self, key: str, wave: Wave = Wave.END) -> tuple[PublishedItem, ...]:
        """One for both roles together, or one for each."""
        return tuple(item for item in self.items if item.key == key and item.wave is wave)

    def is_told(self, wave: Wave) -> bool:
        """Whether anything that was asked in it is told, or that it cannot be."""
        return wave in {*(item.wave for item in self.items), *(number.wave for number in self.numbers)}

    def in_wave(self, wave: Wave) -> tuple[PublishedItem, ...]:
        return tuple(item for item in self.items if item.wave is wave)


def publish_evaluation(
    results: Results,
    closed: Collection[Wave],
    profile: Profile,
    before: PublishedEvaluation | None = None,
) -> PublishedEvaluation:
    """`closed`: the waves that are over; of the others nothing is told. `before`: what was told last."""
    told = before or PublishedEvaluation()
    over = [wave for wave in Wave if wave in closed]
    items = tuple(item for wave in over for item in _wave(results, wave, profile, told))
    numbers = tuple(number for wave in over for number in _numbers(results, wave, profile, told))
    if not {Wave.BEFORE, Wave.END} <= set(closed):
        return PublishedEvaluation(items=items, numbers=numbers)
    return PublishedEvaluation(
        items=items,
        numbers=numbers,
        effects=told.effects or tuple(_effects(results.shifts, profile)),
        then=told.then or tuple(_effects(results.then, profile)),
    )


def _wave(
    results: Results, wave: Wave, profile: Profile, told: PublishedEvaluation
) -> Sequence[PublishedItem]:
    asked = [counts for counts in results.items if counts.wave is wave and counts.item.key not in _NO_RESULT]
    return told.in_wave(wave) or [item for counts in asked for item in publish_item(counts, profile)]


def publish_item(counts: ItemCounts, profile: Profile) -> tuple[PublishedItem, ...]:
    """Nothing of an item that asks for a number."""
    groupings = _groupings(counts.item)
    if not groupings:
        return ()
    each = tuple(
        _published(counts, role, chosen, groupings, profile) for role, chosen in counts.by_role.items()
    )
    if len(each) > 1 and not all(item.scale.options for item in each):
        return (_published(counts, None, counts.both, groupings, profile),)
    return each


def _published(
    counts: ItemCounts,
    role: Role | None,
    chosen: Mapping[str, int],
    groupings: Sequence[Grouping],
    profile: Profile,
) -> PublishedItem:
    return PublishedItem(
        key=counts.item.key,
        text=counts.item.text,
        wave=counts.wave,
        role=role,
        scale=publish_scale(chosen, groupings, profile),
        preferred_not=fresh_cell(chosen.get(PREFER_NOT, 0), profile.limits, is_zero_told=False).shown,
    )


def _numbers(
    results: Results, wave: Wave, profile: Profile, told: PublishedEvaluation
) -> Sequence[PublishedNumber]:
    asked = [counts for counts in results.items if counts.wave is wave and is_by_itself(counts, results)]
    return [number for number in told.numbers if number.wave is wave] or [
        number for counts in asked for number in publish_number(counts, profile)
    ]


_OF_AGREEMENT: tuple[Grouping, ...] = (
    [(words, (point,)) for point, words in AGREEMENT.items()],
    [(DISAGREE, ("1", "2")), (NEITHER, ("3",)), (AGREE, ("4", "5"))],
    [(NOT_AGREE, ("1", "2", "3")), (AGREE, ("4", "5"))],
)


def _groupings(item: Item) -> Sequence[Grouping]:
    if item.kind is ItemKind.AGREEMENT:
        return _OF_AGREEMENT
    if item.kind is not ItemKind.CHOICE:
        return ()
    options = list(item.options.items())
    first, others = options[0], options[1:]
    each: Grouping = [(words, (key,)) for key, words in options]
    if len(others) == 1:
        return (each,)
    rest = " or ".join([words if not place else words.lower() for place, (_, words) in enumerate(others)])
    return each, [(first[1], (first[0],)), (rest, tuple(key for key, _ in others))]


def _effects(shifts: Sequence[ItemShifts], profile: Profile) -> Iterator[PublishedEffect]:
    """Of both roles together, and of each by itself where both can be told."""
    for one in shifts:
        asked = one.item.roles
        if len(asked) == 1:
            yield _effect(one, asked[0], profile)
            continue
        yield _effect(one, None, profile)
        each = [_effect(one, role, profile) for role in asked]
        if all(part.is_told for part in each):
            yield from each


def _effect(shifts: ItemShifts, role: Role | None, profile: Profile) -> PublishedEffect:
    told = shifts.of(role) if role else shifts.shifts
    found = effect([(shift.earlier, shift.later) for shift in told])
    is_agreement = shifts.item.kind is ItemKind.AGREEMENT
    which = {"key": shifts.item.key, "text": shifts.item.text, "role": role, "is_agreement": is_agreement}
    if found is None or found.size is None or found.low is None:
        # Where all answer alike, a mean would say what each has answered.
        return PublishedEffect(**which, people=rounded(found.people) if found else None)
    return PublishedEffect(
        **which,
        people=rounded(found.people),
        mean_before=round(found.mean_before, 1),
        mean_after=round(found.mean_after, 1),
        median_before=found.median_before,
        median_after=found.median_after,
        size=_tenths(found.size),
        low=_tenths(found.low),
        high=_tenths(found.high),
        moved=_moved(found, profile) if role is None or len(shifts.item.roles) == 1 else {},
    )


def _tenths(number: float | None) -> float | None:
    return None if number is None else round(number, 1) + 0.0  # never minus nothing


def _moved(found: Effect, profile: Profile) -> Mapping[str, Shown]:
    counts = {UP: found.up, STAYED: found.stayed, DOWN: found.down}
    each: Grouping = [(way, (way,)) for way in counts]
    return publish_scale(counts, (each, [(UP, (UP,)), ("not up", (STAYED, DOWN))]), profile).options
