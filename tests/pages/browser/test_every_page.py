"""Every page and every error state in a real browser: axe finds nothing, nothing is wider than a window of
320 pixels, nothing is loaded from elsewhere, and the console is silent."""

import asyncio
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from pages.limits import PageLimits
from pages.questions.every import QUESTIONS, open_for
from pages.questions.question import Asked, PageQuestion
from services.links import find_reader
from storage.database import Database
from tests.living import utc
from tests.pages.browser.serving import Clock, served
from tests.pages.browser.stages import Standing, standings
from tests.pages.browser.visitor import Visitor, visitor
from tests.services.asking import storing

pytestmark = pytest.mark.slow
_MOST = 4
"""So many answers of a question are tried."""


def open_to(store: Database, standing: Standing) -> Iterator[tuple[PageQuestion, Asked]]:
    reader = find_reader(storing(store, standing.now), standing.token)
    assert reader, standing.name
    return open_for(reader)


async def test_each_question_its_error_its_warning_and_what_is_kept_when_we_are_away(
    store: Database, browser: Browser
) -> None:
    clock, seen = Clock(utc(2027, 6, 15)), set[tuple[str, str | None]]()
    everybody = await asyncio.to_thread(lambda: list(standings(store)))
    async with served(store, clock) as origin, visitor(browser, origin) as somebody:
        for standing in everybody:
            clock.now = standing.now
            await somebody.open(f"/to/{standing.token}")
            await somebody.judge(f"the page of who is {standing.name}")
            for question, asked in open_to(store, standing):
                if (question.name, asked.about) not in seen:
                    seen.add((question.name, asked.about))
                    await _look_through(somebody, standing, question, asked)

    assert not somebody.complaints, somebody.said
    assert {question.name for question in QUESTIONS} == {name for name, _ in seen}


async def _look_through(somebody: Visitor, standing: Standing, question: PageQuestion, asked: Asked) -> None:
    path = "/".join(filter(None, ["/to", standing.token, question.name, asked.about]))
    name = f"{question.name} of who is {standing.name}"
    assert await somebody.open(path) == HTTPStatus.OK
    await somebody.judge(name)
    await somebody.send()
    if not question.filled(asked):
        assert (await somebody.title()).startswith("Error: "), name
        await expect(somebody.page.locator(".govuk-error-summary")).to_be_focused()
    await somebody.judge(f"{name}, with an error")
    await _answer_each(somebody, path, name)


async def _answer_each(somebody: Visitor, path: str, name: str) -> None:
    """Whatever can be chosen first is chosen: it is warned of, or we are away, or something else is asked."""
    first, seen = somebody.page.locator("main form fieldset input[type=radio]"), set[str]()
    await somebody.open(path)
    for number in range(min(await first.count(), _MOST)):
        await somebody.open(path)
        await first.nth(number).check()
        await somebody.send()
        if (title := await somebody.title()) not in seen:
            seen.add(title)
            await somebody.judge(f"{name}, answered: {title}")


@pytest.mark.parametrize("path", ["/", "/accessibility", "/to/mistyped", "/nowhere"])
async def test_what_is_the_same_for_everybody(store: Database, browser: Browser, path: str) -> None:
    async with served(store, Clock(utc(2027, 6, 15))) as origin, visitor(browser, origin) as somebody:
        await somebody.open(path)
        await somebody.judge(path)
    assert not somebody.complaints, somebody.said


async def test_who_asks_too_often_and_who_comes_while_the_store_is_away(
    store: Database, browser: Browser, tmp_path: Path
) -> None:
    clock, few = Clock(utc(2027, 6, 15)), PageLimits(by_address=3)
    gone = Database(f"sqlite:///{tmp_path / 'nowhere' / 'tandem.db'}")
    async with served(store, clock, limits=few) as origin, visitor(browser, origin) as somebody:
        while await somebody.open("/") == HTTPStatus.OK:
            pass
        await somebody.judge("too often")
        assert not somebody.complaints, somebody.said
    async with served(gone, clock) as origin, visitor(browser, origin) as somebody:
        assert await somebody.open("/to/anything") == HTTPStatus.SERVICE_UNAVAILABLE
        await somebody.judge("the store is away")
        assert not somebody.complaints, somebody.said
