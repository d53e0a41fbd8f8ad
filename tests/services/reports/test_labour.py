"""The labour of educating, as the report says it."""

import pytest

from services.reports.sections.labour import most

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("share", "called"), [(51, "most of them"), (50, "about half of them"), (49, "fewer than half")]
)
def test_half_is_neither_most_nor_fewer(share: int, called: str) -> None:
    assert most(share) == called
