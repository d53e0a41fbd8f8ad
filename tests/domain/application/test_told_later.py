"""What an applicant, or a line manager, did on an earlier day than it is told on counts from its own day."""

from datetime import date

import pytest

from domain.application.events import Come, Confirm, Decline, TakeUp, WithdrawApplication
from domain.application.rules import MANAGER
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationStage, Role
from tests.applying import FEBRUARY_1, JUNE_1, Applying, applied, bristol, bucks, offered, south_west
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit


def checked() -> Applying:
    """Waits for the line manager since 1 June."""
    entity = applied(south_west(), JUNE_1)
    entity.until(utc(2027, 6, 10))
    return entity


def test_a_line_managers_yes_is_of_its_day() -> None:
    entity = checked()
    entity.update(Confirm(condition=MANAGER, happened_on=date(2027, 6, 4)))
    told = next(o for o in entity.outcomes if o.kind is OutcomeKind.CONFIRMED)
    assert (told.at, told.happened_on) == (utc(2027, 6, 10), date(2027, 6, 4))
    assert entity.stage is ApplicationStage.IN_ORDER


@every(
    ("event", "stage"),
    [
        (WithdrawApplication(happened_on=date(2027, 6, 4)), ApplicationStage.WITHDRAWN),
        (Decline(happened_on=date(2027, 6, 4)), ApplicationStage.DECLINED),
    ],
)
def test_who_left_earlier_is_out_of_the_running_since_it_is_told(
    event: WithdrawApplication | Decline, stage: ApplicationStage
) -> None:
    entity = checked()
    entity.update(event)
    assert (entity.stage, entity.entity.since) == (stage, utc(2027, 6, 10))
    assert entity.outcomes[-1].happened_on == date(2027, 6, 4)


def test_a_place_that_was_taken_up_in_time_and_typed_late_is_not_late() -> None:
    entity = offered(bristol(), utc(2027, 5, 20))
    entity.until(utc(2027, 6, 7, 12))
    entity.update(TakeUp(happened_on=date(2027, 6, 3)))
    assert entity.entity.received == utc(2027, 6, 3, 8)


def test_who_came_to_a_workshop_is_told_of_by_its_day() -> None:
    entity = applied(bucks(), FEBRUARY_1, role=Role.MENTEE, invited=True)
    entity.until(utc(2027, 2, 20))
    assert "begins on" in entity.refusal(Come(gathering="workshop", happened_on=date(2027, 2, 8)))
    entity.update(Come(gathering="workshop", happened_on=date(2027, 2, 9)))
    assert entity.entity.came_to == {"workshop"}


def test_nothing_happens_tomorrow_or_before_anybody_applied() -> None:
    entity = checked()
    later = Confirm(condition=MANAGER, happened_on=date(2027, 6, 11))
    early = Confirm(condition=MANAGER, happened_on=date(2027, 5, 31))
    assert "Fri 11 Jun 2027 is still to come" in entity.refusal(later)
    assert "nothing can have happened before Tue 1 Jun 2027" in entity.refusal(early)
