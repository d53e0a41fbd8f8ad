"""Answers of invented people, with effects that are known beforehand."""

from collections.abc import Mapping

import numpy as np
from sqlalchemy.orm import Session

from domain.enums import BOTH, Role, Wave
from domain.evaluation.item import Item, ItemKind
from domain.evaluation.questionnaire import QuestionnairePlan
from storage import answers, queries

EFFECT, NOTHING = "understanding", "belonging"
"""The items with an effect of +0.8, and with none; all others have half of it."""
_SIZES = {EFFECT: 0.8, NOTHING: 0.0}
_RISE = 0.4
_WAVES = (Wave.BEFORE, Wave.MIDWAY, Wave.END)


def plant(session: Session, cohort: str, share: float = 0.9, seed: int = 7) -> None:
    """Of each partner of the cohort's pairings; `share`: how many of them answer at all."""
    chance, plan = np.random.default_rng(seed), queries.cohort(session, cohort).programme.questionnaire
    for pairing in queries.pairings(session, cohort=cohort):
        for role in BOTH:
            if chance.random() < share:
                feelings = {item.key: chance.normal() for item in plan.all_items}
                for wave in _WAVES:
                    said = _sheet(chance, plan, role, wave, feelings)
                    answers.save(session, pairing.id, role, wave, said)


def _sheet(
    chance: np.random.Generator,
    plan: QuestionnairePlan,
    role: Role,
    wave: Wave,
    feelings: Mapping[str, float],
) -> dict[str, str]:
    return {
        item.key: said
        for item in plan.asked(wave, role)
        if (said := _answer(chance, item, wave, feelings[item.key]))
    }


def _answer(chance: np.random.Generator, item: Item, wave: Wave, feeling: float) -> str:
    if item.kind is ItemKind.AGREEMENT:
        rise = _SIZES.get(item.key, _RISE) if wave is Wave.END else 0
        return str(min(5, max(1, round(2.9 + 0.8 * (0.8 * feeling + 0.6 * chance.normal() + rise)))))
    if item.kind is ItemKind.CHOICE:
        weights = np.array([0.45, 0.4, 0.15, 0.2, 0.2][: len(item.options)])
        return str(chance.choice(list(item.options), p=weights / weights.sum()))
    return f"{item.text} Much, and {feeling:.2f} more." if abs(feeling) > 1.6 else ""
