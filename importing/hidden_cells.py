"""What a workbook's sheet holds and nobody sees: hidden rows and columns, formulas without results."""

from typing import IO, NamedTuple
from xml.etree.ElementTree import Element, iterparse


class HiddenCells(NamedTuple):
    rows: set[int]
    columns: list[tuple[int, int]]
    """From which column to which, counted from 1."""
    formulas: list[str]
    """The cells, such as C4, whose formula has never been calculated."""

    def column(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.columns)


def find_hidden_cells(sheet: IO[bytes]) -> HiddenCells:
    """Reads the sheet's XML, of which `archive.check_archive` has made sure that it is harmless."""
    unseen, number = HiddenCells(set(), [], []), 0
    for _, element in iterparse(sheet):  # noqa: S314
        tag = element.tag.rpartition("}")[2]
        if tag == "row":
            number = int(element.get("r") or number + 1)
            if _is_hidden(element):
                unseen.rows.add(number)
            element.clear()
        elif tag == "col" and _is_hidden(element):
            unseen.columns.append((int(element.get("min", 1)), int(element.get("max", 1))))
        elif tag == "c" and _lacks_result(element):
            unseen.formulas.append(element.get("r") or "?")
    return unseen


def _is_hidden(element: Element) -> bool:
    return element.get("hidden") in ("1", "true")


def _lacks_result(cell: Element) -> bool:
    """Text (t="str") may be the empty result of a formula; anything else without a value is none."""
    parts = {child.tag.rpartition("}")[2]: child.text for child in cell}
    return "f" in parts and not parts.get("v") and cell.get("t") != "str"
