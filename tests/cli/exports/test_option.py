"""`--csv` and `--xlsx`, of commands that need no store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.core import TyperGroup

from cli.main import run
from cli.nouns import NOUNS, LazyNouns
from tests.every import every

pytestmark = pytest.mark.unit

LIST = ("programme", "list")
_BEFORE = b"of before"


def _commands() -> Iterator[tuple[str, set[str]]]:
    """Every command with its options."""
    for noun, command in LazyNouns(name="tandem").commands.items():
        found = command.commands.items() if isinstance(command, TyperGroup) else [("", command)]
        for verb, one in found:
            yield f"{noun} {verb}".strip(), {name for param in one.params for name in param.opts}


def test_whatever_is_listed_for_machines_goes_into_a_spreadsheet_too() -> None:
    """But for a report of sentences, and for a comparison of the store with the server."""
    lacking = {name for name, options in _commands() if "--json" in options and "--xlsx" not in options}

    assert len(NOUNS) > 10
    assert lacking == {"cohort report", "reconcile"}


def test_the_table_goes_into_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "programmes.csv"

    assert run([*LIST, "--csv", str(file)]) == 0

    assert file.read_bytes().startswith(b"\xef\xbb\xbfkey,organisation,title,")
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_both_kinds_at_once_and_it_is_said_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / "a.csv", tmp_path / "a.xlsx"]

    run([*LIST, "--csv", str(files[0]), "--xlsx", str(files[1])])

    assert capsys.readouterr().out == "".join(f"{file}: Programmes, 5 rows.\n" for file in files)
    assert load_workbook(files[1]).active["A2"].value == "bristol-2021"


def test_a_dash_prints_the_csv_and_nothing_else(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run([*LIST, "--csv", "-"]) == 0

    assert capfdbinary.readouterr().out.count(b"\r\n") == 6


@every("option,name", [("--csv", "there.csv"), ("--xlsx", "there.xlsx")])
def test_what_is_there_is_overwritten_only_if_that_is_said(tmp_path: Path, option: str, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(_BEFORE)

    assert run([*LIST, option, str(file)]) == 1
    assert file.read_bytes() == _BEFORE

    assert run([*LIST, option, str(file), "--overwrite"]) == 0
    assert file.read_bytes() != _BEFORE


@every(
    "options,sentence",
    [
        (("--xlsx", "a.csv"), "name a file that ends in .xlsx"),
        (("--xlsx", "-"), "name a file that ends in .xlsx"),
        (("--csv", "nowhere/a.csv"), "there is no folder nowhere"),
        (("--csv", "folder"), "folder is a folder; name a file in it"),
        (
            ("--csv", "there.csv"),
            "there.csv is there already, and is not overwritten unless you say --overwrite",
        ),
    ],
)
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_done(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    sentence: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir(exist_ok=True)
    (tmp_path / "there.csv").write_bytes(_BEFORE)

    assert run([*LIST, *options]) == 1
    assert sentence in capsys.readouterr().err


def test_a_file_is_not_for_machines_at_the_same_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pairing", "list", "--json", "--csv", "-"]) == 2
    assert "--json, or --csv and --xlsx" in capsys.readouterr().err
