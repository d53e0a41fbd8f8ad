"""The pictures in docs/pages.md: a partner's page, a question and its error, on a phone and at a desk."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import ViewportSize, async_playwright

from storage.database import Database
from tests.living import utc
from tests.pages.browser.serving import Clock, served
from tests.pages.browser.stages import partners
from tests.pages.browser.visitor import Visitor, visitor
from tests.pictures.browser import chromium

_DESK, _PHONE = ViewportSize(width=940, height=600), ViewportSize(width=390, height=600)


async def _taken(database: Database, folder: Path) -> None:
    """With people who are invented."""
    people = {one.name: one for one in await asyncio.to_thread(lambda: list(partners(database)))}
    clock = Clock(utc(2027, 6, 15))
    async with served(database, clock) as origin, async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium())
        async with visitor(launched, origin) as somebody:
            booked, introduced = people["booked"], people["introduced"]
            clock.now = booked.now
            await somebody.open(f"/to/{booked.token}")
            await _take(somebody, folder / "page-of-a-partner.png", _DESK)
            clock.now = introduced.now
            await somebody.open(f"/to/{introduced.token}/introduction")
            await _take(somebody, folder / "page-with-a-question.png", _PHONE)
            await somebody.send()
            await _take(somebody, folder / "page-with-an-error.png", _PHONE)
        await launched.close()


async def _take(somebody: Visitor, picture: Path, size: ViewportSize) -> None:
    await somebody.page.set_viewport_size(size)
    await somebody.page.screenshot(path=picture, full_page=True)


async def pages_pictured(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as home:
        database = Database(f"sqlite:///{Path(home) / 'tandem.db'}")
        await asyncio.to_thread(database.upgrade)
        await _taken(database, folder)
        database.close()
