"""The five programmes that come with Tandem: what their pages say holds, and a pair can live each."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

import pytest

from cli.programmes.views import calendar_of, sections
from domain.enums import BOTH, Arrangement, GatheringKind, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import Attend, LogSession
from domain.programme.checks import check
from domain.programme.gathering_plan import GatheringPlan
from domain.programme.programme import Programme
from domain.programme.rules import Rules
from domain.programme.timetable import first_day, rules_of, starting
from importing.programme_file import read_programme
from rehearsal.pair_personas import PairPersona, TimedEvent, timeline
from tests.every import every
from tests.living import Life

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).parents[2] / "programmes"
KEYS = ("bristol-2021", "bucks", "city-2021", "exco-2020", "south-west-2022")
NEXT_YEARS = [date(2027, 1, 1) + timedelta(days=53 * step) for step in range(6)]

each_programme = every("key", KEYS)


@cache
def programme(key: str) -> Programme:
    return read_programme(FOLDER / f"{key}.toml")


def rules_in_2027(key: str) -> Rules:
    return rules_of(starting(programme(key), date(2027, 1, 4)))


def of_kind(key: str, kind: GatheringKind) -> list[GatheringPlan]:
    return [gathering for gathering in programme(key).gatherings if gathering.kind is kind]


def dates(gathering: GatheringPlan) -> list[tuple[date, str | None]]:
    return [(sitting.on, sitting.hours) for sitting in gathering.sittings]


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


# What a coordinator is shown


def shown(key: str) -> dict[str, str]:
    return {heading: "\n".join(lines) for heading, lines in sections(programme(key)) if lines}


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


# Bristol


def test_bristol_keeps_its_dates() -> None:
    bristol = programme("bristol-2021")

    assert bristol.applications
    assert bristol.applications.closes == date(2021, 6, 7)
    assert {gathering.key: dates(gathering) for gathering in bristol.gatherings} == {
        "information": [(date(2021, 5, 27), None)],
        "induction": [(date(2021, 6, 30), "09:30-11:30")],
        "training": [(date(2021, 7, 6), "14:00-16:00")],
        "review": [(date(2021, 10, 7), "12:30-13:30")],
    }


def test_bristol_asks_for_four_sessions_of_an_hour_in_six_months() -> None:
    sessions = programme("bristol-2021").sessions

    assert (sessions.minimum, sessions.minutes) == (4, 60)
    assert (sessions.opens, sessions.closes) == (date(2021, 7, 6), date(2022, 1, 6))


def test_in_bristol_mentors_apply_and_senior_colleagues_volunteer() -> None:
    bristol = programme("bristol-2021")

    assert bristol.arrangements == (Arrangement.RECIPROCAL,)
    assert (bristol.roles.mentor.enters_by, bristol.roles.mentee.enters_by) == ("application", "volunteering")


def test_bristol_names_six_benefits_for_its_mentors_and_four_for_its_leaders() -> None:
    roles = programme("bristol-2021").roles

    assert (len(roles.mentor.benefits), len(roles.mentee.benefits)) == (6, 4)


def test_bristols_development_sessions_are_for_everyone_and_its_information_session_for_who_likes() -> None:
    bristol = programme("bristol-2021")

    for key in ("induction", "training"):
        assert bristol.gathering(key).required
        assert bristol.gathering(key).roles == BOTH
    assert not bristol.gathering("information").required
    assert bristol.gathering("information").recording


# City


@pytest.mark.parametrize("role", Role)
def test_at_city_both_are_of_grade_8_or_above(role: Role) -> None:
    city = programme("city-2021")

    grade = city.role(role).minimum_grade
    assert grade == "Grade 8"
    assert city.grades.index("Grade 7") < city.grades.index(grade) < city.grades.index("Grade 9")


def test_at_city_a_partner_is_never_from_ones_own_department() -> None:
    assert programme("city-2021").matching.apart == ("department",)
    assert programme("city-2021").arrangements == (Arrangement.RECIPROCAL,)


def test_city_tells_what_it_wants_for_leaders_for_mentors_and_for_the_scheme() -> None:
    assert [o.of for o in programme("city-2021").objectives] == ["Senior leaders", "Mentors", "The scheme"]


def test_city_follows_the_pilot_with_its_executive_committee() -> None:
    predecessor = programme("city-2021").predecessor

    assert predecessor
    assert predecessor.key == "exco-2020"


def test_at_city_a_discussion_that_is_led_by_who_knows_the_field_is_held_while_pairs_meet() -> None:
    (discussion,) = of_kind("city-2021", GatheringKind.DISCUSSION)

    assert discussion.facilitators
    assert not discussion.required


def test_three_competencies_run_through_citys_sessions() -> None:
    assert len(programme("city-2021").competencies) == 3


def test_city_checks_in_while_pairs_still_meet() -> None:
    city = programme("city-2021")

    sittings = [s for g in of_kind("city-2021", GatheringKind.CHECK_IN) for s in g.sittings]
    assert sittings
    assert all(city.sessions.opens < sitting.on < city.sessions.closes for sitting in sittings)


def test_city_evaluates_from_march_to_december_2021_by_interviewing_each_partner_apart() -> None:
    evaluation = programme("city-2021").evaluation
    interviews = of_kind("city-2021", GatheringKind.INTERVIEW)

    assert evaluation
    assert (evaluation.opens.year, evaluation.opens.month) == (2021, 3)
    assert (evaluation.closes.year, evaluation.closes.month) == (2021, 12)
    assert sorted(gathering.roles for gathering in interviews) == [(Role.MENTEE,), (Role.MENTOR,)]
    assert all(
        evaluation.opens <= sitting.on <= evaluation.closes
        for gathering in interviews
        for sitting in gathering.sittings
    )


def test_city_interviews_one_to_one() -> None:
    assert all(gathering.one_to_one for gathering in of_kind("city-2021", GatheringKind.INTERVIEW))


def test_city_asks_who_carries_the_labour_of_educating_the_others() -> None:
    evaluation = programme("city-2021").evaluation

    assert evaluation
    assert any("labour" in question and "minority-ethnic" in question for question in evaluation.questions)


def test_city_reports_early_in_2022_and_announces_next_steps_in_the_second_half() -> None:
    report = programme("city-2021").report

    assert report
    assert report.next_steps
    assert date(2022, 1, 1) <= report.due < date(2022, 4, 1)
    assert date(2022, 7, 1) <= report.next_steps < date(2023, 1, 1)


@pytest.mark.parametrize("key", ["city-2021", "exco-2020"])
def test_city_and_the_executive_committee_ask_before_they_publish_a_story(key: str) -> None:
    assert programme(key).stories


# The South West


def test_in_the_south_west_each_chooses_reverse_reciprocal_or_a_combination() -> None:
    assert set(programme("south-west-2022").arrangements) == set(Arrangement)


def test_who_asks_after_17_june_is_kept_for_the_next_cohort_of_the_south_west() -> None:
    applications = programme("south-west-2022").applications

    assert applications
    assert (applications.closes, applications.late) == (date(2022, 6, 17), "next_cohort")


@pytest.mark.parametrize("role", Role)
def test_in_the_south_west_the_line_manager_supports_both(role: Role) -> None:
    assert programme("south-west-2022").role(role).manager_support


def test_the_south_west_holds_its_awareness_session_three_times_and_asks_nobody_to_come() -> None:
    (awareness,) = of_kind("south-west-2022", GatheringKind.AWARENESS)

    assert not awareness.required
    assert dates(awareness) == [
        (date(2022, 6, 9), "11:00-12:00"),
        (date(2022, 6, 14), "14:00-15:00"),
        (date(2022, 7, 12), "10:00-12:00"),
    ]


def test_in_the_south_west_both_come_to_the_induction_and_only_mentors_train() -> None:
    south_west = programme("south-west-2022")
    induction, training = south_west.gathering("induction"), south_west.gathering("training")

    assert (dates(induction), induction.roles) == ([(date(2022, 7, 12), "14:00-16:00")], BOTH)
    assert (dates(training), training.roles) == ([(date(2022, 7, 19), "12:00-14:00")], (Role.MENTOR,))
    assert induction.required
    assert training.required


def test_the_south_west_asks_for_three_sessions_of_an_hour_in_six_months() -> None:
    sessions = programme("south-west-2022").sessions

    assert (sessions.minimum, sessions.minutes) == (3, 60)
    assert (sessions.opens, sessions.closes) == (date(2022, 7, 19), date(2023, 1, 19))


def test_supervision_feedback_and_evaluation_are_part_of_what_the_south_west_asks_of_both() -> None:
    for key in ("supervision", "feedback", "evaluation"):
        gathering = programme("south-west-2022").gathering(key)
        assert (gathering.roles, gathering.required) == (BOTH, True)


def test_feedback_in_the_south_west_comes_before_a_pairing_can_be_completed() -> None:
    south_west = programme("south-west-2022")

    assert south_west.evaluation
    assert south_west.gathering("feedback").sittings[-1].on < south_west.evaluation.opens


# Bucks


def test_in_bucks_leaders_are_invited_and_bring_the_workshop_and_experience() -> None:
    roles = programme("bucks").roles

    assert roles.mentee.enters_by == "invitation"
    assert roles.mentee.prerequisites == ("workshop", "experience")
    assert (roles.mentor.enters_by, roles.mentor.prerequisites) == ("application", ())


def test_the_workshop_in_bucks_is_met_by_attending_it_and_experience_by_word() -> None:
    described = {p.key: p.gathering for p in programme("bucks").prerequisites}

    assert described == {"workshop": "workshop", "experience": None}


def test_in_the_first_phase_of_bucks_leaders_enter_by_invitation_only() -> None:
    bucks = programme("bucks")

    assert bucks.applications
    assert bucks.roles.mentee.invitation_until == bucks.applications.closes


def test_who_applies_in_bucks_returns_the_form_to_the_shared_mailbox() -> None:
    applications = programme("bucks").applications

    assert applications
    assert applications.how
    assert programme("bucks").contact.email in applications.how


def test_the_workshop_in_bucks_is_for_leaders_lasts_two_hours_and_comes_before_pairing() -> None:
    bucks = programme("bucks")
    (workshop,) = of_kind("bucks", GatheringKind.WORKSHOP)

    assert workshop.roles == (Role.MENTEE,)
    assert workshop.kind.stage is None
    for sitting in workshop.sittings:
        assert sitting.on < bucks.introductions.on
        assert _minutes(sitting.begins, sitting.finishes) == 120


def _minutes(begins: time | None, finishes: time | None) -> int:
    assert begins
    assert finishes
    return (finishes.hour - begins.hour) * 60 + finishes.minute - begins.minute


def test_the_wellbeing_team_of_bucks_can_be_rung_and_written_to() -> None:
    wellbeing = programme("bucks").wellbeing

    assert wellbeing
    assert wellbeing.telephone
    assert wellbeing.email


# The executive committee


def test_the_executive_committee_mentors_reciprocally() -> None:
    assert programme("exco-2020").arrangements == (Arrangement.RECIPROCAL,)


def test_the_executive_committee_trains_before_it_meets() -> None:
    exco = programme("exco-2020")
    (training,) = of_kind("exco-2020", GatheringKind.TRAINING)

    assert training.required
    assert training.roles == BOTH
    assert training.sittings[-1].on < exco.sessions.opens


def test_the_executive_committee_has_a_hub_and_a_toolkit_and_looks_back() -> None:
    exco = programme("exco-2020")

    hub, toolkit, films = exco.resources
    assert all((given.by, given.audience) == ("People of Colour", "members") for given in exco.resources)
    assert ("hub" in hub.title, "toolkit" in toolkit.title, "films" in films.title) == (True, True, True)
    assert exco.evaluation


def test_who_paid_for_the_executive_committees_project_is_named() -> None:
    assert programme("exco-2020").funder
    assert "Good Practice Grants" in shown("exco-2020")["Who stands behind it"]


def test_the_executive_committee_reports_on_benefits_good_practice_and_challenges() -> None:
    report = programme("exco-2020").report

    assert report
    assert len(report.sections) == 3
    for about in ("Benefits", "Good practice", "Challenges and how they were overcome"):
        assert about in report.sections


# A pair lives


@dataclass(frozen=True)
class Lived:
    entity: Life
    story: list[TimedEvent]


@cache
def lived(key: str) -> Lived:
    """A steady pair of this programme in 2027, to its very end; whatever closing duty its story leaves
    out is written down when its first date is over."""
    rules = rules_in_2027(key)
    story = timeline(rules, PairPersona.STEADY, seed=key)
    told = {happening.event.gathering for happening in story if isinstance(happening.event, Attend)}
    closing = [
        TimedEvent(g.sittings[0].ends, Attend(gathering=g.key, roles=g.roles))
        for g in rules.gates(Stage.EVALUATION)
        if g.key not in told
    ]
    entity = Life(rules, now=rules.introductions - timedelta(days=5))
    for happening in sorted([*story, *closing], key=lambda happening: happening.at):
        entity.until(happening.at)
        entity.update(happening.event)
    entity.until_over()
    return Lived(entity, story)


@each_programme
def test_a_steady_pair_of_each_completes(key: str) -> None:
    entity = lived(key).entity

    assert entity.stage is Stage.COMPLETED
    assert len(entity.pairing.held) >= entity.pairing.rules.sessions.minimum
    half_a_year_on = (LetterName.FOLLOW_UP,)
    for role in BOTH:
        assert [name for name in entity.written(role) if name not in half_a_year_on][-1] is LetterName.THANKS


@each_programme
def test_a_steady_pair_of_each_is_completed_before_its_evaluation_closes(key: str) -> None:
    entity = lived(key).entity

    assert entity.pairing.rules.evaluation
    assert entity.pairing.since < entity.pairing.rules.evaluation.closes


@each_programme
def test_every_session_of_a_steady_pair_lies_in_the_time_for_sessions(key: str) -> None:
    sessions = lived(key).entity.pairing.rules.sessions
    logged = [happening.at for happening in lived(key).story if isinstance(happening.event, LogSession)]

    assert len(logged) == sessions.minimum
    assert all(sessions.opens < at < sessions.closes for at in logged)


@each_programme
def test_partners_are_invited_to_what_is_for_them_and_to_nothing_else(key: str) -> None:
    invited = {
        (letter.gathering, letter.role)
        for letter in lived(key).entity.letters
        if letter.name in (LetterName.BOTH_ACCEPTED, LetterName.GATHERING_INVITATION)
    }

    assert invited == {
        (gathering.key, role)
        for gathering in lived(key).entity.pairing.rules.gatherings
        if gathering.kind.stage
        for role in gathering.roles
    }


@each_programme
def test_no_date_is_taken_from_a_steady_pairs_calendar(key: str) -> None:
    assert lived(key).entity.count(LetterName.GATHERING_CANCELLED) == 0
