"""The client is typed end to end: who tells a pairing what is a cohort's is told so by mypy."""

import tomllib
from pathlib import Path

import pytest

from domain.application.events import Invite
from domain.cohort.events import Approve
from domain.pairing.due import PairingSnapshot
from domain.pairing.events import PairingEvent, Pause
from temporal.client import Applications, Cohorts, Pairings
from workflows.handlers import Handlers

pytestmark = pytest.mark.unit


async def _tell_them(pairings: Pairings, applications: Applications, cohorts: Cohorts) -> None:
    """Never done; each line fails `make check` if mypy does not find what it is told to expect."""
    await pairings.update("p", Pause())
    await pairings.update("p", Approve())  # type: ignore[arg-type]
    await pairings.signal("p", Approve())  # type: ignore[arg-type]
    await applications.update("a", Pause())  # type: ignore[arg-type]
    await cohorts.update("c", Approve())
    await cohorts.update("c", Invite())  # type: ignore[arg-type]
    Handlers[PairingSnapshot, PairingEvent](PairingSnapshot).update(Approve, "")  # type: ignore[arg-type]
    (await pairings.update("p", Pause())).open  # type: ignore[attr-defined]  # noqa: B018


def test_mypy_names_what_it_was_told_to_expect_and_does_not_find() -> None:
    settings = tomllib.loads(Path("pyproject.toml").read_text())["tool"]["mypy"]

    assert settings["strict"]
    assert settings.get("warn_unused_ignores", True)
