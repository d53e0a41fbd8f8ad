"""Whatever a file holds, it is a table or it is refused; nothing else comes out."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import BadInput
from importing.validation import validate
from tests.importing.files import book_bytes, book_of, programme, read_bytes

pytestmark = [pytest.mark.unit, pytest.mark.slow]

OURS = programme()
BOOK = book_bytes(
    book_of(Answers=[["Name", "Email", "Capacity"], ["Ada", "ada@x.example", 2], ["Bob", "b", 0.5]])
)
with zipfile.ZipFile(io.BytesIO(BOOK)) as _archive:
    PARTS = {name: _archive.read(name) for name in _archive.namelist()}


def is_read_or_refused(folder: Path, data: bytes) -> None:
    with suppress(BadInput):
        validate(read_bytes(folder, data), OURS)


def replace(data: bytes, changes: list[tuple[int, int]]) -> bytes:
    """The data with some bytes overwritten."""
    new = bytearray(data)
    for at, byte in changes:
        new[at % len(new)] = byte
    return bytes(new)


changes = st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=8)


@given(st.binary(max_size=300))
@example(b"PK\x03\x04")
@example(b"\xff\xfe\x00")
@example(b"sep=;")
@example(b'"')
@example(b"\xef\xbb\xbf")
def test_arbitrary_bytes(tmp_path: Path, data: bytes) -> None:
    is_read_or_refused(tmp_path, data)


@given(st.text(st.sampled_from('Name,;\t\r\n"Email=+@# é\u00a0\x07x'), max_size=200))
def test_text_that_is_nearly_a_table(tmp_path: Path, text: str) -> None:
    is_read_or_refused(tmp_path, f"Name,Email\n{text}".encode())


@given(changes)
def test_a_workbook_with_bytes_overwritten(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    is_read_or_refused(tmp_path, replace(BOOK, changes))


@given(st.sampled_from(sorted(PARTS)), changes)
def test_a_workbook_with_a_damaged_part(tmp_path: Path, part: str, changes: list[tuple[int, int]]) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in PARTS.items():
            archive.writestr(name, replace(content, changes) if name == part else content)
    is_read_or_refused(tmp_path, data.getvalue())
