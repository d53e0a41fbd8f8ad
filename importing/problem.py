"""What is wrong with one place of an applications file."""

from domain.value import Value


class Problem(Value):
    row: int
    """The number that a spreadsheet program shows; the headings' row for what concerns the whole file."""
    column: str | None
    """The heading as it is written; None where the file has no such column."""
    sentence: str

    def __str__(self) -> str:
        return f"row {self.row}{f', {self.column!r}' if self.column else ''}: {self.sentence}"
