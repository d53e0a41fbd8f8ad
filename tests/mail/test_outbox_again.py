"""What goes again, by itself or because somebody asks for it, and what a human decides."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.errors import Refused
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from mail.claiming import Claimed, Claims
from storage.database import Database
from tests.living import utc
from tests.mail.office import Office
from tests.mail.outboxes import NOW, claim, give_up, in_data, sad_news, with_a_session

pytestmark = pytest.mark.store


def test_a_letter_whose_worker_was_lost_before_it_was_handed_over_goes_again(office: Office) -> None:
    claim(office, office.letter())

    assert claim(office, office.letter()).attempts == 2
    assert office.row(office.letter()).unsure == 0


def test_a_letter_whose_worker_was_lost_while_handing_it_over_waits_before_it_goes_again(
    office: Office,
) -> None:
    lost = in_data(office, office.letter())

    assert Claims(office.database).claim(office.letter(), NOW) is LetterState.DEFERRED

    row = office.row(office.letter())
    assert (row.state, row.unsure, row.attempts, row.claim) == (LetterState.DEFERRED, 1, 1, lost.claim)
    assert "worker was lost" in str(row.reply)
    assert row.id in office.waiting()


def test_a_letter_whose_worker_was_lost_while_handing_it_over_goes_again_unchanged(office: Office) -> None:
    lost = give_up(office, office.letter())

    again = claim(office, office.letter())

    assert (again.mime, again.attempts) == (lost.mime, 2)
    assert again.claim != lost.claim
    assert office.row(office.letter()).unsure == 1


def test_sad_news_whose_worker_was_lost_while_handing_it_over_is_held(left: Office) -> None:
    farewell = sad_news(left)
    in_data(left, farewell)

    assert Claims(left.database).claim(farewell, NOW) is LetterState.HELD
    assert left.state(farewell) is LetterState.HELD
    assert "worker was lost" in str(left.row(farewell).reply)


def test_a_letter_of_unknown_fate_waits_to_go_again(office: Office) -> None:
    state = Claims(office.database).unsure(in_data(office, office.letter()), "the line broke")

    assert state is LetterState.DEFERRED
    assert (office.row(office.letter()).unsure, office.row(office.letter()).reply) == (1, "the line broke")


def test_sad_news_of_unknown_fate_is_held(left: Office) -> None:
    farewell = sad_news(left)

    assert Claims(left.database).unsure(in_data(left, farewell), "the line broke") is LetterState.HELD
    assert Claims(left.database).claim(farewell, NOW) is LetterState.HELD


@pytest.mark.parametrize("lost", [False, True])
def test_when_nobody_knew_three_times_a_human_decides_whatever_the_letter(office: Office, lost: bool) -> None:
    steps, states = Claims(office.database), []
    for _ in range(3):
        claimed = in_data(office, office.letter())
        again = steps.claim(claimed.letter, NOW) if lost else steps.unsure(claimed, "the line broke")
        states.append(again)

    assert states == [LetterState.DEFERRED, LetterState.DEFERRED, LetterState.HELD]
    assert steps.claim(office.letter(), NOW) is LetterState.HELD


def test_a_letter_that_is_sent_again_may_be_of_unknown_fate_again(left: Office) -> None:
    steps = Claims(left.database)
    introduction = left.letter(LetterName.INTRODUCTION)
    left.resend(introduction)
    for _ in range(3):
        steps.unsure(in_data(left, introduction), "the line broke")

    left.resend(introduction)

    assert steps.unsure(in_data(left, introduction), "the line broke") is LetterState.DEFERRED


def test_a_letter_that_somebody_asks_for_is_sent_though_the_pairing_has_ended(left: Office) -> None:
    left.resend(left.letter(LetterName.INTRODUCTION))

    assert claim(left, left.letter(LetterName.INTRODUCTION))


def test_a_letter_that_somebody_asks_for_is_sent_though_it_is_out_of_date(database: Database) -> None:
    office, afterwards = Office(database, with_a_session()), utc(2027, 7, 21)
    invitation = office.letter(LetterName.SESSION_BOOKED)
    Claims(database).claim(invitation, afterwards)

    office.resend(invitation)

    assert claim(office, invitation, afterwards)


def test_a_letter_may_be_sent_again(office: Office) -> None:
    Claims(office.database).sent(in_data(office, office.letter()), "250", NOW)

    office.resend(office.letter())

    assert office.letter() in office.waiting()
    assert claim(office, office.letter())


def test_a_held_letter_may_be_sent_again(left: Office) -> None:
    farewell = sad_news(left)
    Claims(left.database).unsure(in_data(left, farewell), "the line broke")

    left.resend(farewell)

    assert claim(left, farewell)


def test_a_letter_that_is_sent_again_has_three_days_again(office: Office) -> None:
    steps, later = Claims(office.database), NOW + timedelta(days=4)
    steps.refused(claim(office, office.letter()), "550")

    office.resend(office.letter())

    assert steps.deferred(claim(office, office.letter(), later), "451", later) is LetterState.DEFERRED


@pytest.mark.parametrize("on_its_way", [claim, in_data])
def test_a_letter_that_is_being_delivered_is_not_sent_again(
    office: Office, on_its_way: Callable[[Office, str], Claimed]
) -> None:
    claimed = on_its_way(office, office.letter())

    with pytest.raises(Refused, match=f"Letter {claimed.letter[:8]} is being delivered now"):
        office.resend(office.letter())
