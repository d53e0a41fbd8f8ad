"""Whatever is typed has a limit, and what is beyond it is refused by a sentence, before anything is asked."""

import pytest

from cli.main import run
from storage.database import Database
from tests.every import every

pytestmark = pytest.mark.store

_LONG = "k" * 3000
_AT_MOST = "has 3,000 characters"


@every(
    ("words", "sentence"),
    [
        (["cohort", "status", _LONG], f"{_AT_MOST}; a key has at most 60."),
        (["cohort", "open", "bristol-2021", "--starting", "2050-05-26", "--key", _LONG], "has at most 60."),
        (["pairing", "list", "--cohort", _LONG], "has at most 60."),
        (["pairing", "show", _LONG], "no name, address or id has so many."),
        (["pairing", "accept", "x-01", _LONG], "no name, address or id has so many."),
        (["find", _LONG], "no name, address or id has so many."),
        (["--as", _LONG, "today"], "--as: a name has 1 to 120 characters."),
        (["--as", " ", "today"], "--as: a name has 1 to 120 characters."),
        (["programme", "show", _LONG], "There is no programme 'kkkk"),
        (["mail", "show", _LONG], "No letter's id begins with 'kkkk"),
        (["person", "amend", "a@x.example", "--name", _LONG], "longer than 120 characters"),
        (["find", "k" * 20_000], "has 20,000 characters; at most 12,000 are read."),
    ],
    ids=[*map(str, range(12))],
)
def test_a_text_of_thousands_of_characters_is_refused_by_a_short_sentence(
    sqlite_store: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    sentence: str,
) -> None:
    monkeypatch.setenv("TANDEM_DATABASE_URL", sqlite_store.where)

    code = run(words)

    said = capsys.readouterr().err
    assert (code, sentence in said) == (1, True), said
    assert len(said) < 400
