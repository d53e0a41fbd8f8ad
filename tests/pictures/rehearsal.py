"""The picture in README.md: what a rehearsal of Bristol's programme found, and its calendar."""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import async_playwright

from tests.pictures.browser import chromium

_WIDTH = 940


async def rehearsed(folder: Path, picture: Path) -> None:
    """Rehearse it as a coordinator would, and take the picture of the page."""
    command = ("cli.main", "rehearse", "bristol-2021", "--out", str(folder))
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", *command)
    assert await process.wait() == 0
    await take(folder / "rehearsal.html", picture)


async def take(page: Path, picture: Path) -> None:
    """From the findings to the end of the calendar."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium())
        shown = await browser.new_page(viewport={"width": _WIDTH, "height": 1100})
        await shown.goto(page.as_uri())
        boxes = [await shown.locator(part).bounding_box() for part in ("#findings", "#calendar")]
        first, last = [box for box in boxes if box]
        clip = {**first, "height": last["y"] + last["height"] - first["y"]}
        await shown.screenshot(path=picture, clip=clip, full_page=True)  # type: ignore[arg-type]
        await browser.close()
