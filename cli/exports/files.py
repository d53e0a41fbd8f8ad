"""A file of people, written whole and for its owner alone."""

import os
import tempfile
from pathlib import Path

from domain.errors import BadInput


def check_new(file: Path, overwrite: bool) -> None:
    """Raises BadInput if this file cannot be written, or is there and may not be overwritten."""
    if not file.parent.is_dir():
        raise BadInput(f"{file}: there is no folder {file.parent}.")
    if file.is_dir():
        raise BadInput(f"{file} is a folder; name a file in it.")
    if file.exists() and not overwrite:
        raise BadInput(f"{file} is there already, and is not overwritten unless you say --overwrite.")


def write_whole(file: Path, content: bytes) -> None:
    """Whole or not at all, and for nobody else to read: it names people."""
    handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as made:
            made.write(content)
            made.flush()
            os.fsync(made.fileno())
        Path(beside).replace(file)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
