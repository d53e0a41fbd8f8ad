"""What people type and choose on a page, and how it is read."""

import pytest

from domain.errors import BadInput
from pages.inputs import Number

pytestmark = pytest.mark.unit

_NUMBER = Number("minutes", "For how long?", largest=600)


@pytest.mark.parametrize("typed", ["0", "601", "-1", "1.5", "1" * 5000, "0000000001999", "²"])
def test_a_number_that_is_none_or_too_large_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="from 1 to 600"):
        _NUMBER.read({"minutes": (typed,)})
