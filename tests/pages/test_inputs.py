"""What people type and choose on a page, and how it is read."""

import pytest

from domain.errors import BadInput
from pages.inputs import Number, Text
from tests.every import every

pytestmark = pytest.mark.unit

_NUMBER = Number("minutes", "For how long?", largest=600)


@pytest.mark.parametrize("typed", ["0", "601", "-1", "1.5", "1" * 5000, "0000000001999", "²"])
def test_a_number_that_is_none_or_too_large_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="from 1 to 600"):
        _NUMBER.read({"minutes": (typed,)})


@every(
    ("typed", "sentence"),
    [("a\x1b[2J", "a control character"), ("a\u202eb", "a character that turns the direction of writing")],
)
def test_what_cannot_be_seen_and_must_not_be_printed_is_refused(typed: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=f"It holds {sentence}, which cannot be seen; type it anew"):
        Text("goal", "What would you like to learn?").read({"goal": (typed,)})
