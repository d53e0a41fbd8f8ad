"""Whether the pairs as they are keep the rules of their programme."""

from datetime import date
from functools import cache
from typing import Any

import pytest

from domain.application.form import ApplicationForm, ArrangementWish
from domain.enums import ApplicationStage, Arrangement, Role, Stage
from domain.matching.rules import Rule
from domain.programme.matching_plan import GradeGap
from domain.programme.programme import Programme
from domain.programme.timetable import starting
from importing.programme_file import read_programme
from services.reports.checks import Checks, checks_of
from storage.views import ApplicationView, PairingView, PersonView
from tests.every import every
from tests.living import PROGRAMMES, utc

pytestmark = pytest.mark.unit


@cache
def programme(key: str) -> Programme:
    return starting(read_programme(PROGRAMMES / f"{key}.toml"), date(2027, 9, 1))


def applied(name: str, role: Role, outstanding: tuple[str, ...] = (), **answers: Any) -> ApplicationView:
    told = {"grade": "Grade 8", "department": name, **answers}
    return ApplicationView(
        id=f"a-{name}",
        cohort="spring",
        person=name,
        application=ApplicationForm(name=name, email=f"{name}@uni.example", role=role, **told),
        received_at=utc(2027, 5, 1),
        revision=1,
        stage=ApplicationStage.PAIRED,
        since=utc(2027, 5, 1),
        reason=None,
        waits_for=None,
        until=None,
        concerns=(),
        missing=(),
        outstanding=outstanding,
        came_to=(),
        signed_up=(),
    )


def paired(mentor: str, mentee: str, arrangement: Arrangement = Arrangement.RECIPROCAL) -> PairingView:
    people = [PersonView(id=name, name=name, email=f"{name}@uni.example") for name in (mentor, mentee)]
    return PairingView(
        id=f"p-{mentor}-{mentee}",
        cohort="spring",
        mentor=people[0],
        mentee=people[1],
        arrangement=arrangement,
        revision=1,
        stage=Stage.MENTORING,
        since=utc(2027, 6, 1),
        reason=None,
        paused=False,
        sessions=0,
        minimum=4,
        waits_for=None,
        until=None,
        concerns=(),
    )


def checked(key: str, mentor: ApplicationView, mentee: ApplicationView, *others: ApplicationView) -> Checks:
    """A cohort of this programme, with one pair."""
    return checks_of(programme(key), [paired("ann", "tom")], [mentor, mentee, *others])


def ann(**answers: Any) -> ApplicationView:
    return applied("ann", Role.MENTOR, **answers)


def tom(**answers: Any) -> ApplicationView:
    return applied("tom", Role.MENTEE, **answers)


def test_a_pair_within_the_rules_breaks_none() -> None:
    checks = checked("city-2021", ann(), tom())

    assert list(checks.breaches()) == []
    assert (checks.pairs, checks.unknown, checks.not_apart) == (1, 0, {"department": 0})


@every(
    ("key", "mentor", "mentee", "breach"),
    [
        ("city-2021", ann(department="Law"), tom(department=" law"), "1 pair of one department"),
        ("city-2021", ann(grade="Grade 7"), tom(), "1 participant below the minimum grade"),
        (
            "city-2021",
            ann(),
            tom(manager_email="ann@uni.example"),
            "2 participants with a partner of their own reporting line",
        ),
        ("bucks", ann(), tom(outstanding=("workshop", "experience")), "1 participant without a prerequisite"),
        (
            "bucks",
            ann(),
            tom(outstanding=("invitation",)),
            "1 participant not invited, in a role entered by invitation",
        ),
        (
            "south-west-2022",
            ann(outstanding=("manager",)),
            tom(outstanding=("manager",)),
            "2 participants without the line manager's support",
        ),
        (
            "south-west-2022",
            ann(arrangement=ArrangementWish.REVERSE),
            tom(),
            "1 pair in an arrangement that was not asked for",
        ),
    ],
)
def test_each_rule_that_is_broken_is_counted(
    key: str, mentor: ApplicationView, mentee: ApplicationView, breach: str
) -> None:
    assert list(checked(key, mentor, mentee).breaches()) == [breach]


def test_a_reporting_line_is_followed_through_others() -> None:
    between = applied("mid", Role.MENTOR, manager_email="tom@uni.example")

    checks = checked("city-2021", ann(manager_email="mid@uni.example"), tom(), between)

    assert checks.in_reporting_line == 2


def test_a_gap_between_grades_that_is_not_known_is_not_allowed() -> None:
    plan = programme("city-2021").matching.replace(grade_gap=GradeGap(minimum=1))
    gapped = programme("city-2021").replace(matching=plan)

    def outside(mentor: ApplicationView) -> int | None:
        return checks_of(gapped, [paired("ann", "tom")], [mentor, tom()]).outside_grade_gap

    assert [outside(ann(grade=grade)) for grade in ("Grade 9", "Grade 8", None)] == [0, 1, 1]


def test_only_participants_count() -> None:
    waiting = applied("kim", Role.MENTEE, outstanding=("invitation",))

    assert checked("bucks", ann(), tom(), waiting).not_invited == 0


def test_a_rule_that_the_programme_does_not_have_is_not_counted() -> None:
    checks = checked("exco-2020", ann(department="Law"), tom(department="Law"))

    assert (checks.not_apart, checks.outside_grade_gap) == ({}, None)


def test_of_a_pair_made_by_hand_little_is_known() -> None:
    checks = checks_of(programme("city-2021"), [paired("ann", "tom")], [])

    assert (checks.pairs, checks.unknown) == (1, 1)
    assert list(checks.breaches()) == []


def test_a_training_says_for_whom_it_is() -> None:
    assert checked("south-west-2022", ann(), tom()).trained_only == {"training": (Role.MENTOR,)}
    assert checked("bucks", ann(), tom()).trained_only == {}


def test_a_pair_that_has_since_chosen_another_arrangement_is_no_breach() -> None:
    mentor, mentee = (one(arrangement=ArrangementWish.REVERSE) for one in (ann, tom))
    pair = paired("ann", "tom", Arrangement.COMBINED)

    def breaches(*arranged_anew: str) -> int:
        return checks_of(programme("south-west-2022"), [pair], [mentor, mentee], arranged_anew).not_as_asked

    assert (breaches(), breaches(pair.id)) == (1, 0)


_COUNTED = {
    Rule.APART: "not_apart",
    Rule.ARRANGEMENT: "not_as_asked",
    Rule.GRADE_GAP: "outside_grade_gap",
    Rule.REPORTING_LINE: "in_reporting_line",
}
_SOMEBODY_S_OWN_WORD = {Rule.CONFLICT, Rule.EARLIER_PAIR, Rule.FORBIDDEN}
"""Of these two people alone, and no rule of the programme."""
_NEVER_A_PAIR = {Rule.ROLE, Rule.SAME_NAME, Rule.SAME_PERSON}


def test_each_rule_of_a_programme_is_counted_where_pairs_do_not_keep_it() -> None:
    assert _COUNTED.keys() | _SOMEBODY_S_OWN_WORD | _NEVER_A_PAIR == set(Rule)
    assert set(_COUNTED.values()) <= Checks.model_fields.keys()
