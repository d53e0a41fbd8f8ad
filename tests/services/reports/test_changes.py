"""For whom an objective is, by how the programme calls the roles."""

import pytest

from domain.enums import Role
from domain.programme.purpose import Objective
from services.reports.sections.changes import group
from tests.every import every
from tests.factories import programme

pytestmark = pytest.mark.unit


@every(
    ("key", "of", "role"),
    [
        ("bristol-2021", "Partners", Role.MENTOR),
        ("bristol-2021", "Senior partners", Role.MENTEE),
        ("bristol-2021", "Partners and senior partners", None),
        ("bristol-2021", "Both partners", None),
        ("bristol-2021", "The university", None),
        ("city-2021", "Senior leaders", Role.MENTEE),
        ("south-west-2022", "Mentors and mentees", None),
        ("south-west-2022", "Mentees", Role.MENTEE),
    ],
)
def test_an_objective_is_that_of_the_role_that_it_names(key: str, of: str, role: Role | None) -> None:
    assert group(programme(key), Objective(of=of, text="To learn.")) is role
