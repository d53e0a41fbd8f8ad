"""The five programmes that come with Tandem: what holds for each, and what a coordinator is shown of it."""

from datetime import date, timedelta

import pytest

from cli.programmes.views import calendar_of
from domain.enums import Role
from domain.programme.checks import check
from domain.programme.programme import Programme
from domain.programme.timetable import first_day, rules_of, starting
from tests.every import every
from tests.programmes.shipped import FOLDER, KEYS, each_programme, programme, shown

pytestmark = pytest.mark.unit


NEXT_YEARS = [date(2027, 1, 1) + timedelta(days=53 * step) for step in range(6)]


def test_these_are_all_the_programmes_there_are() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == list(KEYS)


@each_programme
def test_each_reads_and_nothing_is_wrong_with_it(key: str) -> None:
    assert programme(key).key == key
    assert list(check(programme(key))) == []


@each_programme
def test_each_survives_being_stored(key: str) -> None:
    stored = programme(key).model_dump_json(by_alias=True)
    assert Programme.model_validate_json(stored) == programme(key)


@each_programme
def test_each_lives_by_the_clock_in_london_and_says_who_helps(key: str) -> None:
    assert programme(key).timezone == "Europe/London"
    assert programme(key).wellbeing


@each_programme
def test_each_says_what_it_is_for_what_it_is_like_and_what_a_pair_agrees_to(key: str) -> None:
    found = programme(key)

    assert found.objectives
    assert found.expectations
    assert found.agreement
    assert all(getattr(found.explanations, arrangement) for arrangement in found.arrangements)


@each_programme
def test_nobody_meets_somebody_of_their_own_reporting_line(key: str) -> None:
    assert programme(key).matching.reporting_line


@each_programme
def test_each_says_which_of_its_lines_are_tandems_own(key: str) -> None:
    assert "# Tandem's default" in (FOLDER / f"{key}.toml").read_text("utf-8")


@each_programme
@every("day", NEXT_YEARS)
def test_each_can_be_run_again(key: str, day: date) -> None:
    moved = starting(programme(key), day)

    assert timedelta(0) <= first_day(moved) - day < timedelta(days=7)
    rules = rules_of(moved)
    assert rules.introductions < rules.sessions.opens < rules.sessions.closes


def test_whoever_applies_is_told_how_and_the_executive_committee_volunteers() -> None:
    for key in KEYS:
        applications = programme(key).applications
        assert (applications is None) == (key == "exco-2020")
        assert applications is None or applications.how


@each_programme
def test_what_a_programme_needs_is_what_its_own_rules_go_by(key: str) -> None:
    applications, matching = programme(key).applications, programme(key).matching
    needs = set(applications.needs) if applications else set()

    assert not applications or set(matching.apart) <= needs
    for role in Role:
        wanted = programme(key).role(role)
        assert not wanted.minimum_grade or "grade" in needs
        assert not wanted.manager_support or "manager_email" in needs


@each_programme
def test_no_words_are_put_into_the_mouth_of_anybody_real(key: str) -> None:
    assert [sponsor.quote for sponsor in programme(key).sponsors if sponsor.quote] == []


@each_programme
def test_whatever_a_programme_says_is_shown(key: str) -> None:
    found, everything = programme(key), "\n".join(shown(key).values())

    texts = [*found.competencies, *found.grades, *(o.text for o in found.objectives)]
    texts += [p.text for p in found.prerequisites] + [r.title for r in found.resources]
    texts += [*(found.evaluation.questions if found.evaluation else ())]
    texts += [*(found.report.sections if found.report else ())]
    texts += [*found.expectations, *(found.roles.mentor.benefits + found.roles.mentee.benefits)]
    texts += [meaning for meaning in (found.explanations.reverse, found.explanations.reciprocal) if meaning]
    texts += [*(found.agreement.ground_rules if found.agreement else ())]
    texts += [asked.answer for asked in found.faq] + [sponsor.name for sponsor in found.sponsors]
    texts += [found.why or "", found.funder.sentence if found.funder else ""]
    texts += [found.predecessor.text if found.predecessor else ""]
    texts += [text for text in (found.stories, found.wellbeing and found.wellbeing.text) if text]
    for text in texts:
        assert text in everything


def test_what_a_programme_does_not_say_has_no_heading() -> None:
    assert not {"Applying", "What must come first", "What people ask"} & shown("exco-2020").keys()


def test_the_rules_of_the_south_west_are_shown_in_words() -> None:
    applying = shown("south-west-2022")["Applying"]

    assert "Must be filled in: manager email, goals." in applying
    assert "What comes after the closing date is kept for the next cohort." in applying
    assert "A line manager's silence for 15 days leaves it to the coordinator." in applying
    assert shown("south-west-2022")["Who takes part"].count("the line manager must support it") == 2


def test_the_rules_of_city_are_shown_in_words() -> None:
    assert shown("city-2021")["Who takes part"].count("Grade 8 at the least") == 2
    assert shown("city-2021")["Who may meet whom"] == (
        "Partners differ in department.\nNobody meets somebody of their own reporting line."
    )


def test_who_enters_in_bucks_and_by_what_is_shown() -> None:
    (leaders,) = [line for line in shown("bucks")["Who takes part"].split("\n") if "leadership" in line]

    assert leaders.endswith("Enters by invitation only until 24 Feb 2023; needs workshop and experience.")
    assert "met by attending workshop" in shown("bucks")["What must come first"]


def test_the_calendar_of_city_ends_with_the_report_and_what_comes_next() -> None:
    assert [what for _, what in calendar_of(programme("city-2021"))][-3:] == [
        "the report is due",
        "The executive committee reads the report",
        "next steps are announced",
    ]


def test_the_calendar_says_when_applications_open_if_the_programme_does() -> None:
    bristol = programme("bristol-2021")
    assert bristol.applications
    opening = bristol.replace(applications=bristol.applications.replace(opens=date(2021, 5, 3)))

    assert next(calendar_of(opening)) == ("Mon 3 May 2021", "applications open")
    assert "applications open" not in [what for _, what in calendar_of(bristol)]
