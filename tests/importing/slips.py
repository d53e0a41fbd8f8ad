"""What a programme file is told off for."""

import pytest

from domain.errors import BadInput
from importing.programme_file import parse_programme
from tests.living import BRISTOL

TEXT = BRISTOL.read_text("utf-8")
INDUCTION = 'sittings = [{ date = 2021-06-30, hours = "09:30-11:30" }]'


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(BadInput) as bad:
        parse_programme(text, "ours.toml")
    return bad.value.problems


def problems_when(old: str, new: str) -> tuple[str, ...]:
    """What is wrong with Bristol's file when this is written instead of that."""
    assert old in TEXT
    return problems_of(TEXT.replace(old, new, 1))
