import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from domain.entity.entity import EntityKind, Entry
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, EndReason, Role, Stage
from domain.errors import Conflict, NotFound, Refused
from domain.pairing.events import Accept, BookSession, Pause, Withdraw
from storage import ledger, queries
from storage.database import Database
from storage.entities import load_entity
from storage.views import PairingView
from tests.living import Life, accepted, life_of, lived, mentoring, utc
from tests.storage.recording import outcomes_of, record_entries
from tests.world import written_down

pytestmark = pytest.mark.store


@pytest.fixture
def pairing(database: Database) -> str:
    """A pairing of which nothing has been recorded."""
    return written_down(database)[0]


def _view(database: Database, pairing: str) -> PairingView:
    with database.begin() as session:
        return queries.pairing(session, pairing)


def test_an_entry_is_recorded_once(database: Database, pairing: str) -> None:
    entity = lived(accepted)
    *earlier, entry = entity.entries
    record_entries(database, pairing, *earlier)

    assert record_entries(database, pairing, entry, entry) == [True, False]
    assert record_entries(database, pairing, entry) == [False]
    assert outcomes_of(database, pairing) == entity.outcomes


def test_the_day_on_which_it_happened_is_kept_beside_the_moment_of_telling(
    database: Database, pairing: str
) -> None:
    entity = Life()
    entity.until(utc(2027, 6, 22))
    entity.update(Accept(role=Role.MENTOR, happened_on=date(2027, 6, 18)))
    record_entries(database, pairing, *entity.entries)

    told = outcomes_of(database, pairing)[-1]
    assert (told.at, told.happened_on) == (utc(2027, 6, 22), date(2027, 6, 18))


def test_every_entry_of_a_life_is_new_in_its_turn(database: Database, pairing: str) -> None:
    entries = lived(mentoring).entries

    assert all(record_entries(database, pairing, *entries))
    assert _view(database, pairing).revision == len(entries)


def test_an_older_entry_after_a_newer_one_changes_nothing(database: Database, pairing: str) -> None:
    entity = lived(accepted)
    record_entries(database, pairing, *entity.entries)
    before = _view(database, pairing)

    assert not any(record_entries(database, pairing, *entity.entries[:-1]))

    assert before.stage is Stage.INDUCTION
    assert _view(database, pairing) == before
    assert outcomes_of(database, pairing) == entity.outcomes


def test_another_story_of_a_revision_that_is_recorded_is_refused(database: Database, pairing: str) -> None:
    first, other = lived(accepted), lived(accepted)
    first.update(Pause())
    other.update(Withdraw(role=Role.MENTEE))
    other.finish()
    record_entries(database, pairing, *first.entries)
    rival = next(entry for entry in other.entries if entry.revision == first.entries[-1].revision)

    with pytest.raises(Conflict, match=f"^Entry {rival.revision} of pairing {pairing} has been recorded"):
        record_entries(database, pairing, rival)

    assert (_view(database, pairing).paused, _view(database, pairing).stage) == (True, Stage.INDUCTION)
    assert outcomes_of(database, pairing) == first.outcomes


_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: {"at": entry.at + _SECOND},
        lambda entry: {"letters": entry.letters[:-1]},
        lambda entry: {"outcomes": entry.outcomes[:-1]},
        lambda entry: {"still_wanted": ("introduction:mentor",)},
        lambda entry: {"state": entry.state | {"outcome_count": 99}},
        lambda entry: {"snapshot": entry.snapshot.replace(until=None)},
        lambda entry: {"rules": None},
    ],
)
def test_whatever_differs_in_an_entry_is_another_story_whenever_it_comes(
    database: Database, pairing: str, change: Callable[[Entry], dict[str, Any]]
) -> None:
    entries = lived(accepted).entries
    entry = next(entry for entry in entries if entry.letters and entry.outcomes)
    record_entries(database, pairing, *entries)

    with pytest.raises(Conflict):
        record_entries(database, pairing, entry.replace(**change(entry)))


def test_an_entry_that_was_never_recorded_here_is_another_story(database: Database, pairing: str) -> None:
    """As one of those that a store was given the outcome of after it had been restored."""
    first, second, *_ = lived(mentoring).entries
    *_, last = lived(mentoring).entries
    record_entries(database, pairing, first)
    with database.begin() as session:
        entity = life_of(last.replace(state=last.state | {"id": pairing}))
        ledger.catch_up(session, EntityKind.PAIRING, entity, last.snapshot, utc(2027, 8, 1))

    with pytest.raises(Conflict):
        record_entries(database, pairing, second)


def test_every_process_writes_the_same_of_one_entry() -> None:
    """A set's own order differs from process to process."""
    entry = lived(mentoring).entries[-1].replace(letters=())
    told = entry.model_dump_json()
    imports = "import sys; from domain.pairing.due import PairingEntry"
    code = f"{imports}; print(PairingEntry.model_validate_json(sys.argv[1])"
    for seed in ("1", "2", "3"):
        command = [sys.executable, "-c", f"{code}.model_dump_json())", told]
        written = subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        assert written.stdout.strip() == told
    assert entry.state["letters_written"] == sorted(entry.state["letters_written"])


def test_rules_that_an_entry_leaves_out_are_those_of_the_entry_before(
    database: Database, pairing: str
) -> None:
    first, *others = lived(accepted).entries
    record_entries(database, pairing, first, *(entry.replace(rules=None) for entry in others))

    with database.begin() as session:
        entity = load_entity(session, EntityKind.PAIRING, pairing)

    assert entity is not None
    assert entity.rules == lived(accepted).pairing.rules


@pytest.mark.parametrize("known", [0, 1])
def test_an_entry_is_refused_where_those_before_it_are_missing(
    database: Database, pairing: str, known: int
) -> None:
    entries = lived(accepted).entries
    record_entries(database, pairing, *entries[:known])
    before, told = _view(database, pairing), outcomes_of(database, pairing)
    sentence = f"Entries {known + 1} to {len(entries) - 1} of {pairing} are missing here."

    with pytest.raises(Refused, match=f"^{sentence}$"):
        record_entries(database, pairing, entries[-1])

    assert _view(database, pairing) == before
    assert outcomes_of(database, pairing) == told
    assert all(record_entries(database, pairing, *entries[known:]))


def test_the_store_knows_how_a_pairing_stands(database: Database, pairing: str) -> None:
    entity = lived(mentoring)
    record_entries(database, pairing, *entity.entries)

    snapshot = entity.entries[-1].snapshot.model_dump(exclude={"sessions_close"})

    assert _view(database, pairing).model_dump(include=set(snapshot)) == snapshot


def test_every_outcome_of_a_life_is_read_back_as_it_was(database: Database, pairing: str) -> None:
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()

    record_entries(database, pairing, *entity.entries)

    assert outcomes_of(database, pairing) == entity.outcomes
    assert [outcome.number for outcome in entity.outcomes] == list(range(1, len(entity.outcomes) + 1))


def test_an_end_is_recorded_with_its_reason(database: Database, pairing: str) -> None:
    entity = lived(mentoring)
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()

    record_entries(database, pairing, *entity.entries)

    view = _view(database, pairing)
    assert (view.stage, view.reason) == (Stage.ENDED, EndReason.MENTEE_WITHDREW)
    assert (view.waits_for, view.until) == (None, None)


def test_concerns_are_recorded_and_go(database: Database, pairing: str) -> None:
    entity = Life()
    entity.until(utc(2027, 7, 6))
    record_entries(database, pairing, *entity.entries)
    worried = _view(database, pairing).concerns
    recorded = len(entity.entries)

    for role in BOTH:
        entity.update(Accept(role=role))
    record_entries(database, pairing, *entity.entries[recorded:])

    assert worried == (Concern.NOT_ACCEPTED,)
    assert Concern.NOT_ACCEPTED not in _view(database, pairing).concerns


def test_an_entry_of_a_pairing_that_is_not_there_is_not_recorded(database: Database) -> None:
    with pytest.raises(NotFound, match=r"^The store does not know pairing no-such-pairing\.$"):
        record_entries(database, "no-such-pairing", Life().entries[0])

    assert outcomes_of(database, "no-such-pairing") == []


def test_an_entry_changes_its_own_pairing_alone(database: Database) -> None:
    mine, other = written_down(database, pairs=2)

    record_entries(database, mine, *lived(accepted).entries)

    assert _view(database, mine).stage is Stage.INDUCTION
    assert (_view(database, other).stage, _view(database, other).revision) == (Stage.APPLICATION, 0)
    assert outcomes_of(database, other) == []


def test_an_entry_without_outcomes_is_recorded(database: Database, pairing: str) -> None:
    *earlier, last = lived(accepted).entries
    record_entries(database, pairing, *earlier)
    before = outcomes_of(database, pairing)

    assert record_entries(database, pairing, last.replace(outcomes=())) == [True]
    assert _view(database, pairing).stage is Stage.INDUCTION
    assert outcomes_of(database, pairing) == before


def test_the_first_thing_recorded_is_that_the_pair_was_proposed(database: Database, pairing: str) -> None:
    record_entries(database, pairing, *Life().entries)

    assert [outcome.kind for outcome in outcomes_of(database, pairing)] == [OutcomeKind.PROPOSED]
