"""A date of a running cohort's programme changes, and nothing else does."""

from datetime import date
from functools import cache
from typing import Any

import pytest

from domain.errors import BadInput, Refused
from domain.programme.dates import Place, Slot, closed, extended, held_once_more, moved, read_slot
from domain.programme.programme import Programme
from domain.programme.timetable import rules_of, starting
from importing.programme_file import read_programme
from tests.every import every
from tests.living import PROGRAMMES, bristol, utc

pytestmark = pytest.mark.unit

NOW = utc(2027, 5, 28)


@cache
def south_west() -> Programme:
    """Awareness on 3 and 8 June and 6 July; applications close on 11 June, introductions on 21 June."""
    return starting(read_programme(PROGRAMMES / "south-west-2022.toml"), date(2027, 6, 3))


def at(text: str) -> Slot:
    return read_slot(text)


def dates(programme: Programme, gathering: str) -> list[tuple[str | None, str, str | None]]:
    """Key, day and place of each sitting, in order."""
    return [(s.key, f"{s.on:%-d %b} {s.hours}", s.where) for s in programme.gathering(gathering).sittings]


def starts(programme: Programme, gathering: str) -> list[tuple[str, str]]:
    sittings = rules_of(programme).gathering(gathering).sittings
    return [(s.key, f"{s.starts:%-d %b %H:%M}") for s in sittings]


def test_a_slot_is_read_as_people_write_it() -> None:
    assert at("2027-06-30 09:30-11:30") == Slot(on=date(2027, 6, 30), hours="09:30-11:30")


@every(
    ("text", "sentence"),
    [
        ("30 June", "is not a day with hours; write it as '2027-06-30 09:30-11:30'"),
        ("2027-06-31 09:30-11:30", "the calendar has no such day"),
        ("2027-06-30 09:30", "is not a day with hours"),
        ("2027-06-30 09:30-25:30", "is not a day with hours"),
        ("2027-06-30 11:30-09:30", "ends before it begins"),
        ("2027-06-30 11:30-11:30", "ends before it begins"),
        ("0001-06-30 09:30-11:30", "is not a date of a programme"),
    ],
)
def test_what_is_no_slot_is_refused_with_how_to_write_it(text: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_slot(text)


def test_the_only_sitting_of_a_gathering_moves_without_being_named() -> None:
    changed = moved(bristol(), "induction", at("2027-07-01 10:00-12:00"), NOW)

    assert changed.sitting == "1"
    assert starts(changed.programme, "induction") == [("1", "1 Jul 09:00")]


def test_nothing_but_the_sitting_that_moves_is_changed() -> None:
    there = moved(bristol(), "induction", at("2027-07-01 10:00-12:00"), NOW).programme
    back = moved(there, "induction", at("2027-06-30 09:30-11:30"), NOW).programme

    assert rules_of(back) == rules_of(bristol())
    assert there.replace(gatherings=()) == bristol().replace(gatherings=())


def test_sittings_keep_their_keys_in_another_order() -> None:
    changed = moved(south_west(), "awareness", at("2027-06-09 11:00-12:00"), NOW, sitting="1")

    assert dates(changed.programme, "awareness") == [
        ("2", "8 Jun 14:00-15:00", "Online"),
        ("1", "9 Jun 11:00-12:00", "Online"),
        ("3", "6 Jul 10:00-12:00", "Online"),
    ]


def test_a_sitting_is_named_by_its_day_too() -> None:
    changed = moved(south_west(), "awareness", at("2027-06-09 11:00-12:00"), NOW, on=date(2027, 6, 8))

    assert changed.sitting == "2"


def test_a_place_stays_unless_another_is_given() -> None:
    slot = at("2027-07-07 14:00-16:00")

    kept = moved(south_west(), "induction", slot, NOW).programme
    other = moved(south_west(), "induction", slot, NOW, place=Place("Hall 1")).programme

    assert dates(kept, "induction") == [("1", "7 Jul 14:00-16:00", "Online")]
    assert dates(other, "induction") == [("1", "7 Jul 14:00-16:00", "Hall 1")]


def test_moving_twice_moves_once_also_by_the_day_it_had() -> None:
    slot = at("2027-06-09 11:00-12:00")
    first = moved(south_west(), "awareness", slot, NOW, on=date(2027, 6, 3))

    again = moved(first.programme, "awareness", slot, NOW, on=date(2027, 6, 3))

    assert again == first


def test_what_has_been_moved_may_be_repeated_when_it_is_over() -> None:
    slot = at("2027-07-01 10:00-12:00")
    first = moved(bristol(), "induction", slot, NOW)

    assert moved(first.programme, "induction", slot, utc(2027, 8, 1)) == first


def test_a_date_without_hours_gets_them_by_moving() -> None:
    changed = moved(bristol(), "information", at("2027-05-29 12:00-13:00"), NOW)

    assert dates(changed.programme, "information") == [("1", "29 May 12:00-13:00", None)]


@every(
    ("gathering", "slot", "named", "sentence"),
    [
        ("nonsense", "2027-07-01 10:00-12:00", {}, "no gathering 'nonsense'; it has: awareness, induction"),
        ("induction", "2027-07-07 10:00-12:00", {"sitting": "2"}, r"no sitting '2'; it has: 1 \(Tue 6 Jul"),
        ("induction", "2027-07-07 10:00-12:00", {"on": date(2027, 1, 1)}, "no sitting on Fri 1 Jan 2027"),
        ("awareness", "2027-06-09 10:00-12:00", {}, r"several sittings; name one with --sitting: 1 \(Thu"),
        ("induction", "2027-05-20 10:00-12:00", {}, "can only move to a time to come; Thu 20 May 2027 10:00"),
    ],
)
def test_what_cannot_be_moved_is_refused(
    gathering: str, slot: str, named: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        moved(south_west(), gathering, at(slot), NOW, **named)


def test_what_the_calendar_does_not_allow_is_refused_with_its_sentence() -> None:
    with pytest.raises(BadInput, match="is before the induction"):
        moved(bristol(), "induction", at("2027-07-07 10:00-12:00"), NOW)
    with pytest.raises(BadInput, match="lies outside the time for sessions"):
        moved(bristol(), "review", at("2028-02-01 10:00-12:00"), NOW)


def test_an_hour_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(BadInput, match=r"Sun 26 Mar 2028 01:30 does not exist in Europe/London"):
        held_once_more(south_west(), "supervision", at("2028-03-26 01:30-03:00"), NOW)


@pytest.mark.parametrize("where", ["", "  ", "x" * 2001])
def test_a_place_is_a_text(where: str) -> None:
    with pytest.raises(BadInput, match="A place is written in 1 to 2000 characters"):
        moved(bristol(), "induction", at("2027-07-01 10:00-12:00"), NOW, place=Place(where))


def test_a_sitting_more_gets_the_next_number_and_stands_in_the_order_of_the_dates() -> None:
    changed = held_once_more(
        south_west(), "awareness", at("2027-06-10 09:00-10:00"), NOW, place=Place("Hall 1")
    )

    assert changed.sitting == "4"
    assert [(key, day) for key, day, _ in dates(changed.programme, "awareness")] == [
        ("1", "3 Jun 11:00-12:00"),
        ("2", "8 Jun 14:00-15:00"),
        ("4", "10 Jun 09:00-10:00"),
        ("3", "6 Jul 10:00-12:00"),
    ]


def test_a_sitting_added_twice_is_added_once() -> None:
    slot = at("2027-06-10 09:00-10:00")
    first = held_once_more(south_west(), "awareness", slot, NOW, place=Place("Hall 1"))

    assert held_once_more(first.programme, "awareness", slot, NOW, place=Place("Hall 1")) == first
    assert held_once_more(first.programme, "awareness", slot, NOW) == first


def test_another_place_at_the_same_time_is_not_another_sitting() -> None:
    with pytest.raises(Refused, match=r"held then already \(sitting 1, Online\); to change its place"):
        held_once_more(south_west(), "awareness", at("2027-06-03 11:00-12:00"), NOW, place=Place("Hall 1"))


def test_a_sitting_cannot_be_added_in_the_past_or_after_the_end() -> None:
    with pytest.raises(Refused, match="can only be held at a time to come"):
        held_once_more(bristol(), "induction", at("2027-05-20 10:00-12:00"), NOW)
    with pytest.raises(BadInput, match=r"is after sessions\.closes"):
        held_once_more(bristol(), "induction", at("2028-02-01 10:00-12:00"), NOW)


def test_the_last_day_for_applications_moves() -> None:
    changed = extended(bristol(), date(2027, 6, 10), NOW)

    assert changed.applications
    assert changed.applications.closes == date(2027, 6, 10)
    assert extended(changed, date(2027, 6, 10), utc(2027, 8, 1)) == changed


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2027, 5, 27), "Applications can only close on a day to come; Thu 27 May 2027 is over"),
        (date(2027, 6, 15), "Pairs are introduced on Mon 14 Jun 2027; applications must close by then"),
    ],
)
def test_applications_close_on_a_day_to_come_and_before_the_introductions(day: date, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        extended(bristol(), day, NOW)


def test_applications_do_not_close_before_they_open() -> None:
    applications = bristol().applications
    assert applications
    programme = bristol().replace(applications=applications.replace(opens=date(2027, 6, 3)))

    with pytest.raises(Refused, match="Applications open on Thu 3 Jun 2027; they cannot close before"):
        extended(programme, date(2027, 6, 2), NOW)


def test_what_has_no_last_day_cannot_be_extended() -> None:
    with pytest.raises(Refused, match="This programme has no last day for applications"):
        extended(bristol().replace(applications=None), date(2027, 6, 10), NOW)


def test_closing_early_makes_today_the_last_day() -> None:
    applications = closed(bristol(), date(2027, 6, 1)).applications

    assert applications
    assert applications.closes == date(2027, 6, 1)


def test_closing_when_it_is_over_or_never_was_changes_nothing() -> None:
    without = bristol().replace(applications=None)

    assert closed(bristol(), date(2027, 6, 30)) == bristol()
    assert closed(without, date(2027, 6, 1)) == without
