import pytest

from domain.entry import Entry
from domain.events import Accept, BookSession, Withdraw
from domain.outcomes import Outcome, OutcomeKind
from domain.words import BOTH, Concern, EndReason, Role, Stage
from storage import ledger, reading
from storage.database import Database
from storage.views import PairingView
from tests.living import Life, lived, mentoring, utc
from tests.world import written_down


@pytest.fixture
def pairing(database: Database) -> str:
    """A pairing of which nothing has been recorded."""
    return written_down(database)[0]


def _record(database: Database, pairing: str, *entries: Entry) -> list[bool]:
    with database.begin() as session:
        return [ledger.record(session, entry.changed(pairing=pairing)) for entry in entries]


def _view(database: Database, pairing: str) -> PairingView:
    with database.begin() as session:
        return reading.pairing(session, pairing)


def _outcomes(database: Database, pairing: str) -> list[Outcome]:
    with database.begin() as session:
        return reading.outcomes(session, pairing)


def _two_entries() -> tuple[Entry, Entry]:
    """The mentor accepts, then the mentee."""
    life = Life()
    life.until(utc(2027, 6, 15))
    for role in BOTH:
        life.tell(Accept(role=role))
    return life.entries[-2], life.entries[-1]


def test_an_entry_is_recorded_once(database: Database, pairing: str) -> None:
    entry, _ = _two_entries()

    assert _record(database, pairing, entry, entry) == [True, False]
    assert _record(database, pairing, entry) == [False]
    assert _outcomes(database, pairing) == list(entry.outcomes)


def test_an_older_entry_after_a_newer_one_changes_nothing(database: Database, pairing: str) -> None:
    older, newer = _two_entries()

    assert _record(database, pairing, newer, older) == [True, False]

    assert _view(database, pairing).stage is Stage.INDUCTION
    assert _outcomes(database, pairing) == list(newer.outcomes)


def test_the_store_knows_how_a_pairing_stands(database: Database, pairing: str) -> None:
    life = lived(mentoring)
    _record(database, pairing, *life.entries)

    snapshot = life.entries[-1].snapshot.model_dump(exclude={"sessions_close"})

    assert _view(database, pairing).model_dump(include=set(snapshot)) == snapshot


def test_every_outcome_of_a_life_is_read_back_as_it_was(database: Database, pairing: str) -> None:
    life = lived(mentoring)
    life.tell(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    life.tell(Withdraw(role=Role.MENTEE))

    _record(database, pairing, *life.entries)

    assert _outcomes(database, pairing) == life.outcomes
    assert [outcome.number for outcome in life.outcomes] == list(range(1, len(life.outcomes) + 1))


def test_an_end_is_recorded_with_its_reason(database: Database, pairing: str) -> None:
    life = lived(mentoring)
    life.tell(Withdraw(role=Role.MENTEE))

    _record(database, pairing, *life.entries)

    view = _view(database, pairing)
    assert (view.stage, view.reason) == (Stage.ENDED, EndReason.MENTEE_WITHDREW)
    assert (view.waits_for, view.until) == (None, None)


def test_concerns_are_recorded_and_go(database: Database, pairing: str) -> None:
    life = Life()
    life.until(utc(2027, 7, 6))
    _record(database, pairing, *life.entries)
    worried = _view(database, pairing).concerns
    recorded = len(life.entries)

    for role in BOTH:
        life.tell(Accept(role=role))
    _record(database, pairing, *life.entries[recorded:])

    assert worried == (Concern.NOT_ACCEPTED,)
    assert Concern.NOT_ACCEPTED not in _view(database, pairing).concerns


def test_an_entry_of_a_pairing_that_is_not_there_is_not_recorded(database: Database) -> None:
    assert _record(database, "no-such-pairing", _two_entries()[0]) == [False]


def test_an_entry_changes_its_own_pairing_alone(database: Database) -> None:
    mine, other = written_down(database, pairs=2)

    _record(database, mine, *_two_entries())

    assert _view(database, other).stage is Stage.APPLICATION
    assert _outcomes(database, other) == []


def test_an_entry_without_outcomes_is_recorded(database: Database, pairing: str) -> None:
    entry = _two_entries()[1].changed(outcomes=())

    assert _record(database, pairing, entry) == [True]
    assert _view(database, pairing).stage is Stage.INDUCTION


def test_the_first_thing_recorded_is_that_the_pair_was_proposed(database: Database, pairing: str) -> None:
    _record(database, pairing, *Life().entries)

    assert [outcome.kind for outcome in _outcomes(database, pairing)] == [OutcomeKind.PROPOSED]
