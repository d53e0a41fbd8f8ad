"""docs/letters-and-outbox.md names every state that a letter can be in."""

import pytest

from storage.views import LetterState
from tests.docs.pages import sections, table, text_of


@pytest.mark.parametrize("state", LetterState)
def test_every_state_of_a_letter_is_told(state: LetterState) -> None:
    assert state in table(sections(text_of("docs/letters-and-outbox.md"))["The states of a letter"])
