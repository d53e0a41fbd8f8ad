"""What kind of file this is, by its first bytes; a sentence for those that are no table."""

import io
import zipfile

from domain.errors import BadInput

_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook (.xls), or is protected with a password"),
    (b"%PDF", "is a PDF"),
    (b"{\\rtf", "is a text document (RTF)"),
    (b"\x1f\x8b", "is compressed (gzip)"),
    (b"\x89PNG", "is a picture"),
    (b"\xff\xd8\xff", "is a picture"),
)
_MARKUP = (b"<?xml", b"<html", b"<!doctype", b"<table")
_SAVE_AS = "save it as an Excel workbook (.xlsx) without a password, or as 'CSV UTF-8'."


def is_workbook(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def refuse_other_kinds(data: bytes) -> None:
    """Raises BadInput, with what to save as, for what people take for a spreadsheet and is none."""
    for beginning, what in _OTHERS:
        if data.startswith(beginning):
            raise BadInput(f"{what}; {_SAVE_AS}")
    if data.removeprefix(b"\xef\xbb\xbf")[:200].lstrip().lower().startswith(_MARKUP):
        raise BadInput(f"is a web page or XML, whatever its name says; {_SAVE_AS}")
    if is_workbook(data):
        _refuse_other_archives(data)


def _refuse_other_archives(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except Exception:  # noqa: BLE001  zipfile fails in many ways on what is no archive
        raise BadInput(f"is damaged; open it in Excel and {_SAVE_AS}") from None
    if "xl/workbook.bin" in names:
        raise BadInput(f"is a binary Excel workbook (.xlsb); {_SAVE_AS}")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise BadInput(f"is not an Excel workbook (perhaps .ods, .numbers, .docx or .zip); {_SAVE_AS}")
