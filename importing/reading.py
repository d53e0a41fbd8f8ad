"""Read a file as a table, whatever a coordinator's programs have made of it."""

from pathlib import Path

from domain.errors import BadInput
from importing.decoding import decode, encoding_notes
from importing.delimited import find_delimiter, lines, split_off_sep_line
from importing.file_types import is_workbook, refuse_other_kinds
from importing.table import Sheet, shape
from importing.workbook import read_workbook

MOST_BYTES = 10_000_000


def read_table(path: Path, sheet: str | None = None) -> Sheet:
    """The table in this CSV file or Excel workbook; raises BadInput with sentences that begin with the
    file's name. What kind of file it is, its content says, not its name.

    `sheet` names a workbook's sheet; without it, the first visible one with anything in it is read.
    """
    try:
        return _table(_bytes(path), sheet)
    except BadInput as problem:
        raise BadInput(*(f"{path.name}: {sentence}" for sentence in problem.problems)) from None


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


def _table(data: bytes, sheet: str | None) -> Sheet:
    refuse_other_kinds(data)
    if is_workbook(data):
        return read_workbook(data, sheet)
    if sheet is not None:
        raise BadInput(f"is not an Excel workbook, so it has no sheet {sheet!r}.")
    return _text_table(data)


def _text_table(data: bytes) -> Sheet:
    whole, encoding = decode(data)
    told, text = split_off_sep_line(whole)
    delimiter = told or find_delimiter(text)
    table = shape(lines(text, delimiter))
    return table.replace(encoding=encoding, delimiter=delimiter, notes=encoding_notes(whole, encoding))
