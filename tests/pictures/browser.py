"""A headless browser that looks at the real Web UI."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from playwright.async_api import Page, async_playwright, expect
from temporalio.client import WorkflowHandle

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PATIENCE = 15_000
"""Milliseconds for a page to show what it is asked for; the Web UI asks the worker first."""

_FOLLOW_A_LINK = (
    "url => document.body.appendChild(Object.assign(document.createElement('a'), {href: url})).click()"
)
"""As a reader goes from page to page: the Web UI is loaded once, which takes seconds."""


def chromium() -> str | None:
    """The browser of this machine, if it has one."""
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


@dataclass
class Look:
    """One page of the browser, on the Web UI of one server."""

    page: Page
    address: str

    async def at_details(self, handle: WorkflowHandle[Any, Any], says: str) -> str:
        """Open what a workflow tells of itself; its current details, once they say this."""
        run = (await handle.describe()).run_id
        await self.open(f"workflows/{handle.id}/{run}/user-metadata", shows="Current Details")
        # The Web UI shows Markdown in frames of their own: summary, details, current details.
        shown = self.page.frame_locator("iframe").last.locator("body")
        await expect(shown).to_contain_text(says, timeout=_PATIENCE)
        return " ".join((await shown.inner_text()).split())

    async def end_of_details(self) -> float:
        """How far down the page the details reach, in pixels."""
        boxes = [await frame.bounding_box() for frame in await self.page.locator("iframe").all()]
        return max(box["y"] + box["height"] for box in boxes if box)

    async def at_search(self, query: str, shows: str) -> None:
        """Open the list of what this query finds."""
        await self.open(f"workflows?{urlencode({'query': query})}", shows)

    async def open(self, path: str, shows: str) -> None:
        """Open a page of the namespace, and wait until it shows this text."""
        url = f"{self.address}/namespaces/default/{path}"
        if self.page.url.startswith(self.address):
            await self.page.evaluate(_FOLLOW_A_LINK, url)
        else:
            await self.page.goto(url)
        await self.page.get_by_text(shows).first.wait_for(timeout=_PATIENCE)


@asynccontextmanager
async def looking(ui_port: int) -> AsyncIterator[Look]:
    """A browser at the Web UI on this port of this machine."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(), args=["--disable-lcd-text", "--disable-font-subpixel-positioning"]
        )
        page = await browser.new_page(viewport={"width": 1536, "height": 1100})
        yield Look(page, f"http://127.0.0.1:{ui_port}")
        await browser.close()
