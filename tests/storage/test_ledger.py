import pytest

from domain.entry import PairingEntry
from domain.errors import NotFound, Refused
from domain.events import Accept, BookSession, Pause, Withdraw
from domain.life import LifeKind
from domain.outcomes import Outcome, OutcomeKind
from domain.words import BOTH, Concern, EndReason, Role, Stage
from storage import ledger, reading
from storage.database import Database
from storage.views import PairingView
from tests.living import Life, accepted, lived, mentoring, utc
from tests.world import written_down


@pytest.fixture
def pairing(database: Database) -> str:
    """A pairing of which nothing has been recorded."""
    return written_down(database)[0]


def _record(database: Database, pairing: str, *entries: PairingEntry) -> list[bool]:
    with database.begin() as session:
        return [ledger.record(session, entry.changed(id=pairing)) for entry in entries]


def _view(database: Database, pairing: str) -> PairingView:
    with database.begin() as session:
        return reading.pairing(session, pairing)


def _outcomes(database: Database, pairing: str) -> list[Outcome]:
    with database.begin() as session:
        return reading.outcomes(session, LifeKind.PAIRING.of(pairing))


def test_an_entry_is_recorded_once(database: Database, pairing: str) -> None:
    life = lived(accepted)
    *earlier, entry = life.entries
    _record(database, pairing, *earlier)

    assert _record(database, pairing, entry, entry) == [True, False]
    assert _record(database, pairing, entry) == [False]
    assert _outcomes(database, pairing) == life.outcomes


def test_every_entry_of_a_life_is_new_in_its_turn(database: Database, pairing: str) -> None:
    entries = lived(mentoring).entries

    assert all(_record(database, pairing, *entries))
    assert _view(database, pairing).revision == len(entries)


def test_an_older_entry_after_a_newer_one_changes_nothing(database: Database, pairing: str) -> None:
    life = lived(accepted)
    _record(database, pairing, *life.entries)
    before = _view(database, pairing)

    assert not any(_record(database, pairing, *life.entries[:-1]))

    assert before.stage is Stage.INDUCTION
    assert _view(database, pairing) == before
    assert _outcomes(database, pairing) == life.outcomes


def test_another_entry_of_a_revision_that_is_recorded_changes_nothing(
    database: Database, pairing: str
) -> None:
    first, other = lived(accepted), lived(accepted)
    first.tell(Pause())
    other.tell(Withdraw(role=Role.MENTEE))
    _record(database, pairing, *first.entries)
    rival = next(entry for entry in other.entries if entry.revision == first.entries[-1].revision)

    assert _record(database, pairing, rival) == [False]

    assert (_view(database, pairing).paused, _view(database, pairing).stage) == (True, Stage.INDUCTION)
    assert _outcomes(database, pairing) == first.outcomes


@pytest.mark.parametrize("known", [0, 1])
def test_an_entry_is_refused_where_those_before_it_are_missing(
    database: Database, pairing: str, known: int
) -> None:
    entries = lived(accepted).entries
    _record(database, pairing, *entries[:known])
    before, told = _view(database, pairing), _outcomes(database, pairing)
    sentence = f"Entries {known + 1} to {len(entries) - 1} of {pairing} are missing here."

    with pytest.raises(Refused, match=f"^{sentence}$"):
        _record(database, pairing, entries[-1])

    assert _view(database, pairing) == before
    assert _outcomes(database, pairing) == told
    assert all(_record(database, pairing, *entries[known:]))


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
    with pytest.raises(NotFound, match=r"^The store does not know pairing no-such-pairing\.$"):
        _record(database, "no-such-pairing", Life().entries[0])

    assert _outcomes(database, "no-such-pairing") == []


def test_an_entry_changes_its_own_pairing_alone(database: Database) -> None:
    mine, other = written_down(database, pairs=2)

    _record(database, mine, *lived(accepted).entries)

    assert _view(database, mine).stage is Stage.INDUCTION
    assert (_view(database, other).stage, _view(database, other).revision) == (Stage.APPLICATION, 0)
    assert _outcomes(database, other) == []


def test_an_entry_without_outcomes_is_recorded(database: Database, pairing: str) -> None:
    *earlier, last = lived(accepted).entries
    _record(database, pairing, *earlier)
    before = _outcomes(database, pairing)

    assert _record(database, pairing, last.changed(outcomes=())) == [True]
    assert _view(database, pairing).stage is Stage.INDUCTION
    assert _outcomes(database, pairing) == before


def test_the_first_thing_recorded_is_that_the_pair_was_proposed(database: Database, pairing: str) -> None:
    _record(database, pairing, *Life().entries)

    assert [outcome.kind for outcome in _outcomes(database, pairing)] == [OutcomeKind.PROPOSED]
