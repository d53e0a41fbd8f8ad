"""A gathering of a running cohort is cancelled: what is left of it, and who goes on without it."""

from datetime import datetime

import pytest

from domain.application.rules import application_rules
from domain.enums import Role
from domain.errors import Refused
from domain.programme.cancelling import cancelled
from domain.programme.checks import check
from domain.programme.dates import Place, held_once_more, read_slot
from domain.programme.programme import Programme
from domain.programme.timetable import rules_of
from tests.factories import programme
from tests.living import bristol, utc

pytestmark = pytest.mark.unit

NOW = utc(2027, 6, 1)
LATER = read_slot("2027-07-01 10:00-12:00")


def kept(changed: Programme, gathering: str) -> tuple[list[str | None], list[str | None], bool]:
    """The keys of the dates that are left, and that were cancelled; whether everybody goes on without it."""
    plan = changed.gathering(gathering)
    return [s.key for s in plan.sittings], [s.key for s in plan.cancelled], plan.opened


def test_the_whole_of_a_gathering_goes_and_nobody_waits_for_it() -> None:
    done = cancelled(bristol(), "induction", NOW, opens=True)
    rules = rules_of(done.programme)
    assert kept(done.programme, "induction") == ([], ["1"], True)
    assert [g.key for g in rules.gatherings if g.is_required] == ["training", "review"]
    assert list(check(done.programme)) == []


def test_another_date_takes_its_place_with_a_key_of_its_own() -> None:
    done = cancelled(bristol(), "induction", NOW, instead=LATER, place=Place(link="https://uni.example/join"))
    assert kept(done.programme, "induction") == (["2"], ["1"], False)
    assert (done.instead, str(done.programme.gathering("induction").sittings[0].link)) == (
        "2",
        "https://uni.example/join",
    )


def test_it_is_cancelled_once_however_often_that_is_said() -> None:
    opened = cancelled(bristol(), "induction", NOW, opens=True)
    moved = cancelled(bristol(), "induction", NOW, instead=LATER)
    assert cancelled(opened.programme, "induction", NOW, opens=True) == opened
    assert cancelled(moved.programme, "induction", NOW, instead=LATER) == moved


def test_of_several_dates_one_goes_and_the_others_stay() -> None:
    done = cancelled(programme("south-west-2022"), "awareness", NOW, sitting="2")
    assert kept(done.programme, "awareness") == (["1", "3"], ["2"], False)


def test_what_has_been_held_stays_and_what_is_to_come_goes() -> None:
    done = cancelled(programme("south-west-2022"), "awareness", utc(2027, 6, 12), opens=True)
    assert kept(done.programme, "awareness") == (["1"], ["2", "3"], True)


def test_a_date_that_is_added_later_is_as_required_as_it_was_and_has_a_new_key() -> None:
    done = cancelled(bristol(), "induction", NOW, opens=True)
    added = held_once_more(done.programme, "induction", LATER, NOW)
    assert (added.sitting, kept(added.programme, "induction")) == ("2", (["2"], ["1"], False))


def test_a_prerequisite_that_one_meets_there_is_not_asked_for_any_more() -> None:
    bucks = programme("bucks")
    (asked,) = (p for p in bucks.prerequisites if p.gathering)
    role = next(role for role in Role if asked.key in bucks.role(role).prerequisites)
    done = cancelled(bucks, str(asked.gathering), utc(2027, 2, 1), opens=True)
    assert asked.key in {c.key for c in application_rules(bucks, role).prerequisites}
    assert asked.key not in {c.key for c in application_rules(done.programme, role).prerequisites}


@pytest.mark.parametrize(
    ("how", "now", "sentence"),
    [
        ({}, NOW, "induction is required, and no date of it would be to come: say whether everybody goes on"),
        ({"sitting": "7"}, NOW, "induction has no sitting '7'"),
        ({"opens": True}, utc(2027, 8, 1), "induction has no date to come; name one that did not take place"),
        ({"instead": read_slot("2027-05-01 10:00-12:00")}, NOW, "can only be held at a time to come"),
    ],
)
def test_what_cannot_be_cancelled_is_refused(how: dict[str, object], now: datetime, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        cancelled(bristol(), "induction", now, **how)  # type: ignore[arg-type]
