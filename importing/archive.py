"""The zip archive that most workbooks are: no larger inside than a list of applications, and harmless."""

import io
import re
import sys
import zipfile

from domain.errors import BadInput

MOST_BYTES_INSIDE = 60_000_000

_DECLARATIONS = tuple(
    text.encode(encoding)
    for text in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_HIDDEN = re.compile(
    rb'<(?:\w+:)?(?:row|col)\b[^<>]* hidden="(?:1|true)"|table:visibility="(?:collapse|filter)"'
)
_ERROR = re.compile(rb'<(?:\w+:)?c r="([A-Z]+\d+)"[^<>]* t="e"')
_UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]+\d+)"(?![^<>]* t="str")[^<>]*>\s*'
    rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<>]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
"""A cell with a formula and no result. Text (t="str") may be the empty result of a formula."""


def check_archive(data: bytes) -> tuple[str, ...]:
    """Notes on what is hidden or in error in a workbook's sheets, which calamine does not tell.

    Raises BadInput for an archive that unpacks to too much (counted, not believed), whose XML declares
    entities, as no spreadsheet program does, or whose formulas have no results.
    """
    notes = list[str]()
    left = MOST_BYTES_INSIDE
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            content = _unpacked(archive, part, left)
            left -= len(content)
            if part.filename.endswith(".xml"):
                _refuse_entities(content)
            if part.filename.startswith("xl/worksheets/") or part.filename == "content.xml":
                notes += _notes(content)
    return tuple(dict.fromkeys(notes))


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> bytes:
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadInput("is packed in a way that no spreadsheet program uses; save it again in Excel.")
    part.file_size = sys.maxsize  # else zipfile would stop reading at the size that the archive claims
    with archive.open(part) as content:
        data = content.read(most + 1)
    if len(data) > most:
        raise BadInput(
            f"unpacks to more than {MOST_BYTES_INSIDE // 1_000_000} MB; copy the applications alone "
            "into a new workbook."
        )
    return data


def _refuse_entities(xml: bytes) -> None:
    if any(declaration in xml for declaration in _DECLARATIONS):
        raise BadInput("declares XML entities, as no spreadsheet program does; save it again in Excel.")


def _notes(sheet: bytes) -> list[str]:
    if uncalculated := _cells(_UNCALCULATED, sheet):
        raise BadInput(
            f"holds formulas without results ({uncalculated}); open it in Excel and save it again."
        )
    notes = ["Some rows or columns are hidden or filtered away; they were read like the others."]
    notes = notes if _HIDDEN.search(sheet) else []
    if errors := _cells(_ERROR, sheet):
        notes.append(f"Cells with an error, such as #N/A, were read as empty ({errors}).")
    return notes


def _cells(pattern: re.Pattern[bytes], sheet: bytes) -> str:
    return ", ".join(cell.decode() for cell in pattern.findall(sheet)[:5])
