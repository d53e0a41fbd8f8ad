"""Each life is kept whole, and can be read back as the value it was."""

import pytest
from sqlalchemy import update

from domain.cohort.cohort import Cohort
from domain.entity.entity import EntityKind, Entry
from domain.entity.outcomes import OutcomeKind
from domain.errors import NotFound
from domain.pairing.pairing import Pairing
from storage import ledger, queries
from storage.database import Database
from storage.entities import load_entity, stored_entities, stored_entity
from storage.tables.entities import PairingRow
from tests.living import Life, accepted, bristol, life_of, lived, mentoring, utc
from tests.mail.application_stories import cohort_life
from tests.mail.office import opened
from tests.world import written_down

pytestmark = pytest.mark.store

_NOW = utc(2027, 7, 1)


@pytest.fixture
def pairing(database: Database) -> str:
    """A pairing of which nothing has been recorded."""
    return written_down(database)[0]


def _own(entity: Life, pairing: str) -> list[Entry]:
    """The entries of a life that was lived under this id."""
    return [entry.replace(id=pairing, state=entry.state | {"id": pairing}) for entry in entity.entries]


def _record(database: Database, *entries: Entry) -> None:
    with database.begin() as session:
        assert all(ledger.record(session, entry) for entry in entries)


def _whole(database: Database, pairing: str) -> Pairing | None:
    with database.begin() as session:
        entity = load_entity(session, EntityKind.PAIRING, pairing)
    assert entity is None or isinstance(entity, Pairing)
    return entity


def _catch_up(database: Database, entry: Entry) -> bool:
    with database.begin() as session:
        return ledger.catch_up(session, EntityKind.PAIRING, life_of(entry), entry.snapshot, _NOW)


def test_a_pairing_is_kept_as_it_was_after_its_last_entry(database: Database, pairing: str) -> None:
    entity = lived(mentoring)

    _record(database, *_own(entity, pairing))

    assert _whole(database, pairing) == entity.pairing.replace(id=pairing)


def test_a_cohort_is_kept_too(database: Database) -> None:
    key, lived_through = opened(database, bristol()), cohort_life(bristol()).entries
    with database.begin() as session:
        for entry in lived_through:
            ledger.record(session, entry.replace(id=key))
        kept = load_entity(session, EntityKind.COHORT, key)

    assert isinstance(kept, Cohort)
    assert kept == life_of(lived_through[-1])


def test_a_whole_that_this_version_cannot_read_is_none(database: Database, pairing: str) -> None:
    *_, last = _own(lived(accepted), pairing)
    _record(database, *_own(lived(accepted), pairing))

    with database.begin() as session:
        session.execute(update(PairingRow).values(state=last.state | {"mood": "good"}))

    assert _whole(database, pairing) is None


def test_a_store_of_before_takes_over_how_a_life_stands_and_notes_the_gap(
    database: Database, pairing: str
) -> None:
    first, *_, last = _own(lived(mentoring), pairing)
    _record(database, first)

    assert _catch_up(database, last)
    assert not _catch_up(database, last)
    assert not _catch_up(database, first)

    assert _whole(database, pairing) == life_of(last)
    with database.begin() as session:
        view, outcomes = (
            queries.pairing(session, pairing),
            queries.outcomes(session, EntityKind.PAIRING.workflow_id(pairing)),
        )
    assert (view.revision, view.stage, view.until) == (
        last.revision,
        last.snapshot.stage,
        last.snapshot.until,
    )
    assert (outcomes[-1].kind, outcomes[-1].number) == (OutcomeKind.CAUGHT_UP, last.state["outcome_count"])


def test_a_whole_that_this_version_cannot_read_is_replaced(database: Database, pairing: str) -> None:
    *_, last = _own(lived(mentoring), pairing)
    _catch_up(database, last)
    with database.begin() as session:
        session.execute(update(PairingRow).values(state={"of": "a later version"}))

    assert _catch_up(database, last)
    assert not _catch_up(database, last)

    assert _whole(database, pairing) == life_of(last)


def test_what_comes_next_is_recorded_after_the_gap(database: Database, pairing: str) -> None:
    first, *_, before, last = _own(lived(mentoring), pairing)
    _record(database, first)
    _catch_up(database, before)

    _record(database, last)


def test_a_life_that_the_store_does_not_know_does_not_catch_up(database: Database) -> None:
    with pytest.raises(NotFound):
        _catch_up(database, lived(accepted).entries[0])


def test_a_life_is_told_in_short(database: Database, pairing: str) -> None:
    key = pairing.rpartition("-")[0]
    _record(database, *_own(lived(accepted), pairing))
    with database.begin() as session:
        found = {kept.workflow_id: kept for kept in stored_entities(session, key)}
        alone = stored_entity(session, EntityKind.PAIRING, pairing)
        elsewhere = stored_entities(session, "another")

    told = found[f"pairing-{pairing}"]
    assert alone == told
    assert (told.cohort, told.goes_on, found[f"cohort-{key}"].revision) == (key, True, 0)
    assert elsewhere == []
