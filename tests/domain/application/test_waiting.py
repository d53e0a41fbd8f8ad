"""What stands after "It waits for ..." in the Web UI and in `tandem application show`."""

import pytest

from domain.application.due import waiting
from domain.application.events import Confirm
from domain.enums import ApplicationStage, Role
from tests.applying import FEBRUARY_1, OPEN, applied, at, bucks
from tests.every import every

pytestmark = pytest.mark.unit


@every(
    ("stage", "words"),
    [
        (ApplicationStage.OFFERED, "the person to take up the place"),
        (ApplicationStage.INVITED, "the person to apply"),
        (ApplicationStage.INCOMPLETE, "the applicant to complete it (goals)"),
        (ApplicationStage.CHECKING, "the line manager to answer"),
        (ApplicationStage.IN_ORDER, "the matches to be approved"),
        (ApplicationStage.RESERVE, "a place to come free"),
        (ApplicationStage.PAIRED, "its pairing to come to its end"),
    ],
)
def test_what_it_waits_for_at_each_stage(stage: ApplicationStage, words: str) -> None:
    assert waiting(at(stage).entity) == words


def test_every_open_stage_waits_for_something() -> None:
    assert all(at(stage).entries[-1].snapshot.waits_for for stage in OPEN)


def test_every_condition_that_is_outstanding_is_named() -> None:
    entity = applied(bucks().replace(manager_support=True), FEBRUARY_1, role=Role.MENTEE)
    assert waiting(entity.entity) == (
        "the coordinator to invite the person and the line manager to answer "
        "and the workshop to be confirmed and the experience to be confirmed"
    )


def test_a_condition_that_is_met_is_not_waited_for() -> None:
    entity = applied(bucks(), FEBRUARY_1, role=Role.MENTEE, invited=True)
    entity.update(Confirm(condition="workshop"))
    assert waiting(entity.entity) == "the experience to be confirmed"


@pytest.mark.parametrize("role", Role)
def test_no_sentence_tells_the_role(role: Role) -> None:
    """That somebody is a mentor in such a programme can itself reveal something about them."""
    for stage in OPEN:
        entity = at(stage).entity.replace(role=role)
        assert not {"mentor", "mentee", "leader", "partner"} & set(waiting(entity).split())
