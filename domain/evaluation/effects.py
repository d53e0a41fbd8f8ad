"""How far answers have moved between two questionnaires, of the people who answered both.

The size is Hedges' g_av: how far the mean has moved, in standard deviations (the root of the mean of both
variances), corrected for few answers. The interval is that of 95 of 100 samples drawn from the same people
with replacement; the draws are the same each time. There is no p-value: with ten to sixty people it would
say how many they are.
"""

from collections.abc import Sequence
from typing import Any

from domain.value import Value

FEWEST = 12
"""Of fewer pairs of answers there is too little to say."""
_DRAWS = 4000
_SEED = 20_260


class Effect(Value):
    """Exact."""

    people: int
    """How many have answered both times."""
    mean_before: float
    mean_after: float
    median_before: float
    """It may stand still while most move: on five points many medians are 3 or 4."""
    median_after: float
    up: int
    stayed: int
    down: int
    size: float | None
    """In standard deviations; None where everybody has answered alike both times, so that there are none."""
    low: float | None
    high: float | None

    @property
    def is_up(self) -> bool:
        """Whether the whole interval is above nothing."""
        return self.low is not None and self.low > 0

    @property
    def is_down(self) -> bool:
        return self.high is not None and self.high < 0


def effect(answers: Sequence[tuple[int, int]]) -> Effect | None:
    """Of each person the answer before and the one after; None if they are too few to say."""
    if len(answers) < FEWEST:
        return None
    import numpy as np  # whoever asks for no effect does not wait for it

    before, after = np.array(answers, dtype=float).T
    size, interval = _sizes(before[None], after[None])[0], _interval(before, after)
    return Effect(
        people=len(answers),
        mean_before=float(before.mean()),
        mean_after=float(after.mean()),
        median_before=float(np.median(before)),
        median_after=float(np.median(after)),
        up=int((after > before).sum()),
        stayed=int((after == before).sum()),
        down=int((after < before).sum()),
        size=None if np.isnan(size) else float(size),
        low=interval[0],
        high=interval[1],
    )


def _interval(before: Any, after: Any) -> tuple[float | None, float | None]:
    import numpy as np

    people = len(before)
    draws = np.random.default_rng(_SEED).integers(0, people, size=(_DRAWS, people))
    sizes = _sizes(before[draws], after[draws])
    known = sizes[~np.isnan(sizes)]
    if len(known) < _DRAWS / 2:
        return None, None
    low, high = np.percentile(known, (2.5, 97.5))
    return float(low), float(high)


def _sizes(before: Any, after: Any) -> Any:
    """Hedges' g_av of each row; not a number where nothing varies."""
    import numpy as np

    people = before.shape[1]
    moved = after.mean(axis=1) - before.mean(axis=1)
    deviation = np.sqrt((before.var(axis=1, ddof=1) + after.var(axis=1, ddof=1)) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        sizes = np.where(deviation > 0, moved / deviation, np.nan)
    return sizes * (1 - 3 / (4 * (people - 1) - 1))
