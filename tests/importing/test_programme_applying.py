"""What a programme file asks of applicants must fit together."""

from typing import get_args

import pytest

from domain.application.form import ApplicationField
from domain.programme.applications_plan import Need
from importing.programme_file import parse_programme
from tests.importing.slips import TEXT, problems_of, problems_when

pytestmark = pytest.mark.unit


# What must come first
WORKSHOP = """
[[gatherings]]
key = "workshop"
kind = "workshop"
title = "Workshop"
roles = ["mentee"]
sittings = [{ date = 2021-06-01 }, { date = 2021-06-14 }]
"""


def asking(prerequisite: str, gathering: str = "") -> str:
    """Bristol's file, whose mentees need this, described so; and with this gathering besides."""
    asked = 'enters_by = "volunteering"\nprerequisites = ["workshop"]\n'
    text = TEXT.replace('enters_by = "volunteering"\n', asked)
    return f"{text}\n{prerequisite}\n{gathering}"


def prerequisite(key: str = "workshop", gathering: str = "workshop") -> str:
    return f'[[prerequisites]]\nkey = "{key}"\ntext = "the workshop"\ngathering = "{gathering}"\n'


def test_a_prerequisite_that_a_gathering_meets_is_in_order() -> None:
    programme = parse_programme(asking(prerequisite(), WORKSHOP), "ours.toml")
    assert [(p.key, p.gathering) for p in programme.prerequisites] == [("workshop", "workshop")]


def test_a_prerequisite_that_nothing_describes_is_to_be_added() -> None:
    assert problems_of(asking("")) == (
        "ours.toml: roles.mentee.prerequisites: 'workshop' is not described; "
        'add [[prerequisites]] with key = "workshop".',
    )


def test_a_prerequisite_is_described_once() -> None:
    (problem,) = problems_of(asking(prerequisite() + prerequisite(), WORKSHOP))
    assert problem == "ours.toml: prerequisites.2.key: 'workshop' is used twice; choose another."


@pytest.mark.parametrize("key", ["manager", "invitation"])
def test_a_prerequisite_is_not_called_what_any_programme_may_ask_for(key: str) -> None:
    (problem,) = problems_of(TEXT + prerequisite(key, "information"))
    assert f"prerequisites.1.key: '{key}' is Tandem's own; choose another." in problem


def test_a_gathering_that_meets_a_prerequisite_exists() -> None:
    (problem,) = problems_of(asking(prerequisite(gathering="wrokshop"), WORKSHOP))
    assert "prerequisites.workshop.gathering: there is no gathering 'wrokshop'; there are: " in problem
    assert "training, review, workshop." in problem


def test_a_gathering_that_meets_a_prerequisite_comes_before_the_pairing() -> None:
    assert problems_of(asking(prerequisite(gathering="induction"))) == (
        "ours.toml: prerequisites.workshop.gathering: 'induction' comes after the pairing; "
        "name an awareness session or a workshop.",
    )


def test_a_gathering_that_meets_a_prerequisite_is_for_who_needs_it() -> None:
    (problem,) = problems_of(asking(prerequisite(), WORKSHOP.replace("mentee", "mentor")))
    assert "'workshop' is not for the mentee, who needs it; add \"mentee\" to its roles." in problem


def test_a_gathering_that_meets_a_prerequisite_is_over_when_pairs_are_introduced() -> None:
    (problem,) = problems_of(asking(prerequisite(), WORKSHOP.replace("2021-06-14", "2021-06-15")))
    assert "prerequisites.workshop.gathering: Tue 15 Jun 2021 is after introductions.on (Mon 14" in problem


# Applying
def test_applications_do_not_open_after_they_have_closed() -> None:
    (problem,) = problems_when("closes = 2021-06-07", "opens = 2021-06-08\ncloses = 2021-06-07")
    assert problem.startswith("ours.toml: applications.closes: Mon 7 Jun 2021 is too early")


def test_applications_may_open_and_close_on_one_day() -> None:
    text = TEXT.replace("closes = 2021-06-07", "opens = 2021-06-07\ncloses = 2021-06-07")
    assert parse_programme(text, "ours.toml").applications


@pytest.mark.parametrize(
    ("fixed", "sentence"),
    [
        ('role = "coach"', "role: 'coach' is not one that this programme has; write 'mentor' or 'mentee'."),
        ('arrangement = "both"', "arrangement: 'both' is not one that this programme has; write"),
        ('arrangement = "reverse"', "write 'reciprocal' or 'either'."),
    ],
)
def test_what_is_fixed_for_everybody_is_something_the_programme_has(fixed: str, sentence: str) -> None:
    (problem,) = problems_when("[applications]\n", f"[applications]\nfixed = {{ {fixed} }}\n")
    assert problem.startswith("ours.toml: applications.fixed.")
    assert sentence in problem


def test_everybody_may_be_fixed_to_a_role_and_an_arrangement_of_the_programme() -> None:
    fixed = 'fixed = { role = "mentee", arrangement = "either" }'
    assert parse_programme(TEXT.replace("[applications]\n", f"[applications]\n{fixed}\n"), "ours.toml")


def test_what_an_application_needs_is_one_of_its_fields() -> None:
    assert set(get_args(Need)) < set(ApplicationField)
    (problem,) = problems_when("needs = [", 'needs = ["shoe_size", ')
    assert "applications.needs.1: 'shoe_size' is not known; write 'arrangement'" in problem


def test_only_who_is_invited_can_be_so_until_a_day() -> None:
    (problem,) = problems_when(
        'enters_by = "volunteering"\n', 'enters_by = "volunteering"\ninvitation_until = 2021-06-07\n'
    )
    assert "roles.mentee.invitation_until: only a role that is entered by invitation has it" in problem
