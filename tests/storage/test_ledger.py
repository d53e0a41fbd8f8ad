import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from domain.application.events import Come, SignUp
from domain.entity.entity import EntityKind, Entry
from domain.entity.outcomes import Outcome, OutcomeKind
from domain.enums import BOTH, CohortStage, Concern, EndReason, Role, Stage
from domain.errors import Conflict, NotFound, Refused
from domain.pairing.events import Accept, BookSession, Pause, Withdraw
from storage import applications, arrivals, cohorts, ledger, queries
from storage.database import Database
from storage.entities import load_entity
from storage.tables.entities import ApplicationRow
from storage.views import ApplicationView, CohortView, PairingView
from tests.living import Life, accepted, life_of, lived, mentoring, utc
from tests.mail.application_stories import (
    Admitted,
    application,
    cohort_life,
    demanding,
    living,
    through_everything,
)
from tests.mail.office import opened
from tests.world import written_down

pytestmark = pytest.mark.store


@pytest.fixture
def pairing(database: Database) -> str:
    """A pairing of which nothing has been recorded."""
    return written_down(database)[0]


def _record(database: Database, key: str, *entries: Entry) -> list[bool]:
    with database.begin() as session:
        return [ledger.record(session, entry.replace(id=key)) for entry in entries]


def _view(database: Database, pairing: str) -> PairingView:
    with database.begin() as session:
        return queries.pairing(session, pairing)


def _outcomes(database: Database, key: str, kind: EntityKind = EntityKind.PAIRING) -> list[Outcome]:
    with database.begin() as session:
        return queries.outcomes(session, kind.workflow_id(key))


def test_an_entry_is_recorded_once(database: Database, pairing: str) -> None:
    entity = lived(accepted)
    *earlier, entry = entity.entries
    _record(database, pairing, *earlier)

    assert _record(database, pairing, entry, entry) == [True, False]
    assert _record(database, pairing, entry) == [False]
    assert _outcomes(database, pairing) == entity.outcomes


def test_the_day_on_which_it_happened_is_kept_beside_the_moment_of_telling(
    database: Database, pairing: str
) -> None:
    entity = Life()
    entity.until(utc(2027, 6, 22))
    entity.update(Accept(role=Role.MENTOR, happened_on=date(2027, 6, 18)))
    _record(database, pairing, *entity.entries)

    told = _outcomes(database, pairing)[-1]
    assert (told.at, told.happened_on) == (utc(2027, 6, 22), date(2027, 6, 18))


def test_every_entry_of_a_life_is_new_in_its_turn(database: Database, pairing: str) -> None:
    entries = lived(mentoring).entries

    assert all(_record(database, pairing, *entries))
    assert _view(database, pairing).revision == len(entries)


def test_an_older_entry_after_a_newer_one_changes_nothing(database: Database, pairing: str) -> None:
    entity = lived(accepted)
    _record(database, pairing, *entity.entries)
    before = _view(database, pairing)

    assert not any(_record(database, pairing, *entity.entries[:-1]))

    assert before.stage is Stage.INDUCTION
    assert _view(database, pairing) == before
    assert _outcomes(database, pairing) == entity.outcomes


def test_another_story_of_a_revision_that_is_recorded_is_refused(database: Database, pairing: str) -> None:
    first, other = lived(accepted), lived(accepted)
    first.update(Pause())
    other.update(Withdraw(role=Role.MENTEE))
    other.finish()
    _record(database, pairing, *first.entries)
    rival = next(entry for entry in other.entries if entry.revision == first.entries[-1].revision)

    with pytest.raises(Conflict, match=f"^Entry {rival.revision} of pairing {pairing} has been recorded"):
        _record(database, pairing, rival)

    assert (_view(database, pairing).paused, _view(database, pairing).stage) == (True, Stage.INDUCTION)
    assert _outcomes(database, pairing) == first.outcomes


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
    _record(database, pairing, *entries)

    with pytest.raises(Conflict):
        _record(database, pairing, entry.replace(**change(entry)))


def test_an_entry_that_was_never_recorded_here_is_another_story(database: Database, pairing: str) -> None:
    """As one of those that a store was given the outcome of after it had been restored."""
    first, second, *_ = lived(mentoring).entries
    *_, last = lived(mentoring).entries
    _record(database, pairing, first)
    with database.begin() as session:
        entity = life_of(last.replace(state=last.state | {"id": pairing}))
        ledger.catch_up(session, EntityKind.PAIRING, entity, last.snapshot, utc(2027, 8, 1))

    with pytest.raises(Conflict):
        _record(database, pairing, second)


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
    _record(database, pairing, first, *(entry.replace(rules=None) for entry in others))

    with database.begin() as session:
        entity = load_entity(session, EntityKind.PAIRING, pairing)

    assert entity is not None
    assert entity.rules == lived(accepted).pairing.rules


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
    entity = lived(mentoring)
    _record(database, pairing, *entity.entries)

    snapshot = entity.entries[-1].snapshot.model_dump(exclude={"sessions_close"})

    assert _view(database, pairing).model_dump(include=set(snapshot)) == snapshot


def test_every_outcome_of_a_life_is_read_back_as_it_was(database: Database, pairing: str) -> None:
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()

    _record(database, pairing, *entity.entries)

    assert _outcomes(database, pairing) == entity.outcomes
    assert [outcome.number for outcome in entity.outcomes] == list(range(1, len(entity.outcomes) + 1))


def test_an_end_is_recorded_with_its_reason(database: Database, pairing: str) -> None:
    entity = lived(mentoring)
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()

    _record(database, pairing, *entity.entries)

    view = _view(database, pairing)
    assert (view.stage, view.reason) == (Stage.ENDED, EndReason.MENTEE_WITHDREW)
    assert (view.waits_for, view.until) == (None, None)


def test_concerns_are_recorded_and_go(database: Database, pairing: str) -> None:
    entity = Life()
    entity.until(utc(2027, 7, 6))
    _record(database, pairing, *entity.entries)
    worried = _view(database, pairing).concerns
    recorded = len(entity.entries)

    for role in BOTH:
        entity.update(Accept(role=role))
    _record(database, pairing, *entity.entries[recorded:])

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

    assert _record(database, pairing, last.replace(outcomes=())) == [True]
    assert _view(database, pairing).stage is Stage.INDUCTION
    assert _outcomes(database, pairing) == before


def test_the_first_thing_recorded_is_that_the_pair_was_proposed(database: Database, pairing: str) -> None:
    _record(database, pairing, *Life().entries)

    assert [outcome.kind for outcome in _outcomes(database, pairing)] == [OutcomeKind.PROPOSED]


_PROGRAMME = demanding("bristol")
_APPLIED = utc(2027, 5, 10)


@pytest.fixture
def application_id(database: Database) -> str:
    """An application of which nothing has been recorded."""
    key = opened(database, _PROGRAMME)
    with database.begin() as session:
        return arrivals.upsert(session, key, application(), _APPLIED)[1]


@pytest.fixture
def cohort(database: Database) -> str:
    """A cohort of which nothing has been recorded."""
    return opened(database, _PROGRAMME)


@cache
def _carried() -> Admitted:
    """Somebody through everything but a pair."""
    return through_everything(_PROGRAMME, Role.MENTOR)


def _application(database: Database, application_id: str) -> ApplicationView:
    with database.begin() as session:
        return applications.application(session, application_id)


def _cohort(database: Database, key: str) -> CohortView:
    with database.begin() as session:
        return queries.cohort(session, key)


def test_every_entry_of_an_application_is_recorded_once(database: Database, application_id: str) -> None:
    entity = _carried()

    assert all(_record(database, application_id, *entity.entries))
    assert not any(_record(database, application_id, *entity.entries))

    assert _application(database, application_id).revision == len(entity.entries)
    assert _outcomes(database, application_id, EntityKind.APPLICATION) == entity.outcomes


def test_the_store_knows_how_an_application_stands(database: Database, application_id: str) -> None:
    for entry in _carried().entries:
        _record(database, application_id, entry)

        snapshot = entry.snapshot.model_dump()
        assert _application(database, application_id).model_dump(include=set(snapshot)) == snapshot


def test_where_somebody_has_a_place_and_has_been_is_recorded(database: Database, application_id: str) -> None:
    entity = living(_PROGRAMME, Role.MENTOR, _APPLIED)
    entity.update(SignUp(gathering="information", sitting="1"))
    _record(database, application_id, *entity.entries)
    signed_up = _application(database, application_id)
    recorded = len(entity.entries)
    entity.until(utc(2027, 5, 27))
    entity.update(Come(gathering="information"))
    _record(database, application_id, *entity.entries[recorded:])

    came = _application(database, application_id)
    assert (signed_up.signed_up, signed_up.came_to) == (("information:1",), ())
    assert (came.signed_up, came.came_to) == ((), ("information",))


def test_an_entry_leaves_what_somebody_has_told_as_it_is(database: Database, application_id: str) -> None:
    before = _application(database, application_id)

    _record(database, application_id, *_carried().entries)

    after = _application(database, application_id)
    assert (after.application, after.received_at) == (before.application, before.received_at)


def test_an_entry_of_an_application_is_refused_where_those_before_it_are_missing(
    database: Database, application_id: str
) -> None:
    entries = _carried().entries
    _record(database, application_id, entries[0])

    with pytest.raises(Refused, match=f"^Entries 2 to 2 of {application_id} are missing here.$"):
        _record(database, application_id, entries[2])

    assert _application(database, application_id).revision == 1


def test_every_entry_of_a_cohort_is_recorded_once(database: Database, cohort: str) -> None:
    entity = cohort_life(_PROGRAMME)

    assert all(_record(database, cohort, *entity.entries))
    assert not any(_record(database, cohort, *entity.entries))

    view = _cohort(database, cohort)
    assert (view.stage, view.revision) == (CohortStage.ENDED, len(entity.entries))
    told = "the applications to be told that it is over"
    assert (view.waits_for, view.until, view.concerns) == (told, None, ())
    assert _outcomes(database, cohort, EntityKind.COHORT) == entity.outcomes


def test_the_store_knows_how_a_cohort_stands(database: Database, cohort: str) -> None:
    for entry in cohort_life(_PROGRAMME).entries:
        _record(database, cohort, entry)

        snapshot = entry.snapshot.model_dump(exclude={"pairings"})
        assert _cohort(database, cohort).model_dump(include=set(snapshot)) == snapshot


def test_an_entry_of_a_cohort_leaves_its_programme_as_it_is(database: Database, cohort: str) -> None:
    before = _cohort(database, cohort)

    _record(database, cohort, *cohort_life(_PROGRAMME).entries)

    after = _cohort(database, cohort)
    assert (after.programme, after.opened_at) == (before.programme, before.opened_at)


def test_an_entry_of_a_cohort_is_refused_where_those_before_it_are_missing(
    database: Database, cohort: str
) -> None:
    with pytest.raises(Refused, match=f"^Entries 1 to 1 of {cohort} are missing here.$"):
        _record(database, cohort, cohort_life(_PROGRAMME).entries[1])

    assert _outcomes(database, cohort, EntityKind.COHORT) == []


def test_an_entry_of_what_is_not_there_is_not_recorded(database: Database) -> None:
    with pytest.raises(NotFound, match=r"^The store does not know application no-such-one\.$"):
        _record(database, "no-such-one", _carried().entries[0])
    with pytest.raises(NotFound, match=r"^The store does not know cohort no-such-one\.$"):
        _record(database, "no-such-one", cohort_life(_PROGRAMME).entries[0])


def test_three_lives_of_one_id_are_three(database: Database) -> None:
    """Nobody would choose such keys, but nothing keeps them from it."""
    entries = [Life().entries[0], _carried().entries[0], cohort_life(_PROGRAMME).entries[0]]
    (pairing,) = written_down(database)
    with database.begin() as session:
        now = utc(2027, 6, 1)
        cohorts.open_cohort(session, pairing, _PROGRAMME, now, is_demo=False)
        _, other = arrivals.upsert(session, pairing, application(), now)
        session.get_one(ApplicationRow, other).id = pairing

    assert all(_record(database, pairing, *entries))

    for kind, entry in zip(
        (EntityKind.PAIRING, EntityKind.APPLICATION, EntityKind.COHORT), entries, strict=True
    ):
        assert _outcomes(database, pairing, kind) == list(entry.outcomes)
