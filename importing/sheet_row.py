"""One row of the table, asked field by field; it remembers what was wrong with its answers."""

from collections.abc import Callable
from typing import TypeVar

from domain.application.form import ApplicationField
from domain.errors import BadInput
from importing.columns import Columns
from importing.problem import Problem
from importing.table import Row, Sheet

T = TypeVar("T")


class SheetRow:
    def __init__(self, row: Row, table: Sheet, columns: Columns) -> None:
        self._row, self._table, self._columns = row, table, columns
        self.number = row.number
        self.problems: list[Problem] = []

    def has_column(self, field: ApplicationField) -> bool:
        return field in self._columns.by_field

    def said(self, field: ApplicationField) -> str:
        """What the first column of this field holds; empty if there is none."""
        return next(iter(self._cells(field)), "")

    def read(self, field: ApplicationField, meaning: Callable[[str], T], otherwise: T) -> T:
        """What the answer means, or `otherwise` if there is none, or none that has a meaning."""
        value = self.said(field)
        return self.check(field, value, meaning, otherwise) if value else otherwise

    def check(self, field: ApplicationField, value: str, meaning: Callable[[str], T], otherwise: T) -> T:
        """The same for a value that does not stand in one cell."""
        try:
            return meaning(value)
        except BadInput as problem:
            self.wrong(field, str(problem))
            return otherwise

    def read_list(
        self, field: ApplicationField, meaning: Callable[[str], tuple[str, ...]]
    ) -> tuple[str, ...]:
        """The items of all columns of this field together."""
        try:
            found = [item for cell in self._cells(field) if cell for item in meaning(cell)]
        except BadInput as problem:
            self.wrong(field, str(problem))
            return ()
        return tuple(dict.fromkeys(found))

    def wrong(self, field: ApplicationField, sentence: str) -> None:
        """In a file that has no column for the field, this is wrong with the file and not with a row."""
        column = self._columns.by_field.get(field)
        self.problems.append(
            Problem(
                row=self.number if column else self._table.heading_row,
                column=self._table.columns[column[0]] if column else None,
                sentence=sentence,
            )
        )

    def _cells(self, field: ApplicationField) -> list[str]:
        return [self._row.cells[column] for column in self._columns.by_field.get(field, ())]
