"""The best pairs, exactly: the most people placed first, then the best total.

Every person is as many *slots* as the partners they can take, and the assignment problem over slots is
solved. A person's first slot carries a prize larger than all scores together, so that no score outweighs
placing one person more; it is a little larger for those who come first among equals. A pair's value is its
score and the prizes of the two slots it takes.

Where both people have several slots, an assignment could choose the same pair twice. Such a pair is then
given a *gate*, one row and one column more, which lets it through once, and the whole is solved again.
Each solution is the best over choices that include every lawful one; so the first that chooses no pair
twice is the best of the lawful ones.

All values are whole numbers that a float holds exactly, so nothing is rounded.
"""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

from domain.errors import BadInput

Whole = NDArray[np.int64]
IndexPair = tuple[int, int]
"""A row and a column: a mentor and a mentee."""

_EXACT = 2**53
"""Up to here a float holds every whole number."""


class Side(NamedTuple):
    places: Whole
    """How many partners each person can still take."""
    placed: NDArray[np.bool_]
    """Who has a partner already."""
    first: NDArray[np.bool_]
    """Who comes first among those who would do equally well."""


class _Slots(NamedTuple):
    owner: Whole
    prize: Whole
    of: Mapping[int, Whole]


def best_pairs(allowed: NDArray[np.bool_], scores: Whole, rows: Side, columns: Side) -> list[IndexPair]:
    """The pairs to make, sorted; the same for the same input."""
    given = scores
    # One who comes first counts for less than the least difference in score, all of them together.
    bonus = int(rows.first.sum() + columns.first.sum())
    scores = scores * (bonus + 1)
    best = int(np.where(allowed, scores, 0).max(initial=0))
    prize = 1 + best * int(min(rows.places.sum(), columns.places.sum())) + bonus
    row_slots, column_slots = _slots(rows, prize), _slots(columns, prize)
    value = _values(allowed, scores, row_slots, column_slots)
    gates: list[IndexPair] = []
    while True:
        _check_exact(prize + best, len(value) + value.shape[1] + 2 * len(gates))
        chosen = _solve(value, gates, scores, row_slots, column_slots)
        if not any(count > 1 for count in chosen.values()):
            return _worth_making(sorted(chosen), given, rows, columns)
        # A gate for all that was chosen, not only for what was chosen twice, saves many rounds.
        gates += sorted(p for p in chosen.keys() - set(gates) if _may_double(p, rows, columns))


def _slots(side: Side, prize: int) -> _Slots:
    owner = np.repeat(np.arange(len(side.places)), side.places)
    first = np.ones(len(owner), np.bool_)
    first[1:] = owner[1:] != owner[:-1]
    starts = np.flatnonzero(first)
    of = {int(owner[start]): start + np.arange(side.places[owner[start]]) for start in starts}
    return _Slots(owner, np.where(first & ~side.placed[owner], prize + side.first[owner], 0), of)


def _values(allowed: NDArray[np.bool_], scores: Whole, rows: _Slots, columns: _Slots) -> NDArray[np.float64]:
    """What each two slots are worth together; 0 stands for "no pair"."""
    both = np.ix_(rows.owner, columns.owner)
    value = scores[both] + rows.prize[:, None] + columns.prize[None, :]
    return np.where(allowed[both], value, 0).astype(np.float64)


def _solve(
    value: NDArray[np.float64], gates: list[IndexPair], scores: Whole, rows: _Slots, columns: _Slots
) -> Counter[IndexPair]:
    """The pairs of a best assignment, and how often each was chosen."""
    width, height = len(rows.owner), len(columns.owner)
    table = _with_gates(value, gates, scores, rows, columns) if gates else value
    found = [(int(i), int(j)) for i, j in zip(*linear_sum_assignment(table, maximize=True), strict=True)]
    direct = ((i, j) for i, j in found if i < width and j < height and table[i, j] > 0)
    chosen = Counter((int(rows.owner[i]), int(columns.owner[j])) for i, j in direct)
    first_gate = max(width, height)
    chosen.update(gates[i - first_gate] for i, j in found if i >= first_gate > j)
    return chosen


def _with_gates(
    value: NDArray[np.float64], gates: list[IndexPair], scores: Whole, rows: _Slots, columns: _Slots
) -> NDArray[np.float64]:
    """The table made square, with a row and a column for each gate.

    In a square table every row and column is taken. So a gate is either shut (its row takes its own
    column) or its column takes a slot of the mentor and its row one of the mentee: the pair, once.
    """
    size = max(value.shape)
    table = np.full((size + len(gates),) * 2, -np.inf)
    table[:size, :size] = 0
    table[: value.shape[0], : value.shape[1]] = value
    for place, (row, column) in enumerate(gates, size):
        mine, theirs = rows.of[row], columns.of[column]
        table[np.ix_(mine, theirs)] = 0
        table[mine, place] = rows.prize[mine]
        table[place, theirs] = columns.prize[theirs] + scores[row, column]
        table[place, place] = 0
    return table


def _may_double(pair: IndexPair, rows: Side, columns: Side) -> bool:
    return bool(rows.places[pair[0]] > 1 and columns.places[pair[1]] > 1)


def _check_exact(largest: int, size: int) -> None:
    if 4 * largest * size >= _EXACT:
        raise BadInput("The weights are too large to be added up exactly; make them all ten times smaller.")


def _worth_making(pairs: list[IndexPair], scores: Whole, rows: Side, columns: Side) -> list[IndexPair]:
    """Without the pairs that place nobody and score nothing: they would only cost people time."""
    of_row = Counter(i for i, _ in pairs) + Counter(np.flatnonzero(rows.placed).tolist())
    of_column = Counter(j for _, j in pairs) + Counter(np.flatnonzero(columns.placed).tolist())
    kept = []
    for i, j in pairs:
        if scores[i, j] or of_row[i] == 1 or of_column[j] == 1:
            kept.append((i, j))
        else:
            of_row[i] -= 1
            of_column[j] -= 1
    return kept
