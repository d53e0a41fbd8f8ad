"""Why somebody has no partner, and what would change it."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from domain.enums import Role
from domain.matching.constraints import BIT, Violations
from domain.matching.draft import Relaxation, Removed, Unplaced, UnplacedReason
from domain.matching.rules import Rule


def why_unplaced(person: str, role: Role, bars: Violations, room: NDArray[np.bool_]) -> Unplaced:
    """`bars` are the rules that remove each of those in the other role, `room` who of them could take one
    partner more."""
    others = bars[(bars & BIT[Rule.SAME_PERSON]) == 0]
    allowed = int((bars == 0).sum())
    return Unplaced(
        id=person,
        role=role,
        reason=_reason(len(others), allowed),
        others=len(others),
        allowed=allowed,
        removed=tuple(_removed(others)),
        nearest=_nearest(bars, room),
    )


def _reason(others: int, allowed: int) -> UnplacedReason:
    if allowed:
        return UnplacedReason.ALL_TAKEN
    return UnplacedReason.NO_ALLOWED_PARTNER if others else UnplacedReason.NO_PARTNERS_AT_ALL


def _removed(others: Violations) -> Iterator[Removed]:
    for rule in Rule:
        if count := int(((others & BIT[rule]) > 0).sum()):
            yield Removed(rule=rule, partners=count)


def _nearest(bars: Violations, room: NDArray[np.bool_]) -> Relaxation | None:
    """Of rules that bar equally many alone, the one whose partners have more room, then the first."""
    relaxations = [_relaxed(rule, bars == BIT[rule], room) for rule in Rule if rule.can_be_relaxed]
    best = max(relaxations, key=lambda r: (r.partners, r.with_room))
    return best if best.partners else None


def _relaxed(rule: Rule, alone: NDArray[np.bool_], room: NDArray[np.bool_]) -> Relaxation:
    return Relaxation(rule=rule, partners=int(alone.sum()), with_room=int((alone & room).sum()))
