"""What meets at one moment, or comes late: nothing is wedged, nobody is written to twice or untruly."""

from datetime import timedelta

import pytest

from domain.application.events import Arrive, Close, Confirm, Freed, Placed, TakeUp
from domain.enums import ApplicationEndReason, ApplicationStage, Correspondent
from domain.letter.letter import LetterName
from domain.pairing.events import Reschedule
from tests.applying import (
    FEBRUARY_1,
    JUNE_1,
    MAY_19,
    Applying,
    applied,
    at,
    bristol,
    bucks,
    invited,
    offered,
    south_west,
)
from tests.living import utc

pytestmark = pytest.mark.unit


def test_a_last_condition_met_at_the_moment_the_cohort_ends_is_met() -> None:
    entity = at(ApplicationStage.CHECKING)

    entity.update(Confirm(condition="manager"), Close())

    assert (entity.stage, entity.entity.reason) == (ApplicationStage.CARRIED, ApplicationEndReason.NO_PARTNER)


def test_who_is_placed_before_anybody_has_looked_at_the_form_asks_to_be_looked_at_in_time_to_come() -> None:
    entity = applied(bristol(), MAY_19 + timedelta(days=1))
    entity.now = MAY_19
    entity.update(Placed(pairing="p-01"))

    entity.until(MAY_19 + timedelta(days=3))

    assert entity.stage is ApplicationStage.PAIRED


def test_after_an_outage_the_line_manager_is_reminded_once() -> None:
    entity = applied(south_west(), JUNE_1)

    entity.outage(JUNE_1 + timedelta(days=13))

    assert entity.written(Correspondent.MANAGER).count(LetterName.MANAGER_CHASER) == 1


def test_a_form_brought_in_late_is_not_chased_on_the_same_day() -> None:
    entity = Applying(bristol(), MAY_19 + timedelta(days=8), received=MAY_19, missing=("goals",))

    assert entity.written() == [LetterName.APPLICATION_RECEIVED]


def test_a_moved_date_is_announced_to_who_has_not_signed_up() -> None:
    entity = applied(bucks(), FEBRUARY_1)
    entity.until(FEBRUARY_1 + timedelta(days=2))
    assert entity.count(LetterName.GATHERING_ANNOUNCED) == 1

    starts = utc(2027, 2, 12, 10)
    entity.update(
        Reschedule(gathering="workshop", sitting="1", starts=starts, ends=starts + timedelta(hours=2))
    )

    assert entity.count(LetterName.GATHERING_ANNOUNCED) == 2


def test_a_yes_that_is_written_down_some_days_after_closing_came_in_time() -> None:
    after = utc(2027, 6, 9)
    taken, came = offered(bristol(), MAY_19), invited(bristol(), MAY_19)
    for entity in (taken, came):
        entity.until(after)

    taken.update(TakeUp())
    came.update(Arrive(received=after))

    assert taken.stage is came.stage is ApplicationStage.IN_ORDER


def test_who_lost_a_partner_without_a_letter_about_it_is_told_of_the_reserve_list() -> None:
    entity = at(ApplicationStage.PAIRED)

    entity.update(Freed(pairing="p-01", how="free", told=False))

    assert entity.written()[-1] is LetterName.RESERVE_LIST


def test_who_left_before_being_introduced_is_told_that_they_have_withdrawn() -> None:
    entity = at(ApplicationStage.PAIRED)

    entity.update(Freed(pairing="p-01", how="left", told=False))

    assert entity.written()[-1] is LetterName.APPLICATION_WITHDRAWN


def test_who_had_a_partner_is_carried_over_for_no_reason_of_theirs() -> None:
    entity = at(ApplicationStage.PAIRED)
    entity.update(Freed(pairing="p-01", how="free"))

    entity.update(Close())

    assert (entity.stage, entity.entity.reason) == (ApplicationStage.CARRIED, None)
