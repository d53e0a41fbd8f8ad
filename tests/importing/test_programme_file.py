"""What is wrong with a programme file is said with the file, the key and a mend."""

import re

import pytest

from domain.enums import Arrangement, GatheringKind
from domain.programme.patience_plan import PatiencePlan
from domain.programme.programme import Programme
from domain.programme.rules import Patience
from importing.programme_file import parse_programme, read_programme
from tests.every import every
from tests.importing.slips import INDUCTION, TEXT, problems_of, problems_when
from tests.living import BRISTOL

pytestmark = pytest.mark.unit


def test_bristols_file_is_read() -> None:
    programme = read_programme(BRISTOL)
    assert programme.key == "bristol-2021"
    assert programme.arrangements == (Arrangement.RECIPROCAL,)
    assert [g.kind for g in programme.gatherings] == [
        GatheringKind.AWARENESS,
        GatheringKind.INDUCTION,
        GatheringKind.TRAINING,
        GatheringKind.MIDWAY_REVIEW,
    ]


def test_a_programme_survives_being_stored() -> None:
    programme = read_programme(BRISTOL)
    assert Programme.model_validate_json(programme.model_dump_json(by_alias=True)) == programme


def test_every_sentence_begins_with_the_file() -> None:
    for problem in problems_of("x = 1"):
        assert problem.startswith("ours.toml: ")


def test_a_misspelt_key_is_answered_with_the_nearest() -> None:
    (problem,) = problems_when("[[resources]]", "[[resource]]")
    assert "resource: there is no such key; did you mean 'resources'?" in problem


def test_no_sentence_ends_twice() -> None:
    for text in (TEXT.replace("[[resources]]", "[[resource]]"), f"zzz = 1\n{TEXT}", ""):
        for problem in problems_of(text):
            assert re.search(r"[^.?][.?]$", problem)


def test_a_number_that_is_too_small_is_answered_with_the_least() -> None:
    assert problems_when("minimum = 4", "minimum = 0") == (
        "ours.toml: sessions.minimum: must be at least 1.",
    )


def test_a_text_that_is_empty_is_refused() -> None:
    problems = problems_when('organisation = "University of Bristol"', 'organisation = ""')
    assert problems == ("ours.toml: organisation: must not be empty.",)


def test_a_misspelt_key_inside_a_gathering_is_found_by_the_gatherings_own_key() -> None:
    (problem,) = problems_when('about = "Listening', 'abuot = "Listening')
    assert "gatherings.training.abuot" in problem
    assert "did you mean 'about'?" in problem


def test_a_misspelt_key_of_a_date_is_found_by_its_number() -> None:
    (problem,) = problems_when(INDUCTION, INDUCTION.replace("hours", "hour") + "\nrequired = false")
    assert "gatherings.induction.sittings.1.hour: " in problem
    assert "did you mean 'hours'?" in problem


def test_a_key_like_none_other_is_answered_with_those_there_are() -> None:
    (problem,) = problems_when("[introductions]", "[introductions]\nzzz = 1")
    assert "introductions.zzz: there is no such key; known here: on" in problem


def test_a_missing_key_is_to_be_added() -> None:
    problems = problems_when('organisation = "University of Bristol"\n', "")
    assert problems == ("ours.toml: organisation: is missing; add it.",)


def test_a_kind_of_gathering_that_is_not_known_is_answered_with_those_that_are() -> None:
    (problem,) = problems_when('kind = "induction"', 'kind = "inducton"')
    assert "gatherings.induction.kind: 'inducton' is not known" in problem
    assert "'induction'" in problem


def test_a_gathering_needs_a_date() -> None:
    (problem,) = problems_when(INDUCTION, "sittings = []")
    assert "gatherings.induction.sittings: a gathering needs at least one date" in problem


def test_a_gathering_that_pairs_are_invited_to_needs_hours() -> None:
    (problem,) = problems_when(INDUCTION, "sittings = [{ date = 2021-06-30 }]")
    assert "gatherings.induction: " in problem
    assert "needs its hours" in problem


@every("hours", ["11:30-09:30", "9:30-11:30", "09:30", "24:00-25:00", "09:30 - 11:30"])
def test_hours_that_are_none_are_refused_with_an_example(hours: str) -> None:
    (problem,) = problems_when("09:30-11:30", hours)
    assert "gatherings.induction.sittings.1.hours: write the hours as '09:30-11:30'" in problem


def test_an_hour_that_the_clocks_skip_is_refused() -> None:
    (problem,) = problems_when(INDUCTION, 'sittings = [{ date = 2021-03-28, hours = "01:30-02:30" }]')
    assert "gatherings.induction: Sun 28 Mar 2021 01:30 does not exist in Europe/London" in problem


def test_a_review_before_the_induction_cannot_be() -> None:
    problems = problems_when("2021-10-07", "2021-06-29")
    assert any("mid-way review on Tue 29 Jun 2021 is before the induction" in problem for problem in problems)


def test_a_training_before_the_induction_cannot_be() -> None:
    (problem,) = problems_when('2021-07-06, hours = "14:00', '2021-06-28, hours = "14:00')
    assert "gatherings.training: the training on Mon 28 Jun 2021 is before the induction" in problem


def test_a_second_induction_after_the_first_training_is_for_who_missed_it() -> None:
    later = INDUCTION.replace("}]", '}, { date = 2021-07-20, hours = "09:30-11:30" }]')
    assert parse_programme(TEXT.replace(INDUCTION, later), "ours.toml").gathering("induction").sittings


def test_a_review_outside_the_time_for_sessions_cannot_be() -> None:
    (problem,) = problems_when("2021-10-07", "2022-01-07")
    assert "gatherings.review: the review on Fri 7 Jan 2022 lies outside the time for sessions" in problem


@every(
    ("old", "new", "key"),
    [
        ("closes = 2022-01-06", "closes = 2021-07-06", "sessions.closes"),
        ("opens = 2021-07-06", "opens = 2021-06-01", "sessions.opens"),
        ("closes = 2022-02-04", "closes = 2022-01-10", "evaluation.closes"),
        ("opens = 2022-01-10", "opens = 2022-01-05", "evaluation.opens"),
        ("on = 2021-06-14", "on = 2021-06-01", "introductions.on"),
    ],
)
def test_dates_in_the_wrong_order_are_named(old: str, new: str, key: str) -> None:
    assert any(problem.startswith(f"ours.toml: {key}: ") for problem in problems_when(old, new))


def test_an_unknown_timezone_is_answered_with_an_example() -> None:
    (problem,) = problems_when("Europe/London", "Europe/Bristol")
    assert "timezone: 'Europe/Bristol' is not a timezone; write one such as 'Europe/London'" in problem


def test_a_key_used_twice_is_refused() -> None:
    (problem,) = problems_when('key = "training"', 'key = "induction"')
    assert "'induction' is used twice" in problem


def test_two_reviews_are_one_too_many() -> None:
    second = '\n[[gatherings]]\nkey = "again"\nkind = "midway_review"\ntitle = "Again"\n'
    second += 'sittings = [{ date = 2021-11-04, hours = "12:30-13:30" }]\n'
    (problem,) = problems_of(TEXT + second)
    assert "one mid-way review; make the others check_in" in problem


@every(
    ("patience", "sentence"),
    [
        ("nudge = 60", "nudge, second_nudge and gone_quiet must count up"),
        ("evaluation_chasers = [14, 7]", "evaluation_chasers must count up"),
        ("accept_coordinator = 12", "accept_coordinator must come after"),
        ("application_chasers = [12, 5]", "application_chasers must count up"),
        ("application_coordinator = 12", "application_coordinator must come after"),
        ("manager_chasers = [5, 5]", "manager_chasers must count up"),
        ("manager_answer = 10", "manager_answer must come after the last of manager_chasers"),
    ],
)
def test_patience_that_does_not_count_up_is_refused(patience: str, sentence: str) -> None:
    (problem,) = problems_of(f"{TEXT}\n[patience]\n{patience}\n")
    assert f"patience: {sentence}" in problem


def test_the_patience_of_a_file_that_says_nothing_is_the_products() -> None:
    assert PatiencePlan().model_dump() == Patience().model_dump()


# Its letters
def test_letters_are_reviewed_if_the_programme_says_so() -> None:
    assert not parse_programme(TEXT, "ours.toml").letters.review
    assert parse_programme(f"{TEXT}\n[letters]\nreview = true\n", "ours.toml").letters.review


def test_whether_letters_are_reviewed_is_yes_or_no() -> None:
    (problem,) = problems_of(f'{TEXT}\n[letters]\nreview = "true"\n')
    assert problem.startswith("ours.toml: letters.review: ")


# The report
WITHOUT_REPORT = TEXT[: TEXT.index("[report]")]


def reporting(due: str, next_steps: str) -> str:
    return f"\n[report]\ndue = {due}\nnext_steps = {next_steps}\n"


def test_a_report_is_due_on_the_day_the_evaluation_closes_or_later() -> None:
    (problem,) = problems_of(WITHOUT_REPORT + reporting("2022-02-03", "2022-02-03"))
    assert "report.due: Thu 3 Feb 2022 is too early; it must come after evaluation.closes." in problem
    assert parse_programme(WITHOUT_REPORT + reporting("2022-02-04", "2022-02-04"), "ours.toml").report


def test_without_an_evaluation_a_report_is_not_due_before_the_sessions_are_over() -> None:
    text = TEXT[: TEXT.index("[evaluation]")]
    (problem,) = problems_of(text + reporting("2022-01-05", "2022-01-05"))
    assert "report.due: Wed 5 Jan 2022 is too early; it must come after sessions.closes." in problem
    assert parse_programme(text + reporting("2022-01-06", "2022-01-06"), "ours.toml").report


def test_next_steps_are_not_announced_before_the_report() -> None:
    (problem,) = problems_of(WITHOUT_REPORT + reporting("2022-03-01", "2022-02-28"))
    assert "report.next_steps: Mon 28 Feb 2022 is too early; it must come after report.due." in problem


# The keys of sittings
TWO_SITTINGS = (
    'sittings = [{ key = "3", date = 2021-06-30, hours = "09:30-11:30" }, '
    '{ key = "%s", date = 2021-07-01, hours = "09:30-11:30" }]'
)


def test_a_sitting_is_known_by_its_own_key_and_else_by_its_number() -> None:
    sittings = (TWO_SITTINGS % "x").replace('key = "x", ', "")
    programme = parse_programme(TEXT.replace(INDUCTION, sittings), "ours.toml")
    assert programme.gathering("induction").sitting_keys == ("3", "2")


def test_a_sittings_key_is_its_own_within_the_gathering() -> None:
    (problem,) = problems_when(INDUCTION, TWO_SITTINGS % "3")
    assert "gatherings.induction.sittings: two of them have the same key (3, 3;" in problem


def test_a_sittings_number_is_nobody_elses_key() -> None:
    (problem,) = problems_when(
        INDUCTION, (TWO_SITTINGS % "x").replace('"3"', '"2"').replace('key = "x", ', "")
    )
    assert "two of them have the same key (2, 2; one without has its number)" in problem


@every("key", ["", "A", "1.2", "a-b"])
def test_a_sittings_key_is_of_digits_and_lower_case_letters(key: str) -> None:
    (problem,) = problems_when(INDUCTION, TWO_SITTINGS % key)
    assert "use lower-case letters and digits, such as '3'." in problem
