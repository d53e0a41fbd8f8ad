"""Hours in slots are dates of their own, one after the other, and are told as one."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from domain.enums import GatheringKind
from domain.programme.gathering_plan import GatheringPlan, SittingDate, in_blocks
from tests.every import every

pytestmark = pytest.mark.unit

DAY = date(2028, 1, 18)


def interview(one_to_one: bool = True, **sitting: Any) -> GatheringPlan:
    whole = SittingDate.model_validate({"date": DAY, "hours": "10:00-12:00", "slots": 30} | sitting)
    return GatheringPlan(
        key="interview",
        kind=GatheringKind.INTERVIEW,
        title="Interview",
        one_to_one=one_to_one,
        sittings=(whole,),
    )


def test_two_hours_in_slots_of_thirty_minutes_are_four_dates() -> None:
    plan = interview()

    hours = [sitting.hours for sitting in plan.sittings]
    assert hours == ["10:00-10:30", "10:30-11:00", "11:00-11:30", "11:30-12:00"]
    assert plan.sitting_keys == ("1", "2", "3", "4")


def test_a_rest_that_is_too_short_for_a_slot_is_none() -> None:
    assert [sitting.hours for sitting in interview(slots=50).sittings] == ["10:00-10:50", "10:50-11:40"]


def test_dates_in_slots_keep_the_key_that_they_have_and_survive_being_stored() -> None:
    plan = interview(key="a")

    assert plan.sitting_keys == ("a1", "a2", "a3", "a4")
    assert GatheringPlan.model_validate_json(plan.model_dump_json(by_alias=True)) == plan


def test_what_follows_without_a_gap_is_told_as_one() -> None:
    plan = interview()

    ((block, count),) = in_blocks(plan.sittings)
    assert (block.hours, count) == ("10:00-12:00", 4)
    assert len(in_blocks([plan.sittings[0], plan.sittings[2]])) == 2


@every(
    ("wrong", "says"),
    [
        ({"one_to_one": False}, "slots are for a gathering to which each comes alone"),
        ({"hours": None}, "slots need the hours that they are in"),
        ({"slots": 180}, "no slot of 180 minutes is in the hours 10:00-12:00"),
        ({"slots": 5}, "greater than or equal to 10"),
    ],
)
def test_slots_that_cannot_be_are_refused(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        interview(**wrong)
