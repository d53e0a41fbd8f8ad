"""What invented people answer and write, with effects that are known beforehand: whoever reads the report of
a rehearsal can tell whether it finds them, and finds none where there is none."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from random import Random

from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import Role, Wave
from domain.evaluation.core import BURDEN, BURDEN_ALL_RIGHT, CONTACT, EQUAL, MOSTLY_I, NO, QUOTABLE, YES
from domain.evaluation.item import Item, ItemKind
from domain.evaluation.questionnaire import QuestionnairePlan
from domain.programme.programme import Programme
from rehearsal.words import SAID
from storage import answers, queries

PLANTED = "understanding"
"""The item of which the answers at the end are higher by `PLANTED_SHIFT` on average, of any five people."""
PLANTED_SHIFT = 0.8
UNMOVED = "belonging"
"""The item of which they are as high as before on average, of any four people: some up, some down."""

_SHIFTS: Mapping[str, Sequence[int]] = {PLANTED: (1, 1, 1, 1, 0), UNMOVED: (1, -1, 0, 0)}
_USUAL_SHIFTS = (1, 0, 1, 0, 0)
_BEFORE = (2, 3, 3, 4)
"""What is answered before: a step up or down leads to no end of the scale."""
_ASKED_LATER = (2, 3, 4, 4, 5)
"""What is answered to what was not asked before: most are content."""
_THEN_LOWER = 1
"""Looking back, people say of themselves at the start less than they said at the start."""

Answerers = Mapping[Wave, Sequence[tuple[str, Role]]]


def answer_all(session: Session, programme: Programme) -> None:
    """Give answers to all who have said that they answered, in the cohort of this programme's key."""
    plan, who = programme.questionnaire, _answerers(session, programme.key)
    earlier: dict[tuple[str, Role], dict[str, str]] = {}
    for wave, people in who.items():
        sheets = {one: _sheet(plan, wave, one) for one in people}
        if wave is Wave.END:
            _move(plan, sheets, {one: earlier[one] for one in people if one in earlier})
        for (pairing, role), sheet in sheets.items():
            answers.save(session, pairing, role, wave, sheet)
        if wave is Wave.BEFORE:
            earlier = sheets


def _answerers(session: Session, cohort: str) -> Answerers:
    """Who has answered which wave, wave by wave."""
    found: dict[Wave, list[tuple[str, Role]]] = defaultdict(list)
    for pairing in queries.pairings(session, cohort):
        for outcome in queries.outcomes(session, EntityKind.PAIRING.workflow_id(pairing.id)):
            if outcome.kind is OutcomeKind.ANSWERED and outcome.role and outcome.about:
                found[Wave(outcome.about)].append((pairing.id, outcome.role))
    return {wave: found[wave] for wave in Wave}


def _sheet(plan: QuestionnairePlan, wave: Wave, who: tuple[str, Role]) -> dict[str, str]:
    """The same for the same person and wave."""
    random = Random(f"{who[0]}:{who[1]}:{wave}")  # noqa: S311
    said = {item.key: _answer(item, who[1], random) for item in plan.asked(wave, who[1])}
    return {key: answer for key, answer in said.items() if answer}


def _answer(item: Item, role: Role, random: Random) -> str:
    match item.kind:
        case ItemKind.AGREEMENT:
            return str(random.choice(_BEFORE if Wave.BEFORE in item.waves else _ASKED_LATER))
        case ItemKind.NUMBER:
            return str(random.randint(item.lowest, min(item.highest, item.lowest + 5)))
        case ItemKind.TEXT:
            return random.choice((*SAID.get(item.key, ()), ""))
    return _choice(item, role, random)


def _choice(item: Item, role: Role, random: Random) -> str:
    """The explaining falls to mentors more than to mentees, and is mostly all right."""
    match item.key:
        case _ if item.key == BURDEN:
            return random.choice(
                (MOSTLY_I, MOSTLY_I, EQUAL) if role is Role.MENTOR else (EQUAL, EQUAL, MOSTLY_I)
            )
        case _ if item.key == BURDEN_ALL_RIGHT:
            return random.choice((YES, YES, YES, NO))
        case _ if item.key == CONTACT:
            return random.choice((YES, NO, NO))
        case _ if item.key == QUOTABLE:
            return random.choice((YES, YES, NO))
    return random.choice([*item.options])


def _move(
    plan: QuestionnairePlan,
    sheets: Mapping[tuple[str, Role], dict[str, str]],
    earlier: Mapping[tuple[str, Role], Mapping[str, str]],
) -> None:
    """Let what was answered before move by what is planted, one person after the other."""
    for item in plan.all_items:
        both = [one for one in earlier if item.key in earlier[one] and item.key in sheets[one]]
        shifts = islice(cycle(_SHIFTS.get(item.key, _USUAL_SHIFTS)), len(both))
        for one, shift in zip(both, shifts, strict=True):
            if item.kind is ItemKind.AGREEMENT:
                sheets[one][item.key] = str(int(earlier[one][item.key]) + shift)
        if item.then_of:
            for one in earlier:
                if item.key in sheets[one] and item.then_of in earlier[one]:
                    sheets[one][item.key] = str(max(1, int(earlier[one][item.then_of]) - _THEN_LOWER))
