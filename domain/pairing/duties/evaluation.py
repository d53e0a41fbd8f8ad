"""The questionnaire to each partner, its chasers, and the closing date they name."""

from collections.abc import Iterator
from itertools import pairwise

from domain.entity.duty import Duty
from domain.enums import BOTH, Role, Stage
from domain.letter.letter import Letter, LetterName
from domain.pairing.pairing import Pairing


def evaluation(pairing: Pairing) -> Iterator[Duty]:
    if pairing.stage is not Stage.EVALUATION or pairing.rules.evaluation is None:
        return
    for role in BOTH:
        if not pairing.partner(role).answered:
            yield from _questionnaire(pairing, role)


def _questionnaire(pairing: Pairing, role: Role) -> Iterator[Duty]:
    times = pairing.rules.evaluation
    assert times is not None
    opens = max(pairing.since, pairing.postponed(times.opens))
    closes = pairing.postponed(times.closes)
    yield Letter(
        name=LetterName.EVALUATION,
        role=role,
        key=f"evaluation:{role}",
        at=opens,
        until=closes,
        expires=closes,
    )
    days = pairing.rules.patience.evaluation_chasers
    moments = [*(pairing.after(opens, day) for day in days), closes]
    for day, (at, following) in zip(days, pairwise(moments), strict=True):
        if at < closes:
            yield Letter(
                name=LetterName.EVALUATION_CHASER,
                role=role,
                key=f"evaluation_chaser:{day}:{role}",
                at=at,
                until=closes,
                expires=min(following, closes),
            )
