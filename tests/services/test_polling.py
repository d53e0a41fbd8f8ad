"""Waiting until what is written down has begun."""

import pytest

from services.polling import until_begun

pytestmark = pytest.mark.unit


async def test_the_waiting_ends_with_the_last_and_says_how_many_are_left_meanwhile() -> None:
    left, seen = iter((3, 2, 2, 0)), list[int]()

    assert await until_begun(lambda: next(left), give_up_after=5, watch=seen.append) == 0

    assert seen == [2, 0]


async def test_where_nothing_moves_the_waiting_is_given_up() -> None:
    seen = list[int]()

    assert await until_begun(lambda: 2, give_up_after=0, watch=seen.append) == 2

    assert seen == []
