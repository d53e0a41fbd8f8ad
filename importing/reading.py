"""Read a file as a table, whatever a coordinator's programs have made of it."""

import json
import re
import subprocess
import sys
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from domain.errors import BadInput
from importing.delimited import find_delimiter, lines, split_off_sep_line
from importing.encodings import decode
from importing.table import Sheet, shape

MOST_BYTES = 10_000_000

_NO_TABLES = (
    (b"%PDF", "is a PDF"),
    (b"{\\rtf", "is a text document (RTF)"),
    (b"\x1f\x8b", "is compressed (gzip)"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
)
_MARKUP = (b"<?xml", b"<html", b"<!doctype", b"<table")


_LOCKS = ((re.compile(r"~\$(.+)"), "Excel"), (re.compile(r"\.~lock\.(.+)#"), "LibreOffice"))
"""What these write beside a file that is open in them, with that file's name in it."""


def read_table(
    path: Path, sheet: str | None = None, known: Collection[str] = (), encoding: str | None = None
) -> Sheet:
    """The table in this text file (CSV) or workbook; raises BadInput with sentences that begin with the
    file's name. What kind of file it is, its content says, not its name.

    `sheet` names a workbook's sheet; without it, the first visible one with anything in it is read.
    `known` are headings, as `same_heading` makes them comparable, by which the row of headings is found
    where it is not the first. `encoding` is that of a text; without it, the best guess (see `decode`), whose
    doubts the table has.
    """
    try:
        _refuse_lock(path.name)
        return _table(_bytes(path), sheet, known, encoding)
    except BadInput as problem:
        raise BadInput(*(f"{path.name}: {sentence}" for sentence in problem.problems)) from None


def refuse_doubts(file: str, doubts: Iterable[str], sure: bool) -> None:
    """Raises BadInput with what is in doubt about the letters of this file, unless somebody is sure."""
    sentences = [f"{file}: {doubt}" for doubt in doubts]
    if sentences and not sure:
        raise BadInput(
            *sentences, "Nothing is kept until somebody has looked at them. If they are right: --yes"
        )


def _refuse_lock(name: str) -> None:
    for lock, program in _LOCKS:
        if found := lock.fullmatch(name):
            raise BadInput(
                f"is no list: {program} keeps it beside a file that is open. Close that file there, and take "
                f"it itself: {found[1]}"
            )


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else problem
        raise BadInput(f"cannot be read ({why}).") from None
    if len(data) > MOST_BYTES:
        raise BadInput("is larger than 10 MB; a list of applications is not.")
    return data


def _table(data: bytes, sheet: str | None, known: Collection[str], encoding: str | None) -> Sheet:
    if is_workbook(data):
        return read_workbook(data, sheet, known)
    _refuse_what_is_no_table(data)
    if sheet is not None:
        raise BadInput(f"is not an Excel workbook, so it has no sheet {sheet!r}.")
    return _text_table(data, known, encoding)


def _refuse_what_is_no_table(data: bytes) -> None:
    """Raises BadInput, with what to save as, for what people take for a spreadsheet and is none."""
    what = next((what for beginning, what in _NO_TABLES if data.startswith(beginning)), None)
    if data.removeprefix(b"\xef\xbb\xbf")[:200].lstrip().lower().startswith(_MARKUP):
        what = "is a web page or XML, whatever its name says"
    if what:
        raise BadInput(f"{what}; save it as an Excel workbook (.xlsx) without a password, or as 'CSV UTF-8'.")


def _text_table(data: bytes, known: Collection[str], encoding: str | None) -> Sheet:
    decoded = decode(data, encoding)
    told, text = split_off_sep_line(decoded.text)
    delimiter = told or find_delimiter(text, known)
    table = shape(lines(text, delimiter), known)
    return table.replace(
        encoding=decoded.encoding,
        delimiter=delimiter,
        notes=(*decoded.notes, *table.notes),
        doubts=(*decoded.doubts, *table.doubts),
    )


_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""Of a zip archive, and of the containers that Excel wrote before 2007 and writes for a password."""


def is_workbook(data: bytes) -> bool:
    return data.startswith(_BEGINNINGS)


def read_workbook(data: bytes, sheet: str | None, known: Collection[str]) -> Sheet:
    """The table on this sheet, or on the first visible one with anything in it, of a workbook (.xlsx, .xls,
    .xlsb, .ods), which is read by a process with limits (`workbook_reader`).

    Hidden rows and columns are read like the others. `known` are the headings to look for (see `shape`).
    Raises BadInput for what is no workbook, and for what takes too much memory or time to read.
    """
    head, *rows = _answers(data, sheet)
    told: dict[str, Any] = json.loads(head)
    if "problem" in told:
        raise BadInput(told["problem"])
    table = shape(map(json.loads, rows), known)
    return table.replace(sheet=told["sheet"], notes=(*told["notes"], *table.notes))


def _answers(data: bytes, sheet: str | None) -> list[bytes]:
    command = [sys.executable, "-P", "-m", "importing.workbook_reader"]
    done = subprocess.run(  # noqa: S603
        command if sheet is None else [*command, sheet], input=data, capture_output=True, check=False
    )
    if done.returncode < 0:  # ended by the system, or by itself where memory ends
        raise BadInput(
            "takes more memory or time to read than a list of applications does; copy the applications alone "
            "into a new workbook."
        )
    done.check_returncode()
    return done.stdout.splitlines()
