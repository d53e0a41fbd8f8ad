"""What is asked before something ends, or many are written to."""

import io
from collections.abc import Callable

import pytest
import typer

from cli.confirming import confirm
from domain.errors import Refused

pytestmark = pytest.mark.unit

Answer = Callable[[str], None]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """What is typed at the terminal."""
    return lambda text: monkeypatch.setattr("sys.stdin", _Terminal(text))


def test_who_is_concerned_is_shown_and_a_yes_goes_on(
    answer: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    answer("y\n")

    confirm("This ends two pairs:", False, ["Amara Obi and Tom Bell", "Zoë Roe and Ann Lee"])

    shown = capsys.readouterr().out
    assert "This ends two pairs:\n  Amara Obi and Tom Bell\n  Zoë Roe and Ann Lee\n" in shown


@pytest.mark.parametrize("typed", ["n\n", "\n", ""])
def test_anything_but_a_yes_stops(answer: Answer, typed: str) -> None:
    answer(typed)

    with pytest.raises(typer.Abort):
        confirm("This ends a pair.", False)


def test_where_nobody_can_be_asked_it_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))

    with pytest.raises(Refused, match=r"Nothing was done.* add --yes"):
        confirm("This ends a pair.", False)
    assert "This ends a pair." in capsys.readouterr().out


def test_a_yes_beforehand_asks_and_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    confirm("This ends a pair.", True)

    assert capsys.readouterr().out == ""


def test_of_very_many_only_the_first_are_named(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    answer("y\n")

    confirm("This writes to all:", False, [f"Person {number}" for number in range(100)])

    shown = capsys.readouterr().out
    assert ("Person 29" in shown, "Person 30" in shown) == (True, False)
    assert "... and 70 more" in shown
