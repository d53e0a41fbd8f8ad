"""What commands have written for the server: kept with the change, in its order, until it is told."""

from datetime import date, timedelta

import pytest

from domain.application.events import Invite, WithdrawApplication
from domain.cohort.events import CloseApplications
from domain.programme.dates import closed
from domain.programme.programme import Programme
from storage import cohorts, messages, queries
from storage.database import Database
from storage.messages import MessageKind
from tests.living import bristol, utc

pytestmark = pytest.mark.store

NOW = utc(2027, 5, 1)
COHORT = "cohort-spring"
ONE, OTHER = "application-spring-a01", "application-spring-a02"


def _programme(database: Database) -> Programme:
    with database.begin() as session:
        return queries.cohort(session, "spring").programme


def _kinds(database: Database, *targets: str) -> list[str]:
    with database.begin() as session:
        return [message.content["kind"] for message in messages.waiting(session, targets)]


def test_a_change_that_is_not_kept_leaves_no_message(database: Database) -> None:
    with database.begin() as session:
        messages.update(session, ONE, Invite(), NOW)
        session.rollback()

    assert _kinds(database, ONE) == []


def test_what_waits_for_one_comes_in_the_order_in_which_it_was_written(database: Database) -> None:
    with database.begin() as session:
        messages.update(session, ONE, Invite(), NOW)
        messages.update(session, OTHER, WithdrawApplication(), NOW)
        messages.update(session, ONE, WithdrawApplication(), NOW)

    assert _kinds(database, ONE) == ["invite", "withdraw"]
    assert _kinds(database, ONE, OTHER) == ["invite", "withdraw", "withdraw"]


def test_what_has_been_told_is_gone(database: Database) -> None:
    with database.begin() as session:
        first = messages.update(session, ONE, Invite(), NOW)
        messages.update(session, ONE, WithdrawApplication(), NOW)
        messages.told(session, first)

    assert _kinds(database, ONE) == ["withdraw"]


def test_an_event_comes_out_as_it_went_in(database: Database) -> None:
    with database.begin() as session:
        messages.deliver(session, "a-letter", NOW)
        messages.update(session, COHORT, CloseApplications(), NOW)
    with database.begin() as session:
        letter, update = messages.waiting(session, ["a-letter", COHORT])

    assert letter.kind is MessageKind.DELIVER
    assert update.event == CloseApplications()


def test_what_is_overdue_is_found_once_a_target_the_latest_first(database: Database) -> None:
    with database.begin() as session:
        for target, minutes in ((ONE, 5), (OTHER, 4), (ONE, 3), ("application-spring-a03", 0)):
            messages.update(session, target, Invite(), NOW - timedelta(minutes=minutes))
    with database.begin() as session:
        since = NOW - timedelta(minutes=1)
        assert messages.overdue(session, since, most=5) == [ONE, OTHER]
        assert messages.overdue(session, since, most=1, but_not=[ONE]) == [OTHER]


def _closing(database: Database) -> messages.Message:
    """Applications close, as a command writes it."""
    with database.begin() as session:
        cohorts.open_cohort(session, "spring", bristol(), NOW, is_demo=False)
    before = _programme(database)
    after = closed(before, date(2027, 5, 1))
    with database.begin() as session:
        cohorts.change_programme(session, "spring", after)
        return messages.update(session, COHORT, CloseApplications(), NOW, (before, after))


def test_a_date_that_is_refused_is_put_back(database: Database) -> None:
    message = _closing(database)
    assert _programme(database) != bristol()

    with database.begin() as session:
        messages.refused(session, message)

    assert _programme(database) == bristol()
    assert _kinds(database, COHORT) == []


def test_a_date_that_somebody_has_changed_since_is_not_put_back(database: Database) -> None:
    message = _closing(database)
    since = closed(_programme(database), date(2027, 4, 30))
    with database.begin() as session:
        cohorts.change_programme(session, "spring", since)

    with database.begin() as session:
        messages.refused(session, message)

    assert _programme(database) == since
