"""A programme's local dates become moments, and its calendar can be run again in another year."""

from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from domain.errors import BadInput
from domain.programme.programme import Programme
from domain.programme.timetable import check_not_over, first_day, rules_of, starting
from importing.programme_file import parse_programme, read_programme
from tests.every import every
from tests.living import BRISTOL, utc

pytestmark = pytest.mark.unit

LONDON = ZoneInfo("Europe/London")


@cache
def bristol_2021() -> Programme:
    return read_programme(BRISTOL)


@cache
def bristol_with_a_report() -> Programme:
    """Its applications open, and its mentees enter by invitation in a first phase."""
    text, _ = BRISTOL.read_text("utf-8").split("[report]")
    text = text.replace("[applications]\n", "[applications]\nopens = 2021-05-27\n")
    text = text.replace('"volunteering"', '"invitation"\ninvitation_until = 2021-06-04')
    report = "\n[report]\ndue = 2022-03-01\nnext_steps = 2022-07-04\n"
    return parse_programme(text + report, "reporting.toml")


def dates_of(programme: Programme) -> list[date]:
    sittings = [sitting.on for gathering in programme.gatherings for sitting in gathering.sittings]
    assert programme.applications
    assert programme.applications.opens
    assert programme.roles.mentee.invitation_until
    assert programme.evaluation
    assert programme.report
    assert programme.report.next_steps
    return [
        *sittings,
        programme.applications.opens,
        programme.applications.closes,
        programme.roles.mentee.invitation_until,
        programme.introductions.on,
        programme.sessions.opens,
        programme.sessions.closes,
        programme.evaluation.opens,
        programme.evaluation.closes,
        programme.report.due,
        programme.report.next_steps,
    ]


NEXT_YEARS = [date(2027, 1, 1) + timedelta(days=53 * step) for step in range(6)]


def test_the_first_day_is_the_information_session() -> None:
    assert first_day(bristol_2021()) == date(2021, 5, 27)


def test_neither_a_report_nor_a_first_phase_moves_the_first_day() -> None:
    assert first_day(bristol_with_a_report()) == first_day(bristol_2021())


@every("day", NEXT_YEARS)
def test_the_first_date_falls_on_the_day_or_within_the_week_after(day: date) -> None:
    assert timedelta(0) <= first_day(starting(bristol_2021(), day)) - day < timedelta(days=7)


@every("day", NEXT_YEARS)
def test_every_date_moves_by_the_same_whole_weeks(day: date) -> None:
    old, new = dates_of(bristol_with_a_report()), dates_of(starting(bristol_with_a_report(), day))
    (shift,) = {after - before for before, after in zip(old, new, strict=True)}
    assert shift.days % 7 == 0


@every("day", NEXT_YEARS)
def test_local_hours_stay_in_summer_and_in_winter(day: date) -> None:
    rules = rules_of(starting(bristol_2021(), day))
    induction = rules.gathering("induction").sittings[0]
    assert f"{induction.starts.astimezone(LONDON):%a %H:%M}" == "Wed 09:30"
    assert induction.ends - induction.starts == timedelta(hours=2)


def test_starting_on_its_own_first_day_changes_nothing() -> None:
    assert starting(bristol_2021(), date(2021, 5, 27)) == bristol_2021()


def test_nothing_but_dates_is_changed_by_moving() -> None:
    there = starting(bristol_with_a_report(), date(2027, 5, 27))
    assert starting(there, date(2021, 5, 27)) == bristol_with_a_report()


def test_a_calendar_can_also_be_moved_back() -> None:
    assert first_day(starting(bristol_2021(), date(2020, 5, 22))) == date(2020, 5, 28)


def test_an_hour_the_clocks_skip_on_the_new_date_is_refused() -> None:
    """A sitting in the night of Sunday 27 June is moved onto the night when the clocks go forward."""
    text = BRISTOL.read_text("utf-8").replace(
        '2021-06-30, hours = "09:30-11:30"', '2021-06-27, hours = "01:30-02:30"'
    )
    night = parse_programme(text, "night.toml")
    with pytest.raises(BadInput, match=r"gatherings\.induction: Sun 28 Mar 2027 01:30 does not exist"):
        starting(night, date(2027, 2, 25))


def test_days_begin_in_the_morning_and_end_at_midnight_local_time() -> None:
    rules = rules_of(starting(bristol_2021(), date(2027, 5, 27)))
    assert rules.introductions == utc(2027, 6, 14, 8)
    assert rules.sessions.opens == utc(2027, 7, 6, 8)
    assert rules.sessions.closes == utc(2028, 1, 6, 23, 59)


def test_a_day_that_ends_in_summer_ends_an_hour_earlier_in_utc() -> None:
    rules = rules_of(starting(bristol_2021(), date(2027, 1, 7)))
    assert rules.sessions.closes.astimezone(LONDON).hour == 23
    assert rules.sessions.closes.hour == 22


def test_sittings_are_numbered_in_the_order_of_their_dates() -> None:
    text = BRISTOL.read_text("utf-8").replace(
        '{ date = 2021-06-30, hours = "09:30-11:30" }',
        '{ date = 2021-07-02, hours = "09:30-11:30" }, { date = 2021-06-30, hours = "09:30-11:30" }',
    )
    sittings = rules_of(parse_programme(text, "two.toml")).gathering("induction").sittings
    assert [(s.key, s.starts) for s in sittings] == [
        ("1", utc(2021, 6, 30, 8, 30)),
        ("2", utc(2021, 7, 2, 8, 30)),
    ]


def test_a_calendar_whose_sessions_are_over_is_refused_with_a_way_on() -> None:
    with pytest.raises(BadInput, match=r"ended on 6 Jan 2022; give --starting DATE"):
        check_not_over(bristol_2021(), utc(2027, 1, 1))


def test_a_calendar_is_not_over_on_its_last_day() -> None:
    check_not_over(bristol_2021(), utc(2022, 1, 6, 23, 58))
    with pytest.raises(BadInput):
        check_not_over(bristol_2021(), utc(2022, 1, 6, 23, 59))
