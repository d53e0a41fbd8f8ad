"""What is printed commands no terminal, whoever wrote it."""

import json

import pytest

from cli import output
from cli.main import run
from cli.spelling import spelled
from domain.characters import harmful_character

pytestmark = pytest.mark.unit

EVIL = "Zo\x1b[2J\x9b31m\u202eeb\r"


def test_sentences_headings_and_cells_are_safe(capsys: pytest.CaptureFixture[str]) -> None:
    output.say(f"{EVIL} has applied.")
    output.print_notes(EVIL, [EVIL])
    output.print_table(EVIL, [EVIL], [[EVIL]])
    output.print_json({EVIL: EVIL})

    printed = capsys.readouterr().out
    assert harmful_character(printed) is None
    assert printed.count(r"Zo\x1b[2J\x9b31m\u202eeb\x0d") == 6
    assert r"\u001b[2J\u009b31m\u202eeb\r" in printed


def test_json_still_says_what_it_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_json({"said": EVIL})
    assert json.loads(capsys.readouterr().out) == {"said": EVIL}


def test_errors_are_safe(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--as", EVIL, "today"]) == 1
    assert run(["programme", "check", f"{EVIL}.toml"]) == 1
    assert harmful_character(capsys.readouterr().err) is None


def test_what_is_not_understood_is_safe(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ([EVIL], [f"--{EVIL}"], ["match", EVIL], ["match", "show", "kent", EVIL]):
        assert run(wrong) == 2
    assert run(["application", "import", "kent", "a.csv", "--role", EVIL]) == 2
    assert harmful_character(capsys.readouterr().err) is None


@pytest.mark.parametrize("sentence", ["⟦'⟧ has applied.", "Ann ⟦Lee has applied."])
def test_words_that_only_look_like_a_suggestion_stay(sentence: str) -> None:
    assert spelled(sentence) == sentence


def test_what_is_not_understood_is_said_without_the_words_of_a_library(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["application", "import", "kent", "a.csv", "--role", "boss"]) == 2
    assert "Invalid value for '--role': 'boss' is not one of 'mentor', 'mentee'." in capsys.readouterr().err
