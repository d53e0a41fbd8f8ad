"""Whether a programme can still be lived in its own dates."""

from datetime import date

import pytest

from rehearsal.year import coming_year, is_over
from tests.factories import bristol

pytestmark = pytest.mark.unit


def test_a_programme_is_over_when_its_evaluation_has_closed() -> None:
    assert not is_over(bristol(), date(2027, 6, 1))
    assert not is_over(bristol(), date(2028, 2, 4))
    assert is_over(bristol(), date(2028, 2, 5))


def test_a_programme_that_is_over_begins_on_the_same_day_of_the_coming_year() -> None:
    assert coming_year(bristol(), date(2029, 3, 1)) == date(2030, 5, 27)
