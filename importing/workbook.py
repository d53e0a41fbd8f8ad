"""Tables in workbooks (.xlsx, .xls, .xlsb, .ods), each read by a process with limits (`workbook_reader`)."""

import json
import subprocess
import sys
from collections.abc import Collection
from typing import Any

from domain.errors import BadInput
from importing.table import Sheet, shape

_BEGINNINGS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""Of a zip archive, and of the containers that Excel wrote before 2007 and writes for a password."""


def is_workbook(data: bytes) -> bool:
    return data.startswith(_BEGINNINGS)


def read_workbook(data: bytes, sheet: str | None, known: Collection[str]) -> Sheet:
    """The table on this sheet, or on the first visible one with anything in it.

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
