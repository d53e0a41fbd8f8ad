"""What the names of workflows tell."""

import pytest

from domain.life import LifeKind, mornings_of
from workflows.names import cohort_of


@pytest.mark.parametrize("cohort", ["spring", "spring-2027", "spring-2027-a01"])
def test_a_lifes_name_tells_its_cohort(cohort: str) -> None:
    lives = (
        LifeKind.COHORT.of(cohort),
        LifeKind.PAIRING.of(f"{cohort}-07"),
        LifeKind.APPLICATION.of(f"{cohort}-a07"),
    )

    assert {cohort_of(life) for life in lives} == {cohort}


@pytest.mark.parametrize("name", ["pairing", "pairing-07", mornings_of("spring"), "elsewhere-spring-07"])
def test_other_names_tell_none(name: str) -> None:
    assert cohort_of(name) is None
