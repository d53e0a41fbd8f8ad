"""Several looks at once: in their order, a few at a time, and all over when one fails."""

import asyncio

import pytest

from services.concurrency import gather_limited

pytestmark = pytest.mark.server


async def test_what_comes_of_each_is_in_their_order_and_a_few_are_done_at_a_time() -> None:
    at_work, most = 0, 0

    async def double(number: int) -> int:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        for _ in range(10 - number):
            await asyncio.sleep(0)
        at_work -= 1
        return 2 * number

    assert await gather_limited(3, double, range(8)) == [2 * number for number in range(8)]
    assert most == 3


async def test_when_one_fails_nobody_goes_on_and_its_own_error_is_raised() -> None:
    over: list[str] = []

    async def look(what: str) -> None:
        if what == "fails":
            raise ConnectionError(what)
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            over.append(what)

    with pytest.raises(ConnectionError, match="fails"):
        await gather_limited(3, look, ("one", "fails", "two"))

    assert sorted(over) == ["one", "two"]
