"""What the answers of a cohort come to: exact numbers, for whoever rounds and withholds them next.

Nothing here says whose an answer is, not even by a pseudonym. All of it is exact: whatever is passed on goes
through `domain/disclosure` first.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from domain.enums import Role, Wave
from domain.evaluation.core import (
    BURDEN,
    BURDEN_ALL_RIGHT,
    EQUAL,
    MIXED,
    MOSTLY_I,
    MOSTLY_PARTNER,
    NO,
    QUOTABLE,
    YES,
)
from domain.evaluation.item import PREFER_NOT, Item, ItemKind
from domain.evaluation.questionnaire import QuestionnairePlan
from domain.value import Value

Sheet = Mapping[str, str]
"""What one person answered in one wave, by the keys of the items."""
Sheets = Sequence[tuple[Role, Mapping[Wave, Sheet]]]
"""Of each person their role and what they answered, wave by wave."""


class ItemCounts(Value):
    """How many have answered one item in one wave with what."""

    item: Item
    wave: Wave
    by_role: Mapping[Role, Mapping[str, int]]
    """For each role that is asked, the number of each answer: of an agreement under `1` to `5`, of a choice
    under the keys of its options, each also where nobody chose it, and under `prefer_not`; of a number under
    each number that was given, as digits. Who left it out is nowhere."""

    @property
    def both(self) -> Mapping[str, int]:
        """The same of both roles together."""
        total = Counter[str]()
        for counts in self.by_role.values():
            total.update(counts)
        return dict(total)

    def answered(self, role: Role | None = None) -> int:
        """By how many people, of this role or of both; those who would rather not say included."""
        return sum((self.by_role.get(role, {}) if role else self.both).values())


class Shift(Value):
    """One person's two answers to the same item: as whole numbers, of an agreement 1 to 5."""

    role: Role
    earlier: int
    later: int


class ItemShifts(Value):
    """An item that was asked before and at the end: of each person who answered both with a number, both.

    The order says nothing: they are sorted by role and by what was answered. Who preferred not to say, or
    answered once only, is not there.
    """

    item: Item
    shifts: tuple[Shift, ...]

    def of(self, role: Role) -> tuple[Shift, ...]:
        return tuple(shift for shift in self.shifts if shift.role is role)


class WaveRate(Value):
    """How many were asked in a wave and how many of them have answered at least one question."""

    wave: Wave
    asked: Mapping[Role, int]
    """Everybody to whom the letter of the wave was written."""
    answered: Mapping[Role, int]


class BurdenCounts(Value):
    """Who did the explaining, and whether that was all right, both answered by one person; for one wave and
    role. Who preferred not to say at either is not there."""

    wave: Wave
    role: Role
    counts: Mapping[str, Mapping[str, int]]
    """`mostly-i`, `about-equal`, `mostly-my-partner`; within each `yes`, `mixed`, `no`: all nine."""


class Results(Value):
    items: tuple[ItemCounts, ...]
    """Of each wave in order, each item with options or numbers that is asked in it, in the order of asking;
    also where nobody has answered yet."""
    shifts: tuple[ItemShifts, ...]
    """Of each agreement or number that is asked before and at the end, also where nobody has answered."""
    then: tuple[ItemShifts, ...]
    """The same of `then` items: `earlier` is what one would have said at the start as one sees it at the end,
    `later` the answer at the end. A note beside the result; it inflates what has changed."""
    burden: tuple[BurdenCounts, ...]
    words: Mapping[str, tuple[str, ...]]
    """For each text item what was written in the wave in which it may be quoted, by those alone who said that
    it may be, without a name; sorted, so that the order says nothing."""

    def counts(self, item: str, wave: Wave) -> ItemCounts | None:
        """Those of the item of this key, if it is asked in this wave."""
        return next((one for one in self.items if one.item.key == item and one.wave is wave), None)


def results(plan: QuestionnairePlan, sheets: Sheets) -> Results:
    return Results(
        items=tuple(
            _counts(item, wave, sheets)
            for wave in Wave
            for item in plan.all_items
            if wave in item.waves and item.is_counted
        ),
        shifts=tuple(
            _shifts(item, item.key, Wave.BEFORE, sheets)
            for item in plan.all_items
            if {Wave.BEFORE, Wave.END} <= set(item.waves) and _is_ordered(item)
        ),
        then=tuple(
            _shifts(of, item.key, Wave.END, sheets)
            for item in plan.all_items
            if item.then_of and (of := plan.item(item.then_of))
        ),
        burden=tuple(_burden(wave, role, sheets) for wave in (Wave.MIDWAY, Wave.END) for role in Role)
        if plan.item(BURDEN) and plan.item(BURDEN_ALL_RIGHT)
        else (),
        words=_words(plan, sheets),
    )


def sheets_of(answered: Iterable[tuple[str, Role, Wave, str, str]]) -> Sheets:
    """`answered`: of each answer whose it is, as something the same for all of theirs, their role, the wave,
    the item's key and the answer."""
    found: dict[tuple[str, Role], dict[Wave, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for author, role, wave, item, answer in answered:
        found[author, role][wave][item] = answer
    return [(role, waves) for (_, role), waves in found.items()]


def answered_in(sheets: Sheets, wave: Wave) -> Mapping[Role, int]:
    """How many people of each role have answered anything in this wave."""
    return {role: sum(bool(waves.get(wave)) for of, waves in sheets if of is role) for role in Role}


def _is_ordered(item: Item) -> bool:
    return item.kind in (ItemKind.AGREEMENT, ItemKind.NUMBER)


def _counts(item: Item, wave: Wave, sheets: Sheets) -> ItemCounts:
    by_role = {}
    for role in item.roles:
        given = Counter(
            answer for of, waves in sheets if of is role and (answer := waves.get(wave, {}).get(item.key))
        )
        ways = item.ways or sorted((said for said in given if said != PREFER_NOT), key=int)
        by_role[role] = {way: given[way] for way in (*ways, *([] if item.ways else [PREFER_NOT]))}
    return ItemCounts(item=item, wave=wave, by_role=by_role)


def _shifts(item: Item, earlier: str, first: Wave, sheets: Sheets) -> ItemShifts:
    found = (
        (role, waves.get(first, {}).get(earlier), waves.get(Wave.END, {}).get(item.key))
        for role, waves in sheets
    )
    numbers = [
        (role, int(before), int(after))
        for role, before, after in found
        if before and after and PREFER_NOT not in (before, after)
    ]
    return ItemShifts(
        item=item,
        shifts=tuple(
            Shift(role=role, earlier=before, later=after) for role, before, after in sorted(numbers)
        ),
    )


def _burden(wave: Wave, role: Role, sheets: Sheets) -> BurdenCounts:
    both = Counter(
        (sheet.get(BURDEN), sheet.get(BURDEN_ALL_RIGHT))
        for of, waves in sheets
        if of is role and (sheet := waves.get(wave, {}))
    )
    counts = {
        who: {right: both[who, right] for right in (YES, MIXED, NO)}
        for who in (MOSTLY_I, EQUAL, MOSTLY_PARTNER)
    }
    return BurdenCounts(wave=wave, role=role, counts=counts)


def _words(plan: QuestionnairePlan, sheets: Sheets) -> Mapping[str, tuple[str, ...]]:
    quotable = [sheet for _, waves in sheets for sheet in waves.values() if sheet.get(QUOTABLE) == YES]
    return {
        item.key: tuple(sorted(sheet[item.key] for sheet in quotable if sheet.get(item.key)))
        for item in plan.all_items
        if item.kind is ItemKind.TEXT
    }
