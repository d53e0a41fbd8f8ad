"""A walk by keyboard alone: every control is reached, where one is can be seen, and nothing needs a mouse."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser

from domain.enums import Role
from storage.database import Database
from tests.living import Life, utc
from tests.pages.browser.serving import Clock, served
from tests.pages.browser.stages import as_partner
from tests.pages.browser.visitor import Visitor, visitor
from tests.pages.visiting import in_store

pytestmark = pytest.mark.slow
_NOW = utc(2027, 6, 15)
_ACTIVE = "document.activeElement"
_NAME = f"{_ACTIVE}.href || {_ACTIVE}.id || {_ACTIVE}.type"
_TO_BE_REACHED = """() => {
    const all = [...document.querySelectorAll('a[href], button, textarea, input:not([type=hidden])')];
    const first = radio => document.querySelector(`input[name="${radio.name}"]`);
    const stops = all.filter(one => one.type !== 'radio' || one === first(one));
    return stops.map(one => one.href || one.id || one.type);
}"""
"""Of radios of one name only one is stopped at; the arrows reach the others."""


@pytest.mark.parametrize("question", ["", "/introduction"])
async def test_the_skip_link_comes_first_and_every_control_is_reached_and_shows_it(
    store: Database, browser: Browser, question: str
) -> None:
    async with served(store, Clock(_NOW)) as origin, visitor(browser, origin) as somebody:
        await somebody.open(_page(store) + question)
        stops = await _stops(somebody)
        expected = await somebody.page.evaluate(_TO_BE_REACHED)

    assert stops[0].endswith("#main-content")
    assert stops == expected


async def _stops(somebody: Visitor) -> list[str]:
    """Where the Tab key stops, one after another, until it leaves the page. Fails if one looks as always."""
    page, stops = somebody.page, list[str]()
    await page.keyboard.press("Tab")
    while not await page.evaluate(f"{_ACTIVE} === document.body"):
        stops.append(await page.evaluate(_NAME))
        there = await page.screenshot()
        stop = await page.evaluate_handle(_ACTIVE)
        await stop.evaluate("one => one.blur()")
        assert await page.screenshot() != there, f"{stops[-1]} does not show that it has the focus"
        await stop.evaluate("one => one.focus()")
        await page.keyboard.press("Tab")
    return stops


async def test_a_question_is_answered_without_a_mouse(store: Database, browser: Browser) -> None:
    async with served(store, Clock(_NOW)) as origin, visitor(browser, origin) as somebody:
        page, keys = somebody.page, somebody.page.keyboard
        await somebody.open(_page(store) + "/introduction")
        for key in ("Tab", "Enter", "Tab"):  # past what is the same on every page
            await keys.press(key)
        assert await page.evaluate(f"{_ACTIVE}.type") == "radio"
        async with page.expect_navigation():
            await keys.press("Enter")
        assert await page.evaluate(f"{_ACTIVE}.className") == "govuk-error-summary"
        await keys.press("Tab")
        await keys.press("Enter")
        assert await page.evaluate(_NAME) == "answer"
        await keys.press("Space")
        await keys.press("ArrowDown")
        assert await page.evaluate("document.querySelector(':checked').value") == "no"
        async with page.expect_navigation():
            await keys.press("Enter")
        assert await page.locator("button").inner_text() == "Yes, say no"
        await page.locator("button").focus()
        async with page.expect_navigation():
            await keys.press("Enter")
        assert (await somebody.title()).startswith("Error: we have not recorded it")


def _page(store: Database) -> str:
    life = Life()
    life.until(_NOW - timedelta(hours=1))
    return f"/to/{as_partner(store, in_store(store, life), Role.MENTOR, _NOW)}"
