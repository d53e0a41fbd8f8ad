"""A real browser at the pages, and all that it complains of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, Request, ViewportSize

WIDE, PHONE, NARROW = (
    ViewportSize(width=1280, height=900),
    ViewportSize(width=390, height=844),
    ViewportSize(width=320, height=256),
)
"""The last is what a window of 1280 by 1024 pixels shows at 400 % (WCAG 1.4.10)."""
_LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
_AXE: Any = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": list(_LEVELS)}}
_SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_EXPECTED = "Failed to load resource: the server responded with a status of"
"""So the console says that a page has a status such as 422."""


class Visitor:
    """Somebody with a window of their own."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.complaints: list[str] = []
        """What left the origin, was a script, or was said on the console; what axe found, what was wider
        than its window."""
        page.on("console", lambda told: self._hear(told.text))
        page.on("pageerror", lambda error: self._hear(str(error)))
        page.on("request", self._ask)

    @property
    def said(self) -> str:
        return "\n".join(self.complaints)

    def _hear(self, said: str) -> None:
        if not said.startswith(_EXPECTED):
            self.complaints.append(f"{self.page.url}: {said}")

    def _ask(self, request: Request) -> None:
        if not request.url.startswith(f"{self.origin}/"):
            self.complaints.append(f"a request left the origin: {request.url}")
        if request.resource_type not in ("document", "stylesheet"):
            self.complaints.append(f"{self.page.url} loads a {request.resource_type}: {request.url}")

    async def open(self, path: str) -> int:
        """The status of the answer."""
        told = await self.page.goto(self.origin + path)
        assert told
        return told.status

    async def send(self) -> None:
        """Press the button of the form."""
        await self.press(self.page.locator("main form button").first)

    async def press(self, what: Locator) -> None:
        """This, and wait for the next page: a click by itself does not."""
        async with self.page.expect_navigation():
            await what.click()

    async def title(self) -> str:
        return await self.page.title()

    async def judge(self, where: str) -> None:
        """Let axe look at this page, and look at it in the narrowest window."""
        results = await Axe().run(self.page, options=_AXE)
        for found in results.response["violations"]:
            self.complaints.append(f"{where}: {found['id']}: {found['nodes'][0]['html'][:200]}")
        await self.page.set_viewport_size(NARROW)
        if too_wide := await self.page.evaluate(_SCROLLS):
            self.complaints.append(f"{where}: {too_wide} px wider than a window of {NARROW['width']}")
        await self.page.set_viewport_size(WIDE)
        if await self.page.locator("script, [style], [onclick]").count():
            self.complaints.append(f"{where}: there is a script or a style in the page")


@asynccontextmanager
async def visitor(browser: Browser, origin: str, script: bool = True) -> AsyncIterator[Visitor]:
    """Somebody comes; `script`: whether their browser runs any, which axe needs. No cookie is left."""
    context = await browser.new_context(viewport=WIDE, java_script_enabled=script)
    context.set_default_timeout(30_000)
    yield Visitor(await context.new_page(), origin)
    assert await context.cookies() == []
    await context.close()
