"""What the names of workflows tell."""

import pytest

from domain.entity.entity import EntityKind, digest_id
from tests.every import every
from workflows.names import cohort_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("cohort", ["spring", "spring-2027", "spring-2027-a01"])
def test_a_lifes_name_tells_its_cohort(cohort: str) -> None:
    lives = (
        EntityKind.COHORT.workflow_id(cohort),
        EntityKind.PAIRING.workflow_id(f"{cohort}-07"),
        EntityKind.APPLICATION.workflow_id(f"{cohort}-a07"),
    )

    assert {cohort_of(entity) for entity in lives} == {cohort}


@every("name", ["pairing", "pairing-07", digest_id("spring"), "elsewhere-spring-07"])
def test_other_names_tell_none(name: str) -> None:
    assert cohort_of(name) is None
