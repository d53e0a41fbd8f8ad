"""What a rehearsal finds: planted mistakes are found, each in plain words with its key and its mend."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from domain.enums import CONCERN_SENTENCES, Concern
from domain.errors import BadInput
from domain.programme.programme import Programme
from rehearsal.findings import of_dates, of_letters
from rehearsal.findings.all import OF_DATES, OF_POST, findings
from rehearsal.findings.days import bank_holiday, day_off, working_days_between
from rehearsal.record import Decision
from services.programmes import shipped_programmes
from tests.every import every
from tests.living import bristol
from tests.rehearsal.planted import letter, planted, record

pytestmark = pytest.mark.unit

_FOUND = [
    ("Applications close on the day of the introductions", "applications.closes"),
    ("is on Sun 13 Jun 2021, and partners only hear of each other", "gatherings.induction.sittings"),
    ("21 days for at least 4 sessions", "sessions.closes"),
    ("before most pairs can have met", "gatherings.review.sittings"),
    ("after the sessions began on Tue 6 Jul 2021", "gatherings.training.sittings"),
    ("on Sun 13 Jun 2021 is on a Sunday", "gatherings.induction.sittings"),
    ("is on a bank holiday (Late Summer Bank Holiday)", "gatherings.training.sittings"),
    ("The evaluation is sent on Mon 27 Dec 2021, which is a bank holiday", "evaluation.opens"),
    ("is at 18:30-20:30, outside usual working hours", "gatherings.induction.sittings"),
]


def _of_dates(programme: Programme) -> list[tuple[str, str]]:
    return [(finding.what, finding.where) for look in OF_DATES for finding in look(programme)]


@pytest.mark.parametrize(("what", "where"), _FOUND)
def test_each_planted_mistake_is_found_with_its_key(tmp_path: Path, what: str, where: str) -> None:
    found = _of_dates(planted(tmp_path))

    assert [key for sentence, key in found if what in sentence] == [where]


def test_nothing_else_is_found_in_the_planted_file(tmp_path: Path) -> None:
    assert len(_of_dates(planted(tmp_path))) == len(_FOUND)


def test_a_single_working_day_to_decide_is_too_few_and_three_are_enough(tmp_path: Path) -> None:
    short = planted(tmp_path, {"closes = 2021-06-07": "closes = 2021-06-10"})
    (finding,) = of_dates.no_time_to_decide(short)
    assert "there is 1 working day to look at the matches" in finding.what

    enough = planted(tmp_path, {"closes = 2021-06-07": "closes = 2021-06-08"})
    assert not list(of_dates.no_time_to_decide(enough))


@every("programme", shipped_programmes())
def test_the_programmes_that_ship_have_no_finding_in_their_own_dates(programme: Programme) -> None:
    assert _of_dates(programme) == []


def test_what_the_programmes_own_check_refuses_needs_no_finding(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"evaluation\.opens"):
        planted(tmp_path, {"opens = 2022-01-10": "opens = 2021-12-01"})


def test_two_letters_on_one_day_are_counted_with_an_example() -> None:
    twice = (letter("introduction", "2027-06-14 08:00"), letter("nudge", "2027-06-14 15:00"))
    alone = letter("introduction", "2027-06-14 08:00", "claire@staff.example")

    (finding,) = of_letters.two_on_one_day(record((*twice, alone)))

    assert finding.what == (
        "Once somebody had two letters or more on one day: “introduction” and “nudge” (once). "
        "For example a mentor on Mon 14 Jun 2027."
    )


def test_letters_on_two_days_or_to_the_coordinator_are_not_two_on_one_day() -> None:
    apart = (letter("introduction", "2027-06-14 08:00"), letter("nudge", "2027-06-15 08:00"))
    hers = tuple(letter(name, "2027-06-14 08:00", role="coordinator") for name in ("draft_ready", "nudge"))

    assert not list(of_letters.two_on_one_day(record((*apart, *hers))))


def test_a_day_is_that_of_the_programmes_timezone() -> None:
    late = letter("nudge", "2027-06-14 23:30")

    assert late.day == date(2027, 6, 15)


def test_a_letter_of_the_calendar_on_a_weekend_is_found_and_an_answer_is_not() -> None:
    called_for = letter("evaluation", "2027-06-12 09:00")
    answer = letter("session_booked", "2027-06-12 09:00", "claire@staff.example")

    (finding,) = of_letters.on_weekends(record((called_for, answer)))

    assert finding.what.startswith(
        "1 letter came due on a weekend, “evaluation” once: for example to a mentor"
    )
    assert finding.where == "evaluation.opens"


def test_what_people_missed_without_a_second_chance_is_found() -> None:
    missed = Decision(date(2027, 7, 2), CONCERN_SENTENCES[Concern.MISSED_GATHERING])

    (finding,) = of_letters.no_second_chance(replace(record(()), decisions=(missed, missed)))

    assert finding.what.startswith("Twice somebody missed a required event that is held once only")
    assert finding.where == "gatherings.*.sittings"


def test_what_answers_somebody_may_come_beside_another() -> None:
    due, answer = letter("introduction", "2027-06-14 09:00"), letter("both_accepted", "2027-06-14 09:00")

    assert list(of_letters.two_on_one_day(record((due, answer)))) == []


def test_a_letter_on_a_bank_holiday_is_found() -> None:
    (finding,) = of_letters.on_bank_holidays(record((letter("nudge", "2027-05-31 09:00"),)))

    assert "a bank holiday" in finding.what


def test_a_week_with_sixteen_decisions_is_too_busy_and_one_with_fifteen_is_not() -> None:
    monday = Decision(date(2027, 6, 14), "the matches are approved")
    sunday = Decision(date(2027, 6, 20), "nobody has recorded who attended")

    assert not list(of_letters.busy_weeks(record(decisions=(monday,) * 15)))
    (finding,) = of_letters.busy_weeks(record(decisions=(*(monday,) * 15, sunday)))
    assert "In the week of Mon 14 Jun 2027 16 things wait" in finding.what


def test_what_is_wrong_with_the_dates_comes_before_what_the_post_shows(tmp_path: Path) -> None:
    found = findings(record((letter("evaluation", "2027-06-12 09:00"),), programme=planted(tmp_path)))

    assert found[0].where == "applications.closes"
    assert found[-1].where == "evaluation.opens"
    assert all(finding.mend.endswith(".") for finding in found)


def test_every_finding_there_is_stands_in_a_table() -> None:
    known = {look.__name__ for look in (*OF_DATES, *OF_POST)}
    written = {
        name
        for module in (of_dates, of_letters)
        for name, thing in vars(module).items()
        if getattr(thing, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    assert written == known


def test_a_calm_rehearsal_of_a_good_programme_finds_nothing() -> None:
    assert findings(record((letter("introduction", "2027-06-14 08:00"),), programme=bristol())) == []


def test_bank_holidays_are_those_of_england() -> None:
    assert bank_holiday(date(2027, 5, 31)) == "Spring Bank Holiday"
    assert bank_holiday(date(2027, 11, 30)) is None  # Saint Andrew's day is Scotland's
    assert day_off(date(2027, 12, 27)) == "a bank holiday (Christmas Day (observed))"
    assert working_days_between(date(2027, 5, 28), date(2027, 6, 2)) == 1
