"""The letters of applications, managers and cohorts."""

import pytest
from sqlalchemy import select

from domain.application import events as admission_events
from domain.enums import Correspondent, Role
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from mail.claiming import Claimed, Claims
from storage import applications, queries
from storage.database import Database
from storage.tables.people import PersonRow
from tests.living import utc
from tests.mail.application_stories import MANAGER_EMAIL, application, cohort_life, demanding, living
from tests.mail.office import ApplicationDesk, CohortDesk
from tests.mail.outboxes import NOW

pytestmark = pytest.mark.store

_PROGRAMME = demanding("bristol")


@pytest.fixture
def desk(database: Database) -> ApplicationDesk:
    """Somebody has just applied, and waits for the line manager."""
    return ApplicationDesk(database, living(_PROGRAMME, Role.MENTOR, utc(2027, 5, 10)), _PROGRAMME)


def test_the_letters_of_an_application_wait_in_the_outbox(desk: ApplicationDesk) -> None:
    assert {(row.name, row.role, row.person is None) for row in desk.rows()} == {
        ("application_received", "applicant", False),
        ("manager_request", "manager", True),
    }
    assert sorted(desk.waiting()) == sorted(row.id for row in desk.rows())
    assert {row.workflow_id for row in desk.rows()} == {f"application-{desk.key}"}


def test_the_manager_is_not_written_down_as_a_person(desk: ApplicationDesk) -> None:
    request = desk.row(desk.letter(LetterName.MANAGER_REQUEST, Correspondent.MANAGER))

    assert (request.recipient, request.person) == (MANAGER_EMAIL, None)
    with desk.database.begin() as session:
        assert [person.email for person in session.scalars(select(PersonRow))] == ["ann@uni.example"]


def test_a_letter_about_an_application_knows_its_cohort_and_its_key(desk: ApplicationDesk) -> None:
    row = desk.row(desk.letter(LetterName.APPLICATION_RECEIVED, Correspondent.APPLICANT))

    assert row.key == f"{desk.key}:application_received"
    assert row.cohort == desk.key.rpartition("-")[0]
    with desk.database.begin() as session:
        (view, *_) = queries.letters(session, cohort=row.cohort)
    assert view.role is Correspondent.APPLICANT


def test_a_letter_to_the_manager_is_delivered_as_any_other(desk: ApplicationDesk) -> None:
    request = desk.letter(LetterName.MANAGER_REQUEST, Correspondent.MANAGER)

    claimed = Claims(desk.database).claim(request, utc(2027, 5, 10))

    assert isinstance(claimed, Claimed)
    assert claimed.recipient == MANAGER_EMAIL
    assert Claims(desk.database).sent(claimed, "250", NOW) is LetterState.SENT


def test_a_manager_who_has_answered_is_not_asked_any_more(desk: ApplicationDesk) -> None:
    desk.entity.update(admission_events.Confirm(condition="manager"))
    desk.record()

    assert desk.states_by_name() == {
        "application_received": LetterState.PENDING,
        "manager_request": LetterState.CANCELLED,
        "application_in_order": LetterState.PENDING,
    }


def test_a_manager_whose_address_has_been_taken_back_is_not_written_to(desk: ApplicationDesk) -> None:
    """The store knows at once; the application is told a moment later, and may have written meanwhile."""
    with desk.database.begin() as session:
        applications.change_answers(session, desk.key, application(complete=False), NOW)

    desk.entity.until(utc(2027, 5, 17))
    desk.record()

    assert desk.entity.count(LetterName.MANAGER_CHASER) == 1
    assert "manager_chaser" not in desk.states_by_name()
    assert desk.states_by_name()["application_received"] is LetterState.PENDING


def test_when_an_application_is_over_its_farewell_alone_goes(desk: ApplicationDesk) -> None:
    desk.entity.update(admission_events.WithdrawApplication())
    desk.record()

    waiting = {row.name for row in desk.rows() if row.id in desk.waiting()}

    assert waiting == {"application_withdrawn"}
    farewell = desk.row(desk.letter(LetterName.APPLICATION_WITHDRAWN, Correspondent.APPLICANT))
    assert farewell.is_farewell
    assert isinstance(Claims(desk.database).claim(farewell.id, NOW), Claimed)


def test_a_place_at_a_gathering_is_cancelled_though_the_application_is_over(desk: ApplicationDesk) -> None:
    desk.entity.update(admission_events.SignUp(gathering="information", sitting="1"))
    desk.record()
    desk.entity.update(admission_events.WithdrawApplication())
    desk.record()

    states = desk.states_by_name()
    assert states["gathering_invitation"] is LetterState.CANCELLED
    assert states["gathering_cancelled"] is LetterState.PENDING


@pytest.mark.parametrize(
    ("event", "farewell"),
    [
        (admission_events.Decline(), LetterName.APPLICATION_DECLINED),
        (admission_events.WithdrawApplication(), LetterName.APPLICATION_WITHDRAWN),
        (admission_events.Close(), LetterName.CARRIED_OVER),
    ],
)
def test_a_farewell_to_an_applicant_outlives_the_application(
    desk: ApplicationDesk, event: admission_events.ApplicationEvent, farewell: LetterName
) -> None:
    desk.entity.update(event)
    desk.record()

    assert {row.name for row in desk.rows() if row.id in desk.waiting()} == {farewell}


def test_the_letters_of_a_cohort_go_to_its_coordinator(database: Database) -> None:
    desk = CohortDesk(database, cohort_life(_PROGRAMME), _PROGRAMME)

    rows = desk.rows()

    assert [row.name for row in rows] == ["cohort_closing", "draft_ready", "cohort_report"]
    assert {(row.role, row.person, row.recipient) for row in rows} == {
        ("coordinator", None, _PROGRAMME.contact.email)
    }
    assert {row.workflow_id for row in rows} == {f"cohort-{desk.key}"}


def test_of_a_cohort_that_is_over_the_report_alone_is_still_wanted(database: Database) -> None:
    desk = CohortDesk(database, cohort_life(_PROGRAMME), _PROGRAMME)

    assert desk.states_by_name() == {
        "cohort_closing": LetterState.CANCELLED,
        "draft_ready": LetterState.CANCELLED,
        "cohort_report": LetterState.PENDING,
    }


def test_the_letters_of_other_applications_are_left_alone(database: Database, desk: ApplicationDesk) -> None:
    other = ApplicationDesk(database, living(_PROGRAMME, Role.MENTOR, utc(2027, 5, 10)), _PROGRAMME)

    desk.entity.update(admission_events.WithdrawApplication())
    desk.record()

    assert other.states(other.waiting()) == {LetterState.PENDING}
    assert len(other.waiting()) == 2
