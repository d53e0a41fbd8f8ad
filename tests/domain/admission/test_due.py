"""What is due when nobody woke the application in time, and what holds over a whole life."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.admission.due import due
from domain.admission.events import Arrive, Close, Confirm, Decline, SignUp, Unmatched, Withdraw
from domain.letters import LetterName
from domain.words import ApplicationStage, Concern, Correspondent, Reason
from tests.applying import JUNE_1, MAY_19, OPEN, Applying, applied, at, bristol, invited, offered, south_west
from tests.living import utc

stages = pytest.mark.parametrize("stage", OPEN)


def incomplete() -> Applying:
    return applied(bristol(), MAY_19, missing=("goals",))


# The first look


@pytest.mark.parametrize(
    ("life", "kind"),
    [(applied, "applied"), (invited, "invited"), (offered, "invited")],
    ids=["applied", "invited", "offered"],
)
def test_the_first_look_records_how_it_began(life: Callable[..., Applying], kind: str) -> None:
    begun = life(bristol(), MAY_19)
    assert begun.outcomes[0].kind.value == kind
    assert [entry.revision for entry in begun.entries] == [1]


@stages
def test_looking_again_at_once_finds_nothing_to_do(stage: ApplicationStage) -> None:
    life = at(stage)
    assert due(life.life, life.now).entry is None


@stages
def test_nothing_is_due_before_the_application_asked_to_be_looked_at(stage: ApplicationStage) -> None:
    life = at(stage)
    while life.look_again:
        assert due(life.life, life.look_again - timedelta(seconds=1)).entry is None
        life.until(life.look_again)


@stages
def test_left_alone_an_application_asks_to_be_looked_at_a_few_times_only(stage: ApplicationStage) -> None:
    life = at(stage)
    life.until(utc(2030, 1, 1))
    assert life.look_again is None
    assert len(life.entries) < 15


# After an outage


def test_of_two_missed_reminders_only_the_second_is_written() -> None:
    life = incomplete()
    life.outage(utc(2027, 6, 1))
    assert [x.key for x in life.letters if x.name is LetterName.APPLICATION_INCOMPLETE] == [
        "application_incomplete:12"
    ]


def test_a_reminder_that_is_out_of_date_is_not_made_up_for_later() -> None:
    life = incomplete()
    life.outage(utc(2027, 6, 1))
    life.until(utc(2027, 7, 1))
    assert life.count(LetterName.APPLICATION_INCOMPLETE) == 1


def test_nobody_is_reminded_of_a_closing_date_that_is_past() -> None:
    life = at(ApplicationStage.CHECKING)
    life.outage(utc(2027, 6, 19))
    assert life.count(LetterName.CLOSING_REMINDER) == 0
    assert Concern.NOT_IN_ORDER in life.concerns


def test_of_two_missed_reminders_the_line_manager_gets_only_the_second() -> None:
    life = at(ApplicationStage.CHECKING)
    life.outage(utc(2027, 6, 14, 10))
    assert [x.key for x in life.letters if x.name is LetterName.MANAGER_CHASER] == ["manager_chaser:10"]


def test_whoever_is_acknowledged_late_is_not_chased_on_the_same_day() -> None:
    life = Applying(bristol(), utc(2027, 5, 31, 12), received=MAY_19, missing=("goals",))
    assert life.count(LetterName.APPLICATION_INCOMPLETE) == 0
    life.until(utc(2027, 6, 7, 8))
    assert life.when(LetterName.APPLICATION_INCOMPLETE) == [utc(2027, 6, 7, 8)]


def test_no_line_manager_is_asked_when_patience_is_over() -> None:
    life = at(ApplicationStage.CHECKING)
    life.outage(utc(2027, 6, 17))
    assert life.written(Correspondent.MANAGER) == [LetterName.MANAGER_REQUEST]


def test_of_two_missed_reminders_of_an_invitation_only_the_second_is_written() -> None:
    life = invited(bristol(), utc(2027, 5, 3, 10))
    life.outage(utc(2027, 5, 18))
    assert life.count(LetterName.APPLICATION_INVITATION_CHASER) == 1


def test_nobody_is_asked_to_apply_when_applications_have_closed() -> None:
    life = invited(bristol(), utc(2027, 4, 20), asked=utc(2027, 5, 3, 8))
    life.outage(utc(2027, 6, 8))
    assert life.letters == []


def test_no_date_is_announced_that_is_past() -> None:
    life = applied(south_west().changed(closes=None), utc(2027, 5, 10))
    life.outage(utc(2027, 7, 14))
    assert life.count(LetterName.GATHERING_ANNOUNCED) == 0


def test_nobody_is_invited_to_or_reminded_of_a_date_that_is_past() -> None:
    life = at(ApplicationStage.CHECKING)
    life.tell(SignUp(gathering="awareness", sitting="1"))
    life.outage(utc(2027, 6, 10, 11))
    assert life.count(LetterName.GATHERING_REMINDER) == 0


def test_a_form_that_came_in_time_is_not_late_for_an_outage() -> None:
    life = invited(bristol(), MAY_19)
    life.now = utc(2027, 6, 9)
    life.tell(Arrive(received=utc(2027, 6, 7, 12)))
    assert life.stage is ApplicationStage.IN_ORDER


def test_whoever_withdrew_in_an_outage_gets_nothing_but_the_farewell() -> None:
    life = incomplete()
    life.now = utc(2027, 6, 1)
    life.tell(Withdraw())
    assert life.written() == [
        LetterName.APPLICATION_RECEIVED,
        LetterName.GATHERING_ANNOUNCED,
        LetterName.APPLICATION_WITHDRAWN,
    ]


def test_silence_during_an_outage_is_silence() -> None:
    life = applied(south_west().changed(manager_silence="supported"), JUNE_1)
    life.outage(utc(2027, 6, 20))
    assert life.stage is ApplicationStage.IN_ORDER
    assert life.when(LetterName.APPLICATION_IN_ORDER) == [utc(2027, 6, 20)]


# What is still wanted of earlier letters


def wanted(life: Applying) -> set[LetterName]:
    """Of the letters written so far those that are still right, should they not have gone yet."""
    keys = set(life.entries[-1].still_wanted)
    return {letter.name for letter in life.letters if letter.key in keys}


def test_a_request_is_no_longer_wanted_when_it_has_been_answered() -> None:
    life = at(ApplicationStage.CHECKING)
    assert LetterName.MANAGER_REQUEST in wanted(life)
    life.tell(Confirm(condition="manager"))
    assert LetterName.MANAGER_REQUEST not in wanted(life)


def test_an_invitation_is_no_longer_wanted_when_the_form_is_there() -> None:
    life = at(ApplicationStage.INVITED)
    life.tell(Arrive(received=JUNE_1))
    assert LetterName.APPLICATION_INVITATION not in wanted(life)


def test_the_reserve_list_is_no_longer_news_when_it_is_over() -> None:
    life = at(ApplicationStage.RESERVE)
    assert LetterName.RESERVE_LIST in wanted(life)
    life.tell(Close())
    assert LetterName.RESERVE_LIST not in wanted(life)


def test_the_latest_change_of_a_calendar_is_wanted_and_no_earlier_one() -> None:
    life = at(ApplicationStage.CHECKING)
    for sitting in ("1", None):
        life.tell(SignUp(gathering="awareness", sitting=sitting))
    assert LetterName.GATHERING_CANCELLED in wanted(life)
    assert LetterName.GATHERING_INVITATION not in wanted(life)


# Over


@pytest.mark.parametrize("end", [Withdraw(), Decline(), Close()], ids=lambda event: event.kind)
@pytest.mark.parametrize("stage", [s for s in OPEN if s is not ApplicationStage.PAIRED])
def test_after_the_end_there_is_nothing_but_farewells(
    stage: ApplicationStage, end: Withdraw | Decline | Close
) -> None:
    life = at(stage)
    life.tell(end)
    over = life.entries[-1]
    assert (over.snapshot.until, over.snapshot.concerns) == (None, ())
    assert all(letter.name.is_farewell for letter in over.letters)
    assert life.look_again is None
    life.outage(utc(2028, 1, 1))
    assert life.entries[-1] is over


def test_a_snapshot_says_why_it_is_over() -> None:
    life = at(ApplicationStage.IN_ORDER)
    life.tell(Decline())
    assert life.entries[-1].snapshot.reason is Reason.BY_COORDINATOR


def test_a_snapshot_names_what_is_missing_and_what_is_outstanding() -> None:
    shot = applied(south_west(), JUNE_1, missing=("goals",)).entries[-1].snapshot
    assert (shot.missing, shot.outstanding) == (("goals",), ("manager",))


def test_a_snapshot_says_when_something_happens_by_itself() -> None:
    life = at(ApplicationStage.CHECKING)
    assert life.entries[-1].snapshot.until == life.look_again == utc(2027, 6, 7, 8)


def test_entries_and_outcomes_are_numbered_without_a_gap() -> None:
    life = at(ApplicationStage.CHECKING)
    life.until(utc(2027, 6, 20))
    life.tell(Confirm(condition="manager"))
    life.tell(Unmatched())
    life.tell(Close())
    assert [entry.revision for entry in life.entries] == list(range(1, len(life.entries) + 1))
    assert [outcome.number for outcome in life.outcomes] == list(range(1, len(life.outcomes) + 1))
