"""A column of days that are past, each with the time of day where somebody wrote one."""

from collections.abc import Mapping
from datetime import date, time
from typing import NamedTuple

from domain.errors import BadInput
from importing.answers import quoted
from importing.dates import DayOrder, WrittenDate, settled_order, written_date


class WrittenDay(NamedTuple):
    day: date
    at: time | None


def read_days(
    cells: Mapping[int, str], today: date | None, order: DayOrder | None
) -> dict[int, WrittenDay | BadInput]:
    """What the cells of the column say, by row; what is wrong with it where they say no day."""
    said: dict[int, WrittenDate | BadInput] = {row: _written(text) for row, text in cells.items()}
    written = [each for each in said.values() if isinstance(each, WrittenDate)]
    doubt: BadInput | None = None
    try:
        order = order or (settled_order(written, today) if written else DayOrder.DAY_FIRST)
    except BadInput as problem:
        order, doubt = DayOrder.DAY_FIRST, problem
    return {
        row: each if isinstance(each, BadInput) else _day(each, order, doubt) for row, each in said.items()
    }


def _written(text: str) -> WrittenDate | BadInput:
    try:
        return written_date(text) if text else BadInput("there is no date; write it as 2027-06-30.")
    except BadInput as problem:
        return problem


def _day(written: WrittenDate, order: DayOrder, doubt: BadInput | None) -> WrittenDay | BadInput:
    if doubt and written.day_first != written.month_first:
        return doubt
    day = written.read(order)
    if day is None:
        return BadInput(f"{quoted(written.text)} is no date in the order {order}.")
    return WrittenDay(day, written.at)
