import shlex
import subprocess

import pytest

from cli.spelling import spelled
from domain.suggestion import suggest

pytestmark = pytest.mark.unit


def test_a_suggestion_in_a_sentence_is_spelled_as_a_command() -> None:
    sentence = f"List them with: {suggest('pairing list', '--cohort', 'kent')}, or wait."

    assert spelled(sentence) == "List them with: tandem pairing list --cohort kent, or wait."


def test_a_sentence_without_a_suggestion_stays_as_it_is() -> None:
    assert spelled("It's 5 o'clock.") == "It's 5 o'clock."


@pytest.mark.parametrize("typed", ["a`id`@x.example", "$(id)@x.example", "a b; id", "O'Neill & Sons"])
def test_what_people_typed_does_not_run_when_the_command_is_pasted(typed: str) -> None:
    command = spelled(str(suggest("mail unbounce", typed)))

    said = subprocess.run(
        ["sh", "-c", command.replace("tandem", "printf %s_", 1)], capture_output=True, text=True
    )

    assert said.stdout == f"mail_unbounce_{typed}_"
    assert shlex.split(command) == ["tandem", "mail", "unbounce", typed]
