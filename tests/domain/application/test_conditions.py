"""What an application must meet is confirmed, once."""

import pytest

from domain.application.events import Confirm, Invite, WithdrawApplication
from domain.enums import ApplicationStage, Role
from tests.applying import FEBRUARY_1, MAY_19, applied, at, bristol, bucks
from tests.domain.application.partners import IN_ORDER, stages

pytestmark = pytest.mark.unit


def test_a_condition_that_the_role_does_not_have_is_refused_with_those_it_has() -> None:
    entity = applied(bucks().replace(manager_support=True), FEBRUARY_1, role=Role.MENTEE)
    assert entity.refusal(Confirm(condition="coffee")) == (
        "This role has no condition 'coffee'; it has: manager, workshop, experience."
    )


def test_a_role_without_conditions_has_none() -> None:
    entity = applied(bristol(), MAY_19)
    assert entity.refusal(Confirm(condition="manager")) == (
        "This role has no condition 'manager'; it has none."
    )


def test_what_is_only_preferred_can_be_confirmed_and_holds_nobody_up() -> None:
    entity = applied(bristol().replace(preferred=("experience",)), MAY_19)

    entity.update(Confirm(condition="experience"))

    assert entity.stage is IN_ORDER
    assert set(entity.entity.confirmed) == {"experience"}
    assert entity.refusal(Confirm(condition="experience", met=False)) == (
        "The experience is only preferred: nobody is declined for want of it."
    )


def test_an_invitation_is_given_and_not_confirmed() -> None:
    entity = applied(bucks(), FEBRUARY_1, role=Role.MENTEE)
    assert "no condition 'invitation'" in entity.refusal(Confirm(condition="invitation"))


@stages
def test_confirming_twice_is_confirming_once(stage: ApplicationStage) -> None:
    entity = at(stage)
    entity.update(Confirm(condition="manager"))
    assert entity.takes_no_notice(Confirm(condition="manager"))


def test_confirming_what_was_confirmed_is_harmless_when_it_is_over() -> None:
    entity = at(IN_ORDER)
    entity.update(WithdrawApplication())
    assert entity.takes_no_notice(Confirm(condition="manager"))


@stages
def test_inviting_twice_is_inviting_once(stage: ApplicationStage) -> None:
    entity = at(stage)
    entity.update(Invite())
    assert entity.takes_no_notice(Invite())
