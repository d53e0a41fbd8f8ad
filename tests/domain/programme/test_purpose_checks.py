"""What a programme says of itself has to fit its rules; a slip is named with its key and the mend."""

from datetime import date
from typing import Any

import pytest

from domain.enums import Arrangement, GatheringKind, Role
from domain.programme.checks import check
from domain.programme.evaluation_plan import Committee, ReportPlan
from domain.programme.programme import Programme
from domain.programme.purpose import Explanations, Predecessor
from domain.programme.roles import Prerequisite, Roles
from tests.every import every
from tests.living import bristol

pytestmark = pytest.mark.unit

EXPERIENCE = Prerequisite(key="experience", text="earlier mentoring")
DUE = date(2028, 3, 6)


def with_report(**keys: Any) -> Programme:
    return bristol().replace(report=ReportPlan(due=DUE, **keys))


def with_mentee(**keys: Any) -> Programme:
    roles = bristol().roles
    changed = Roles(mentor=roles.mentor, mentee=roles.mentee.replace(**keys))
    return bristol().replace(roles=changed, prerequisites=(EXPERIENCE,))


def test_what_is_preferred_is_described_and_not_asked_for_as_well() -> None:
    assert list(check(with_mentee(preferred=("experience",)))) == []
    assert list(check(with_mentee(preferred=("coffee",)))) == [
        "roles.mentee.preferred: 'coffee' is not described; add [[prerequisites]] with key = \"coffee\"."
    ]
    assert list(check(with_mentee(preferred=("experience",), prerequisites=("experience",)))) == [
        "roles.mentee.preferred: 'experience' is one of its prerequisites; it cannot be both."
    ]


def test_an_objective_is_measured_by_what_is_asked() -> None:
    (first, *others) = bristol().objectives
    wrong = bristol().replace(objectives=(first.replace(measured_by=("trust", "morale")), *others))

    assert list(check(wrong)) == [
        "objectives.1.measured_by: 'morale' is the key of no question that is asked."
    ]


def test_only_what_is_offered_is_explained() -> None:
    explained = bristol().replace(explanations=Explanations(reverse="The roles stay."))

    assert list(check(explained)) == [
        "explanations.reverse: the programme does not offer it; add it to arrangements."
    ]


def test_no_programme_comes_before_itself() -> None:
    same = bristol().replace(predecessor=Predecessor(key=bristol().key, text="A pilot."))

    assert list(check(same)) == [
        "predecessor.key: 'bristol-2021' is this programme itself; name the one before it."
    ]


def test_a_committee_reads_a_report_that_is_there() -> None:
    on_the_day = Committee(name="The board", on=DUE)
    before = Committee(name="The board", on=date(2028, 3, 3))

    assert list(check(with_report(committees=(on_the_day,)))) == []
    assert list(check(with_report(committees=(on_the_day, before)))) == [
        "report.committees.2.on: Fri 3 Mar 2028 is too early; it must come after report.due."
    ]


def test_what_is_announced_has_a_day() -> None:
    assert list(check(with_report(announcement="There is a next cohort."))) == [
        "report.announcement: say when it is made: next_steps = 2028-07-03."
    ]


@every("day", [date(2027, 7, 5), date(2028, 1, 7)])
def test_a_discussion_is_held_while_pairs_meet(day: date) -> None:
    held = bristol()
    review = held.gathering("review")
    sitting = review.sittings[0].replace(on=day)
    talk = review.replace(key="talk", kind=GatheringKind.DISCUSSION, sittings=(sitting,))

    (problem,) = check(held.replace(gatherings=(*held.gatherings, talk)))

    assert problem.startswith("gatherings.talk: the discussion on ")
    assert "lies outside the time for sessions" in problem


def test_what_the_programme_does_not_explain_is_explained_by_tandem() -> None:
    own = Explanations(reciprocal="You take turns.")
    both = bristol().replace(arrangements=tuple(Arrangement), explanations=own)

    said = dict(both.meanings)

    assert said[Arrangement.RECIPROCAL] == "You take turns."
    assert said[Arrangement.REVERSE].startswith("the roles stay as they are.")


def test_what_is_for_everybody_is_seen_before_there_is_a_pair() -> None:
    given = bristol().resources[0]
    everybody, members = given.replace(audience="everybody"), given.replace(audience="members")
    mentors = given.replace(roles=(Role.MENTOR,))
    programme = bristol().replace(resources=(given, everybody, members, mentors))

    assert programme.resources_for(Role.MENTEE, takes_part=False) == (everybody,)
    assert programme.resources_for(Role.MENTEE, takes_part=True) == (given, everybody, members)
    assert programme.resources_for(Role.MENTOR, takes_part=True) == programme.resources
