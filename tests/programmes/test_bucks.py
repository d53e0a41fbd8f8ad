"""What the pages of Bucks say holds."""

from datetime import time

import pytest

from domain.enums import GatheringKind, Role
from tests.programmes.shipped import of_kind, programme

pytestmark = pytest.mark.unit


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
