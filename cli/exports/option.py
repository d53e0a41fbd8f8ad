"""`--csv` and `--xlsx`, which every command with a table has: the table goes into a file instead."""

import inspect
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.exports.csv_file import as_csv
from cli.exports.files import check_new, write_whole
from cli.exports.table import Table
from cli.exports.xlsx_file import as_xlsx
from cli.output import say
from domain.errors import BadInput
from domain.wording import counted

_STDOUT = Path("-")


def _option(name: str, default: object, kind: object, says: str, metavar: str | None = None) -> Parameter:
    option = typer.Option(f"--{name}", metavar=metavar, help=says)
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, option])


_OPTIONS = (
    _option("csv", None, Path | None, "Write the table into this file instead; - prints it.", "FILE"),
    _option("xlsx", None, Path | None, "Write it into this workbook, for Excel.", "FILE"),
    _option("overwrite", False, bool, "Also over a file that is there already."),
)


@dataclass(frozen=True)
class Export:
    """Where the tables of a command are to go."""

    csv: Path | None = None
    xlsx: Path | None = None
    overwrite: bool = False

    def __bool__(self) -> bool:
        return bool(self.csv or self.xlsx)

    def check(self) -> None:
        """Raises BadInput if a file is named that cannot be written, before anything is asked or done."""
        if self.xlsx and self.xlsx.suffix.lower() != ".xlsx":
            raise BadInput(f"--xlsx {self.xlsx}: name a file that ends in .xlsx, or Excel will not open it.")
        for file in self._files():
            check_new(file, self.overwrite)

    def write(self, make: Callable[[], Sequence[Table]]) -> bool:
        """Write what this makes, if that is wanted; says whether it was. A CSV file has room for the first
        table alone."""
        if not self:
            return False
        tables = make()
        if self.csv == _STDOUT:
            sys.stdout.buffer.write(as_csv(tables[0]))
        elif self.csv:
            write_whole(self.csv, as_csv(tables[0]))
        if self.xlsx:
            write_whole(self.xlsx, as_xlsx(tables))
        self._say(tables)
        return True

    def _files(self) -> list[Path]:
        return [file for file in (self.csv, self.xlsx) if file and file != _STDOUT]

    def _say(self, tables: Sequence[Table]) -> None:
        if self.csv == _STDOUT:
            return  # nothing else may stand among the rows
        rows = counted(len(tables[0].rows), "row")
        for file in self._files():
            say(f"{file}: {tables[0].title}, {rows}.")


def exports(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command these options; its parameter `export` has them together."""
    signature = inspect.signature(command)
    kept = [one for one in signature.parameters.values() if one.name != "export"]

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        export = Export(**{one.name: kwargs.pop(one.name, one.default) for one in _OPTIONS})
        if export and kwargs.get("json"):
            raise typer.BadParameter("Give one of them: --json, or --csv and --xlsx.")
        export.check()
        command(*args, export=export, **kwargs)

    asked = (*kept, *_OPTIONS)
    run.__signature__ = signature.replace(parameters=asked)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in asked}
    return run
