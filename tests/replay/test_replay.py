"""Recorded histories replay under the code as it is, and record the very same: nothing may break an
application, a pairing or a cohort that is half-way through."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from domain.entity.engine import Due
from domain.entity.entity import Entry
from domain.pairing.due import PairingEntry, due
from domain.pairing.pairing import Pairing
from tests.replay import contents
from tests.replay.corpus import history_of, is_replayed, recorded
from tests.replay.corpus import replay as replayed
from workflows.entity import EntityWorkflow

pytestmark = pytest.mark.server


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the lives that are replayed have recorded, as JSON."""
    found: list[Any] = []
    original = EntityWorkflow._without_known_rules

    def note(self: EntityWorkflow[Any, Any, Any], entry: Entry) -> Entry:
        asked = original(self, entry)
        if is_replayed():
            found.append(json.loads(asked.model_dump_json()))
        return asked

    monkeypatch.setattr(EntityWorkflow, "_without_known_rules", note)
    return found


@pytest.mark.parametrize("name", recorded())
async def test_a_recorded_history_replays_and_records_what_it_did(name: str, entries: list[Any]) -> None:
    """A letter more in an entry that is recorded already would replay, and nobody would ever get it: so
    whole entries are compared. One that was due when the history was fetched may come besides."""
    await replayed(name)

    was = contents.entries(history_of(name))
    assert entries[: len(was)] == was


async def test_a_letter_that_living_pairings_would_only_believe_written_is_seen(
    monkeypatch: pytest.MonkeyPatch, entries: list[Any]
) -> None:
    """In an entry that is recorded already: the commands stay the same, and nobody would ever get it."""

    def with_one_more(pairing: Pairing, now: datetime) -> Due[Pairing, PairingEntry]:
        found = due(pairing, now)
        if found.entry is None or not found.entry.letters:
            return found
        more = found.entry.letters[0].replace(key="one more")
        return replace(found, entry=found.entry.replace(letters=(*found.entry.letters, more)))

    monkeypatch.setattr("workflows.pairing.due", with_one_more)
    await replayed("pairing-completed")

    was = contents.entries(history_of("pairing-completed"))
    assert entries[: len(was)] != was
