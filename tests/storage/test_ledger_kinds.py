"""Entries of applications and cohorts are recorded as those of pairings are."""

from functools import cache

import pytest

from domain.application.events import Come, SignUp
from domain.entity.entity import EntityKind
from domain.enums import CohortStage, Role
from domain.errors import NotFound, Refused
from storage import applications, arrivals, cohorts, queries
from storage.database import Database
from storage.tables.entities import ApplicationRow
from storage.views import ApplicationView, CohortView
from tests.living import Life, utc
from tests.mail.application_stories import (
    Admitted,
    application,
    cohort_life,
    demanding,
    living,
    through_everything,
)
from tests.mail.office import opened
from tests.storage.recording import outcomes_of, record_entries
from tests.world import written_down

pytestmark = pytest.mark.store


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

    assert all(record_entries(database, application_id, *entity.entries))
    assert not any(record_entries(database, application_id, *entity.entries))

    assert _application(database, application_id).revision == len(entity.entries)
    assert outcomes_of(database, application_id, EntityKind.APPLICATION) == entity.outcomes


def test_the_store_knows_how_an_application_stands(database: Database, application_id: str) -> None:
    for entry in _carried().entries:
        record_entries(database, application_id, entry)

        snapshot = entry.snapshot.model_dump()
        assert _application(database, application_id).model_dump(include=set(snapshot)) == snapshot


def test_where_somebody_has_a_place_and_has_been_is_recorded(database: Database, application_id: str) -> None:
    entity = living(_PROGRAMME, Role.MENTOR, _APPLIED)
    entity.update(SignUp(gathering="information", sitting="1"))
    record_entries(database, application_id, *entity.entries)
    signed_up = _application(database, application_id)
    recorded = len(entity.entries)
    entity.until(utc(2027, 5, 27))
    entity.update(Come(gathering="information"))
    record_entries(database, application_id, *entity.entries[recorded:])

    came = _application(database, application_id)
    assert (signed_up.signed_up, signed_up.came_to) == (("information:1",), ())
    assert (came.signed_up, came.came_to) == ((), ("information",))


def test_an_entry_leaves_what_somebody_has_told_as_it_is(database: Database, application_id: str) -> None:
    before = _application(database, application_id)

    record_entries(database, application_id, *_carried().entries)

    after = _application(database, application_id)
    assert (after.application, after.received_at) == (before.application, before.received_at)


def test_an_entry_of_an_application_is_refused_where_those_before_it_are_missing(
    database: Database, application_id: str
) -> None:
    entries = _carried().entries
    record_entries(database, application_id, entries[0])

    with pytest.raises(Refused, match=f"^Entries 2 to 2 of {application_id} are missing here.$"):
        record_entries(database, application_id, entries[2])

    assert _application(database, application_id).revision == 1


def test_every_entry_of_a_cohort_is_recorded_once(database: Database, cohort: str) -> None:
    entity = cohort_life(_PROGRAMME)

    assert all(record_entries(database, cohort, *entity.entries))
    assert not any(record_entries(database, cohort, *entity.entries))

    view = _cohort(database, cohort)
    assert (view.stage, view.revision) == (CohortStage.ENDED, len(entity.entries))
    told = "the applications to be told that it is over"
    assert (view.waits_for, view.until, view.concerns) == (told, None, ())
    assert outcomes_of(database, cohort, EntityKind.COHORT) == entity.outcomes


def test_the_store_knows_how_a_cohort_stands(database: Database, cohort: str) -> None:
    for entry in cohort_life(_PROGRAMME).entries:
        record_entries(database, cohort, entry)

        snapshot = entry.snapshot.model_dump(exclude={"pairings"})
        assert _cohort(database, cohort).model_dump(include=set(snapshot)) == snapshot


def test_an_entry_of_a_cohort_leaves_its_programme_as_it_is(database: Database, cohort: str) -> None:
    before = _cohort(database, cohort)

    record_entries(database, cohort, *cohort_life(_PROGRAMME).entries)

    after = _cohort(database, cohort)
    assert (after.programme, after.opened_at) == (before.programme, before.opened_at)


def test_an_entry_of_a_cohort_is_refused_where_those_before_it_are_missing(
    database: Database, cohort: str
) -> None:
    with pytest.raises(Refused, match=f"^Entries 1 to 1 of {cohort} are missing here.$"):
        record_entries(database, cohort, cohort_life(_PROGRAMME).entries[1])

    assert outcomes_of(database, cohort, EntityKind.COHORT) == []


def test_an_entry_of_what_is_not_there_is_not_recorded(database: Database) -> None:
    with pytest.raises(NotFound, match=r"^The store does not know application no-such-one\.$"):
        record_entries(database, "no-such-one", _carried().entries[0])
    with pytest.raises(NotFound, match=r"^The store does not know cohort no-such-one\.$"):
        record_entries(database, "no-such-one", cohort_life(_PROGRAMME).entries[0])


def test_three_lives_of_one_id_are_three(database: Database) -> None:
    """Nobody would choose such keys, but nothing keeps them from it."""
    entries = [Life().entries[0], _carried().entries[0], cohort_life(_PROGRAMME).entries[0]]
    (pairing,) = written_down(database)
    with database.begin() as session:
        now = utc(2027, 6, 1)
        cohorts.open_cohort(session, pairing, _PROGRAMME, now, is_demo=False)
        _, other = arrivals.upsert(session, pairing, application(), now)
        session.get_one(ApplicationRow, other).id = pairing

    assert all(record_entries(database, pairing, *entries))

    for kind, entry in zip(
        (EntityKind.PAIRING, EntityKind.APPLICATION, EntityKind.COHORT), entries, strict=True
    ):
        assert outcomes_of(database, pairing, kind) == list(entry.outcomes)
