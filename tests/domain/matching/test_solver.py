import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInput
from domain.matching.solver import Side, best_pairs
from tests.domain.matching import naive

pytestmark = pytest.mark.unit


def _side(places: list[int], placed: list[bool] | None = None) -> Side:
    nobody = [False] * len(places)
    return Side(np.array(places, np.int64), np.array(placed or nobody, np.bool_), np.array(nobody, np.bool_))


@given(st.data())
def test_with_places_on_both_sides_nothing_is_better(data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=4))
    columns = data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=3))
    size = len(rows) * len(columns)
    cells = data.draw(st.lists(st.sampled_from([None, 0, 0, 1, 5, 5, 6, 40]), min_size=size, max_size=size))
    table = np.array([-1 if cell is None else cell for cell in cells]).reshape(len(rows), len(columns))
    pairs = best_pairs(table >= 0, table, _side(rows), _side(columns))
    worth = {(f"m{i}", f"n{j}"): int(table[i, j]) for i, j in np.ndindex(table.shape)}
    capacity = {f"m{i}": c for i, c in enumerate(rows)} | {f"n{j}": c for j, c in enumerate(columns)}
    named = [(f"m{i}", f"n{j}") for i, j in pairs]
    assert len(set(named)) == len(named)
    assert all(sum(who in pair for pair in named) <= c for who, c in capacity.items())
    allowed = [pair for pair in worth if worth[pair] >= 0]
    assert naive.value(named, worth) == naive.best(allowed, worth, capacity)


def test_one_person_more_outweighs_any_score() -> None:
    scores = np.array([[900, 0], [0, -1]])
    assert best_pairs(scores >= 0, scores, _side([1, 1]), _side([1, 1])) == [(0, 1), (1, 0)]


def test_a_second_place_is_used_to_place_somebody() -> None:
    scores = np.array([[0, 0]])
    assert best_pairs(scores >= 0, scores, _side([2]), _side([1, 1])) == [(0, 0), (0, 1)]


def test_a_pair_is_not_made_twice() -> None:
    scores = np.array([[50]])
    assert best_pairs(scores >= 0, scores, _side([3]), _side([3])) == [(0, 0)]


def test_a_further_pair_that_scores_nothing_is_not_made() -> None:
    scores = np.zeros((4, 4), np.int64)
    assert len(best_pairs(scores >= 0, scores, _side([2] * 4), _side([2] * 4))) == 4


def test_weights_too_large_to_be_exact_are_refused() -> None:
    scores = np.full((2, 2), 2**51)
    with pytest.raises(BadInput, match="too large"):
        best_pairs(scores >= 0, scores, _side([1, 1]), _side([1, 1]))
