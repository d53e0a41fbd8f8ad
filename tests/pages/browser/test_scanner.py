"""A scanner that is a real browser: it runs whatever scripts there are, waits, and presses the first button
of each page of each reader. Nothing comes of it."""

import asyncio

import pytest
from playwright.async_api import Browser

from storage.database import Database
from tests.living import utc
from tests.pages.browser.serving import Clock, served
from tests.pages.browser.stages import standings
from tests.pages.browser.test_every_page import open_to
from tests.pages.browser.visitor import visitor
from tests.pages.whole import whole

pytestmark = pytest.mark.slow


async def test_a_browser_that_opens_everything_and_presses_the_first_button_changes_nothing(
    store: Database, browser: Browser
) -> None:
    clock, pressed = Clock(utc(2027, 6, 15)), set[tuple[str, str | None]]()
    everybody = await asyncio.to_thread(lambda: list(standings(store)))
    before = whole(store)
    async with served(store, clock) as origin, visitor(browser, origin) as somebody:
        for standing in everybody:
            clock.now = standing.now
            await somebody.open(f"/to/{standing.token}")
            for question, asked in open_to(store, standing):
                if (question.name, asked.about) not in pressed:
                    pressed.add((question.name, asked.about))
                    path = "/".join(filter(None, ["/to", standing.token, question.name, asked.about]))
                    await somebody.open(path)
                    await somebody.page.wait_for_load_state("networkidle")
                    await somebody.send()

    assert len(pressed) > 25
    assert not somebody.complaints, somebody.said
    assert whole(store) == before
