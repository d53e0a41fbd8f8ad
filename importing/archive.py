"""The archive that a workbook is: no larger than it says, and without tricks."""

import zipfile

from domain.errors import BadInput

MOST_BYTES_INSIDE = 60_000_000
_CHUNK = 1_000_000
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raises BadInput for an archive that unpacks to too much (counted, not believed), or whose XML
    declares entities: spreadsheet programs write none, and those that do want to grow or to look around.
    """
    total = 0
    for part in archive.infolist():
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadInput("is packed in a way that no spreadsheet program uses; save it again in Excel.")
        total += _size(archive, part, MOST_BYTES_INSIDE - total)


def _size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, allowed: int) -> int:
    size, end = 0, b""
    with archive.open(part) as content:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            if size > allowed:
                raise BadInput(
                    f"unpacks to more than {MOST_BYTES_INSIDE // 1_000_000} MB; copy the applications alone "
                    "into a new workbook."
                )
            if any(declaration in end + chunk for declaration in _DECLARATIONS):
                raise BadInput(
                    "declares XML entities, as no spreadsheet program does; save it again in Excel."
                )
            end = chunk[-10:]
    return size
