"""Contexts, as tests ask services with them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.context import Context
from storage.database import Database
from tests.world import World

if TYPE_CHECKING:
    from temporalio.client import Client


def storing(database: Database, now: datetime | None = None, actor: str = "Jo") -> Context:
    """For services that must do with the store alone. `now`: what the clock shows."""

    async def nobody() -> "Client":
        raise AssertionError("the server is asked")

    return Context(database, nobody, actor, _clock(now))


def asking(world: World, actor: str = "Jo", now: datetime | None = None) -> Context:
    """For services that ask a whole Tandem at work."""

    async def client() -> "Client":
        return world.client

    return Context(world.database, client, actor, _clock(now), mail_from=world.settings.mail_from)


def _clock(now: datetime | None) -> Callable[[], datetime]:
    return lambda: now or datetime.now(UTC)
