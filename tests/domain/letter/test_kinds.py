"""What kind of letter each is."""

import pytest

from domain.letter.kinds import LETTERS
from domain.letter.letter import LetterName

pytestmark = pytest.mark.unit


def test_every_letter_has_its_row() -> None:
    assert set(LETTERS) == set(LetterName)


def test_only_farewells_would_hurt_if_they_came_twice() -> None:
    assert all(kind.is_farewell for kind in LETTERS.values() if kind.hold_if_unsure)
