"""The nouns of the command line: loaded when they are used, and listed without."""

from collections.abc import Iterator
from importlib.metadata import version
from inspect import Parameter, signature

import pytest
from typer.main import get_command
from typer.models import CommandInfo
from typer.testing import CliRunner

from cli import pairing
from cli.main import app, run
from cli.nouns import NOUNS, LazyNouns
from cli.pairings.named import InCohort, Named

pytestmark = pytest.mark.unit


def test_the_list_says_of_each_noun_what_its_own_help_begins_with() -> None:
    group = get_command(app)
    assert isinstance(group, LazyNouns)

    says = {name: (command.help or "").partition("\n\n")[0] for name, command in group.commands.items()}

    assert {name: " ".join(text.split()) for name, text in says.items()} == {
        name: noun.help for name, noun in NOUNS.items()
    }


def test_a_noun_that_is_mistyped_is_guessed() -> None:
    done = CliRunner().invoke(app, ["mial"])

    assert done.exit_code == 2
    assert "Did you mean 'mail'?" in done.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["help"], "Runs reciprocal and reverse mentoring programmes."),
        (["help", "pairing"], "See a pairing, and tell it what happened."),
        (["help", "pairing", "accept"], "A partner, or both, accepted the pairing."),
    ],
)
def test_help_is_a_command_too(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 0
    assert says in capsys.readouterr().out


def test_help_for_what_is_no_command_says_which_is_near(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["help", "pairing", "acept"]) == 2
    assert "Did you mean 'accept'?" in capsys.readouterr().err


def test_every_command_of_a_pairing_takes_it_by_whatever_one_knows() -> None:
    taken = {
        command.name: [(name, it.annotation) for name, it in _parameters(command) if it.annotation in _KNOWN]
        for command in pairing.app.registered_commands
    }
    assert taken.pop("list") == []
    assert all(known == [("pairing", Named), ("cohort", InCohort)] for known in taken.values())


_KNOWN = (Named, InCohort)


def _parameters(command: CommandInfo) -> Iterator[tuple[str, Parameter]]:
    assert command.callback
    yield from signature(command.callback).parameters.items()


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"tandem {version('tandem')}\n"
