"""One browser, and one Tandem whose letters lead to its pages, for all tests that need them."""

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, async_playwright

from storage.database import Database
from tests.conftest import emptied, settings_in, world_of
from tests.pictures.browser import chromium
from tests.world import World


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium())
        yield launched
        await launched.close()


@pytest.fixture
def store(sqlite_store: Database) -> Iterator[Database]:
    """An empty store: a page does not show on which database it stands."""
    yield from emptied(sqlite_store)


@pytest.fixture(scope="session")
async def linked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """A whole Tandem at work, whose letters lead to the loopback port of its pages."""
    settings = settings_in(tmp_path_factory.mktemp("linked"))
    at = f"http://127.0.0.1:{settings.pages_port}"
    async with world_of(settings.model_copy(update={"pages_url": at})) as world:
        yield world
