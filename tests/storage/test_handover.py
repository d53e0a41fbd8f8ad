"""What comes along from one cohort to the next, and when."""

from collections.abc import Sequence

import pytest

from domain.application.events import Decline, TakeUp
from domain.entity.entity import Entry
from domain.enums import ApplicationStage, Role
from storage import applications, arrivals, cohorts, ledger
from storage.database import Database
from storage.handover import offered, once_taken_up
from storage.tables.entities import ApplicationRow
from tests import applying
from tests.living import bristol
from tests.services.erasure.canaries import CANARY, NOW, applied, canary, open_in

pytestmark = pytest.mark.store


@pytest.fixture
def place(database: Database) -> str:
    """The id of the place that the canary is offered in the next cohort."""
    open_in(database, "first")
    applied(database, "first", canary(Role.MENTOR))
    with database.begin() as session:
        cohorts.open_cohort(session, "next", bristol(), NOW, is_demo=False, follows="first")
        form = offered(canary(Role.MENTOR))
        return arrivals.upsert(session, "next", form, NOW, ApplicationStage.OFFERED)[1]


def _row(database: Database, key: str) -> ApplicationRow:
    with database.begin() as session:
        return session.get_one(ApplicationRow, key)


def _record(database: Database, key: str, entries: Sequence[Entry]) -> None:
    with database.begin() as session:
        for entry in entries:
            ledger.record(session, entry.replace(id=key))


def test_nothing_of_what_they_told_is_copied_when_a_place_is_offered(database: Database, place: str) -> None:
    assert CANARY not in str(_row(database, place).answers)


def test_it_comes_along_when_they_take_it_up_but_for_their_background(database: Database, place: str) -> None:
    life = applying.offered(applying.bristol(), applying.MAY_19)
    life.update(TakeUp())

    _record(database, place, life.entries)

    with database.begin() as session:
        form = applications.application(session, place).application
    told = canary(Role.MENTOR)
    assert form == told.replace(background=(), background_asked=())


def test_nothing_comes_along_when_they_say_no(database: Database, place: str) -> None:
    life = applying.offered(applying.bristol(), applying.MAY_19)
    life.update(Decline())

    _record(database, place, life.entries)

    assert CANARY not in str(_row(database, place).answers)


def test_who_sends_a_new_form_is_known_by_that_alone(database: Database, place: str) -> None:
    told = offered(canary(Role.MENTOR)).replace(goals=("another goal",))
    with database.begin() as session:
        arrivals.upsert(session, "next", told, NOW)
    life = applying.offered(applying.bristol(), applying.MAY_19)
    life.update(TakeUp())

    _record(database, place, life.entries)

    assert (CANARY in str(_row(database, place).answers), _row(database, place).answers["goals"]) == (
        False,
        ["another goal"],
    )


def test_what_the_place_begins_with_is_what_it_will_come_with(database: Database, place: str) -> None:
    with database.begin() as session:
        form = once_taken_up(session, applications.application(session, place))

    assert form == canary(Role.MENTOR).replace(background=(), background_asked=())
