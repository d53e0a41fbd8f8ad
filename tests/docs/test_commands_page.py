"""docs/commands.md says what the help says."""

import pytest

from tests.docs.commands_page import PAGE, page
from tests.docs.pages import text_of

pytestmark = pytest.mark.docs


def test_the_page_of_every_command_is_the_one_that_their_help_writes() -> None:
    assert text_of(PAGE) == page(), "run: make commands"
