"""A store of SQLite as a file, asked past Tandem."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any


def execute(file: Path, statement: str) -> list[tuple[Any, ...]]:
    """What it answers. It is closed at once: one that is only forgotten stays open, and its log beside the
    file, until Python looks for what refers to itself."""
    with closing(sqlite3.connect(file, timeout=20)) as store, store:
        return store.execute(statement).fetchall()
