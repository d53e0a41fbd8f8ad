"""What is due when nobody woke the application in time, and what holds over a whole life."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.application.due import due
from domain.application.events import Arrive, Close, Confirm, Decline, SignUp, Unmatched, WithdrawApplication
from domain.enums import ApplicationEndReason, ApplicationStage, Concern, Correspondent
from domain.letter.kinds import LETTERS
from domain.letter.letter import LetterName
from tests.applying import JUNE_1, MAY_19, OPEN, Applying, applied, at, bristol, invited, offered, south_west
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit

stages = every("stage", OPEN)


def incomplete() -> Applying:
    return applied(bristol(), MAY_19, missing=("goals",))


# The first look


@pytest.mark.parametrize(
    ("entity", "kind"),
    [(applied, "applied"), (invited, "invited"), (offered, "invited")],
    ids=["applied", "invited", "offered"],
)
def test_the_first_look_records_how_it_began(entity: Callable[..., Applying], kind: str) -> None:
    begun = entity(bristol(), MAY_19)
    assert begun.outcomes[0].kind.value == kind
    assert [entry.revision for entry in begun.entries] == [1]


@stages
def test_looking_again_at_once_finds_nothing_to_do(stage: ApplicationStage) -> None:
    entity = at(stage)
    assert due(entity.entity, entity.now).entry is None


@stages
def test_nothing_is_due_before_the_application_asked_to_be_looked_at(stage: ApplicationStage) -> None:
    entity = at(stage)
    while entity.look_again:
        assert due(entity.entity, entity.look_again - timedelta(seconds=1)).entry is None
        entity.until(entity.look_again)


@stages
def test_left_alone_an_application_asks_to_be_looked_at_a_few_times_only(stage: ApplicationStage) -> None:
    entity = at(stage)
    entity.until(utc(2030, 1, 1))
    assert entity.look_again is None
    assert len(entity.entries) < 15


# After an outage


def test_of_two_missed_reminders_only_the_second_is_written() -> None:
    entity = incomplete()
    entity.outage(utc(2027, 6, 1))
    assert [x.key for x in entity.letters if x.name is LetterName.APPLICATION_INCOMPLETE] == [
        "application_incomplete:12"
    ]


def test_a_reminder_that_is_out_of_date_is_not_made_up_for_later() -> None:
    entity = incomplete()
    entity.outage(utc(2027, 6, 1))
    entity.until(utc(2027, 7, 1))
    assert entity.count(LetterName.APPLICATION_INCOMPLETE) == 1


def test_nobody_is_reminded_of_a_closing_date_that_is_past() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.outage(utc(2027, 6, 19))
    assert entity.count(LetterName.CLOSING_REMINDER) == 0
    assert Concern.NOT_IN_ORDER in entity.concerns


def test_of_two_missed_reminders_the_line_manager_gets_only_the_second() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.outage(utc(2027, 6, 14, 10))
    assert [x.key for x in entity.letters if x.name is LetterName.MANAGER_CHASER] == ["manager_chaser:10"]


def test_whoever_is_acknowledged_late_is_not_chased_on_the_same_day() -> None:
    entity = Applying(bristol(), utc(2027, 5, 31, 12), received=MAY_19, missing=("goals",))
    assert entity.count(LetterName.APPLICATION_INCOMPLETE) == 0
    entity.until(utc(2027, 6, 7, 8))
    assert entity.when(LetterName.APPLICATION_INCOMPLETE) == [utc(2027, 6, 7, 8)]


def test_no_line_manager_is_asked_when_patience_is_over() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.outage(utc(2027, 6, 17))
    assert entity.written(Correspondent.MANAGER) == [LetterName.MANAGER_REQUEST]


def test_of_two_missed_reminders_of_an_invitation_only_the_second_is_written() -> None:
    entity = invited(bristol(), utc(2027, 5, 3, 10))
    entity.outage(utc(2027, 5, 18))
    assert entity.count(LetterName.APPLICATION_INVITATION_CHASER) == 1


def test_nobody_is_asked_to_apply_when_applications_have_closed() -> None:
    entity = invited(bristol(), utc(2027, 4, 20), asked=utc(2027, 5, 3, 8))
    entity.outage(utc(2027, 6, 8))
    assert entity.letters == []


def test_no_date_is_announced_that_is_past() -> None:
    entity = applied(south_west().replace(closes=None), utc(2027, 5, 10))
    entity.outage(utc(2027, 7, 14))
    assert entity.count(LetterName.GATHERING_ANNOUNCED) == 0


def test_nobody_is_invited_to_or_reminded_of_a_date_that_is_past() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(SignUp(gathering="awareness", sitting="1"))
    entity.outage(utc(2027, 6, 10, 11))
    assert entity.count(LetterName.GATHERING_REMINDER) == 0


def test_a_form_that_came_in_time_is_not_late_for_an_outage() -> None:
    entity = invited(bristol(), MAY_19)
    entity.now = utc(2027, 6, 9)
    entity.update(Arrive(received=utc(2027, 6, 7, 12)))
    assert entity.stage is ApplicationStage.IN_ORDER


def test_whoever_withdrew_in_an_outage_gets_nothing_but_the_farewell() -> None:
    entity = incomplete()
    entity.now = utc(2027, 6, 1)
    entity.update(WithdrawApplication())
    assert entity.written() == [
        LetterName.APPLICATION_RECEIVED,
        LetterName.APPLICATION_WITHDRAWN,
    ]


def test_silence_during_an_outage_is_silence() -> None:
    entity = applied(south_west().replace(manager_silence="supported"), JUNE_1)
    entity.outage(utc(2027, 6, 20))
    assert entity.stage is ApplicationStage.IN_ORDER
    assert entity.when(LetterName.APPLICATION_IN_ORDER) == [utc(2027, 6, 20)]


# What is still wanted of earlier letters


def wanted(entity: Applying) -> set[LetterName]:
    """Of the letters written so far those that are still right, should they not have gone yet."""
    keys = set(entity.entries[-1].still_wanted)
    return {letter.name for letter in entity.letters if letter.key in keys}


def test_a_request_is_no_longer_wanted_when_it_has_been_answered() -> None:
    entity = at(ApplicationStage.CHECKING)
    assert LetterName.MANAGER_REQUEST in wanted(entity)
    entity.update(Confirm(condition="manager"))
    assert LetterName.MANAGER_REQUEST not in wanted(entity)


def test_an_invitation_is_no_longer_wanted_when_the_form_is_there() -> None:
    entity = at(ApplicationStage.INVITED)
    entity.update(Arrive(received=JUNE_1))
    assert LetterName.APPLICATION_INVITATION not in wanted(entity)


def test_the_reserve_list_is_no_longer_news_when_it_is_over() -> None:
    entity = at(ApplicationStage.RESERVE)
    assert LetterName.RESERVE_LIST in wanted(entity)
    entity.update(Close())
    assert LetterName.RESERVE_LIST not in wanted(entity)


def test_the_latest_change_of_a_calendar_is_wanted_and_no_earlier_one() -> None:
    entity = at(ApplicationStage.CHECKING)
    for sitting in ("1", None):
        entity.update(SignUp(gathering="awareness", sitting=sitting))
    assert LetterName.GATHERING_CANCELLED in wanted(entity)
    assert LetterName.GATHERING_INVITATION not in wanted(entity)


# Over


@every("end", [WithdrawApplication(), Decline(), Close()])
@every("stage", [s for s in OPEN if s is not ApplicationStage.PAIRED])
def test_after_the_end_there_is_nothing_but_farewells(
    stage: ApplicationStage, end: WithdrawApplication | Decline | Close
) -> None:
    entity = at(stage)
    entity.update(end)
    over = entity.entries[-1]
    assert (over.snapshot.until, over.snapshot.concerns) == (None, ())
    assert all(LETTERS[letter.name].is_farewell for letter in over.letters)
    assert entity.look_again is None
    entity.outage(utc(2028, 1, 1))
    assert entity.entries[-1] is over


def test_a_snapshot_says_why_it_is_over() -> None:
    entity = at(ApplicationStage.IN_ORDER)
    entity.update(Decline())
    assert entity.entries[-1].snapshot.reason is ApplicationEndReason.BY_COORDINATOR


def test_a_snapshot_names_what_is_missing_and_what_is_outstanding() -> None:
    shot = applied(south_west(), JUNE_1, missing=("goals",)).entries[-1].snapshot
    assert (shot.missing, shot.outstanding) == (("goals",), ("manager",))


def test_a_snapshot_says_when_something_happens_by_itself() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.until(utc(2027, 6, 4))
    assert entity.entries[-1].snapshot.until == entity.look_again == utc(2027, 6, 7, 8)


def test_entries_and_outcomes_are_numbered_without_a_gap() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.until(utc(2027, 6, 20))
    entity.update(Confirm(condition="manager"))
    entity.update(Unmatched())
    entity.update(Close())
    assert [entry.revision for entry in entity.entries] == list(range(1, len(entity.entries) + 1))
    assert [outcome.number for outcome in entity.outcomes] == list(range(1, len(entity.outcomes) + 1))
