"""What replaying the corpus sees, and what it cannot see."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from temporalio.workflow import NondeterminismError

import workflows.entity
from domain.entity.entity import EntityKind
from temporal.plugin import WORKFLOWS
from tests.replay.corpus import recorded, replayed, size
from tests.replay.mutants import MUTANTS, Mutation
from tests.workflows.changed import Careful, Careless

pytestmark = pytest.mark.slow

_DOES_NOT_FIT = "Fatal error in workflow machines"
"""How the SDK says it where an event comes for a command that has not been sent yet."""


def _of(kind: str) -> list[str]:
    """The histories of this kind of life, the shortest first."""
    return sorted((name for name in recorded() if name.startswith(f"{kind}-")), key=size)


def _is_mismatch(failure: Exception) -> bool:
    """Whether history and code do not fit; a mutant that merely fails proves nothing."""
    return isinstance(failure, NondeterminismError) or _DOES_NOT_FIT in str(failure)


async def _stopped(
    kind: str, pairing: type | None = None, named: Callable[[str], bool] = lambda name: True
) -> str | None:
    """The first history of this kind, of those so named, that cannot be replayed under the code as it is."""
    kinds = [pairing if pairing and each.__name__ == "PairingWorkflow" else each for each in WORKFLOWS]
    async for result in replayed(filter(named, _of(kind)), kinds):
        if result.replay_failure and _is_mismatch(result.replay_failure):
            return result.history.workflow_id
    return None


@pytest.mark.parametrize("mutant", MUTANTS)
async def test_a_change_that_would_stop_what_lives_is_caught(
    mutant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, make = MUTANTS[mutant]
    make(Mutation(monkeypatch))

    assert await _stopped(kind)


@pytest.mark.parametrize("kind", EntityKind)
async def test_a_changed_order_is_caught_in_each_kind_of_life(
    kind: EntityKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    MUTANTS["search attributes after the record"][1](Mutation(monkeypatch))

    assert await _stopped(kind)


async def test_a_letter_before_one_that_was_written_is_caught() -> None:
    assert await _stopped("pairing", Careless)


async def test_the_same_letter_behind_a_patch_passes() -> None:
    assert not await _stopped("pairing", Careful, named=lambda name: "-random-" not in name)


async def test_how_long_a_record_may_take_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflows.entity, "RECORD_TIMEOUT", timedelta(minutes=5))

    assert not await _stopped("application")
