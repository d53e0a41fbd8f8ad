"""Printing: tables for people, JSON for machines."""

import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.spelling import spelled
from domain.characters import printable, printable_json
from domain.clock import format_zoned

_WIDE = 200


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Whoever was reading has gone, as `head` does: what is printed from now on is lost, and what is to
        be done is done all the same."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


console = _Console(highlight=False, soft_wrap=True)
if not console.is_terminal:  # a file or a pipe has no edge to keep within
    console.width = _WIDE


def say(sentence: str) -> None:
    """One line of plain words; suggestions in it are spelled as commands."""
    console.print(_text(spelled(sentence)))


def print_notes(file: str, notes: Iterable[str]) -> None:
    """What there is to know about a file, beside what is wrong with it."""
    for note in notes:
        say(f"{file}: {note}")


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    document = json.dumps(_plain(value), ensure_ascii=False, indent=2)
    console.file.write(printable_json(document) + "\n")


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = Table(title=_text(title), title_justify="left", box=None, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(_text(column), overflow="fold", no_wrap=number == 0)
    for row in rows:
        table.add_row(*(_text("" if cell is None else str(cell)) for cell in row))
    console.print(table)


def _text(text: str) -> Text:
    """What is kept may come from anywhere: a form, a file, a mail server. No terminal obeys it."""
    return Text(printable(text))


def local(at: datetime | None, zone: ZoneInfo) -> str:
    """A moment in a cohort's local time, with its zone; nothing if there is none."""
    return format_zoned(at, zone) if at else ""


def next_step(at: datetime | None, zone: ZoneInfo) -> str:
    """Until when nothing happens by itself."""
    return f" Tandem acts by itself on {format_zoned(at, zone)}." if at else ""


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value
