"""Small files that would grow: each is refused by one sentence, within bounded memory and time."""

import io
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from importing.workbook_reader import MOST_MEMORY, MOST_SECONDS
from tests.importing.files import book_bytes, book_of

pytestmark = [pytest.mark.unit, pytest.mark.slow]

SHEET = "xl/worksheets/sheet1.xml"
TOO_MUCH = "takes more memory or time to read than a list of applications does"
UNPACKS = "unpacks to more than 60 MB; copy the applications alone"
ENTITIES = "declares XML entities, as no spreadsheet program does"
NO_WORKBOOK = "is damaged, protected with a password, or no workbook"
PLAIN = book_bytes(book_of(A=[["Name", "Email"], ["Zoë", "zoe@x.example"]]))

_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))
    + "]>"
)


def xlsx(sheet_data: str) -> bytes:
    """A workbook with these rows, as XML."""
    return with_sheet(
        re.sub("<sheetData>.*</sheetData>", f"<sheetData>{sheet_data}</sheetData>", _sheet()).encode()
    )


def _sheet() -> str:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        return archive.read(SHEET).decode()


def with_sheet(xml: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml if name == SHEET else old.read(name))
    return out.getvalue()


def laughs(encoding: str) -> bytes:
    body = _sheet().split("?>")[-1].replace("Name", "&j;")
    return with_sheet(f'<?xml version="1.0" encoding="{encoding}"?>{_LAUGHS}{body}'.encode(encoding))


def lying() -> bytes:
    """A zip bomb that says it holds 100 bytes, with the right checksum of those."""
    data = xlsx(f"<row r='1'><c r='A1'><v>{'1' * 61_000_000}</v></c></row>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        truth, content = archive.getinfo(SHEET), archive.read(SHEET)
    lies = ((truth.CRC, zlib.crc32(content[:100])), (truth.file_size, 100))
    for old, new in lies:
        data = data.replace(struct.pack("<I", old), struct.pack("<I", new))
    return data


def ods(cells: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr(
            "content.xml",
            f"{_ODS}{cells}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="A">'
)

_ODS_CELL = '<table:table-cell office:value-type="string"{}><text:p>bomb</text:p></table:table-cell>'
_ROW = '<row r="{0}"><c r="{1}{0}"><v>1</v></c></row>'


def ods_of(columns: int) -> bytes:
    """A million rows of this many columns, in a few hundred bytes."""
    cell = _ODS_CELL.format(f' table:number-columns-repeated="{columns}"')
    return ods(f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>')


def one_text_in_many_cells() -> bytes:
    """A text of 32,000 letters, which the sheet names 20,000 times."""
    row = '<c t="s"><v>0</v></c>' * 20
    out = io.BytesIO(xlsx(f"<row>{row}</row>" * 1000))
    with zipfile.ZipFile(out) as old:
        parts = {name: old.read(name).decode() for name in old.namelist()}
    parts["xl/sharedStrings.xml"] = f"<sst><si><t>{'x' * 32_000}</t></si></sst>"
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        '<Relationship Id="rId99" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/sharedStrings"/></Relationships>',
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def xls() -> bytes:
    """An .xls whose directory claims a stream of 4 GB."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    counts = struct.pack("<10I", 0, 0, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    table = struct.pack("<3I", 0xFFFFFFFD, 0xFFFFFFFE, 2)
    name = "Workbook".encode("utf-16-le").ljust(64, b"\0")
    stream = struct.pack("<HBB3I36xIQ", 18, 2, 1, *[0xFFFFFFFF] * 3, 1, 2**32 - 1)
    sectors = (table.ljust(512, b"\xff"), (name + stream).ljust(512, b"\0"))
    return (header + bytes(6) + counts).ljust(512, b"\xff") + b"".join(sectors)


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip": (lambda: xlsx(f"<row><c><v>{'1' * 61_000_000}</v></c></row>"), UNPACKS),
    "zip that lies about its size": (lying, UNPACKS),
    "sheet to the last cell": (lambda: xlsx(_ROW.format(1, "A") + _ROW.format(1048576, "XFD")), TOO_MUCH),
    "row beyond every sheet": (lambda: xlsx(_ROW.format(1, "A") + _ROW.format(999999999, "A")), TOO_MUCH),
    "one text in many cells": (one_text_in_many_cells, TOO_MUCH),
    "entities": (lambda: laughs("utf-8"), ENTITIES),
    "entities in UTF-16": (lambda: laughs("utf-16"), ENTITIES),
    ".ods": (lambda: ods_of(90), TOO_MUCH),
    ".ods with more columns": (lambda: ods_of(16384), NO_WORKBOOK),
    ".xls": (xls, NO_WORKBOOK),
}

_MEASURED = """
import resource, sys
from pathlib import Path
from domain.errors import BadInput
from importing.reading import read_table
try:
    print(len(read_table(Path(sys.argv[1])).rows))
except BadInput as problem:
    print(problem)
for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    used = resource.getrusage(who)
    print(used.ru_maxrss * 1024, used.ru_utime + used.ru_stime)
"""


def measured(folder: Path, data: bytes) -> str:
    """What is said of this file, of which the reading takes no more than it may."""
    file = folder / "bomb"
    file.write_bytes(data)
    # A process begins with the peak of the one that it was made from; a shell's is small.
    shell = ["/bin/sh", "-c", '"$@"; exit $?', "sh"]
    said = subprocess.run(
        [*shell, sys.executable, "-c", _MEASURED, str(file)], capture_output=True, text=True, check=True
    ).stdout
    outcome, *used = said.splitlines()
    memory, seconds = zip(*(map(float, line.split()) for line in used), strict=True)
    assert max(memory) <= MOST_MEMORY
    assert max(seconds) <= MOST_SECONDS + 1
    return outcome


_LIKE_ANOTHER = {"zip that lies about its size", "one text in many cells", "entities", ".ods"}
"""They cost seconds, and each ends at a limit at which another does."""


@pytest.mark.parametrize(
    "bomb", [pytest.param(name, marks=[pytest.mark.slow] * (name in _LIKE_ANOTHER)) for name in BOMBS]
)
def test_a_bomb_is_refused_by_one_sentence_in_bounded_memory_and_time(tmp_path: Path, bomb: str) -> None:
    make, sentence = BOMBS[bomb]
    data = make()
    assert len(data) < 500_000
    assert sentence in measured(tmp_path, data)


@pytest.mark.slow
def test_the_largest_table_is_within_the_limits(tmp_path: Path) -> None:
    cell = "<c t='inlineStr'><is><t>{}</t></is></c>"
    rows = (
        f"<row>{''.join(cell.format(f'answer {row} {at}') for at in range(10))}</row>"
        for row in range(20_001)
    )
    assert measured(tmp_path, xlsx("".join(rows))) == "20000"
