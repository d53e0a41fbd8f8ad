"""The `tandem` command against a Tandem at work."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from typing import NamedTuple

import pytest

from cli.main import run
from storage.database import Database
from storage.engine import ON_REQUEST
from tests.world import World


class Done(NamedTuple):
    code: int
    out: str
    err: str


Tandem = Callable[..., Awaitable[Done]]


@cache
def _opened(url: str) -> Database:
    """Stays open: each command would make SQLAlchemy learn its questions anew, a seventh of these tests."""
    return Database(url, ON_REQUEST)


@pytest.fixture
def tandem(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tandem:
    """Runs one command against the world; in a thread, so that the world's worker goes on."""
    monkeypatch.setenv("TANDEM_HOME", str(world.settings.home))
    monkeypatch.setenv("TANDEM_TEMPORAL_PORT", str(world.settings.temporal_port))
    monkeypatch.delenv("TEMPORAL_ADDRESS", raising=False)
    monkeypatch.setattr("cli.context._opened", _opened)

    async def command(*arguments: str) -> Done:
        code = await asyncio.to_thread(run, arguments)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return command
