"""The page about files says the limits that hold."""

import pytest

from importing.archive import MOST_BYTES_INSIDE
from importing.reading import MOST_BYTES
from importing.table import MOST_COLUMNS, MOST_ROWS
from importing.workbook_reader import MOST_MEMORY, MOST_SECONDS
from tests.docs.pages import rows, text_of

pytestmark = pytest.mark.docs


def test_the_limits_are_those_that_hold() -> None:
    limits = {
        ("the file", f"{MOST_BYTES // 10**6} MB"),
        ("rows and columns", f"{MOST_ROWS:,} and {MOST_COLUMNS}"),
        ("a workbook, unpacked", f"{MOST_BYTES_INSIDE // 10**6} MB"),
        (
            "memory and time to read a workbook",
            f"{MOST_MEMORY // 1024**2} MB, {MOST_SECONDS} seconds of the processor",
        ),
    }
    assert limits <= {tuple(row) for row in rows(text_of("docs/files.md"))}
