"""How things are said, in whatever room: a number goes with its noun."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.syntax import nodes
from tests.test_rooms import MAY_ASK, ROOT, _files

pytestmark = pytest.mark.unit

_NOUNS = frozenset(
    {
        *("applications", "attempts", "cohorts", "dates", "days", "drafts", "events", "gatherings", "hours"),
        *("letters", "mentees", "minutes", "months", "pairings", "pairs", "partners", "people", "persons"),
        *("programmes", "rows", "sessions", "things", "weeks", "words", "workers"),
    }
)
_BEFORE_A_NOUN = frozenset({"invented", "more", "new", "open", "other", "working"})
_NEVER_ONE = {
    ROOT / "cli/demo.py",  # a whole life has many events
    ROOT / "importing/answers.py",  # what is said twice
    ROOT / "importing/table.py",  # the most rows of a file
    ROOT / "rehearsal/findings/of_dates.py",  # several days
    ROOT / "rehearsal/findings/of_letters.py",  # more things than one person decides
}


def _sentences(file: Path) -> Iterator[ast.JoinedStr]:
    return (node for node in nodes(file) if isinstance(node, ast.JoinedStr))


def _miscounted(sentence: ast.JoinedStr) -> Iterator[str]:
    """The words after a number that stand in the plural whatever the number is."""
    for value, after in zip(sentence.values, sentence.values[1:], strict=False):
        if isinstance(value, ast.FormattedValue) and isinstance(after, ast.Constant):
            words = str(after.value).split()[:2] if str(after.value).startswith(" ") else []
            said = [word.strip(".,;:") for word in words]
            if {*said[:1], *(said[1:] if said[0:1] and said[0] in _BEFORE_A_NOUN else ())} & _NOUNS:
                yield f"{ast.unparse(value.value)} {' '.join(said)}"


def test_one_thing_is_never_said_in_the_plural() -> None:
    """`counted` says `1 session`; a number before a plural that is written by hand would say `1 sessions`."""
    files = {file for room in MAY_ASK for file in _files(room)} - _NEVER_ONE
    found = {
        file.relative_to(ROOT).as_posix(): said
        for file in files
        if (said := [words for one in _sentences(file) for words in _miscounted(one)])
    }

    assert found == {}
