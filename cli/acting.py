"""Who gives the command."""

import getpass
import os
from contextvars import ContextVar

acting_as: ContextVar[str | None] = ContextVar("acting_as", default=None)
"""Whom `--as` names."""


def actor() -> str:
    """Whom `--as` names, else whoever is signed in to this system. A container's user may have a number and
    no name."""
    try:
        return acting_as.get() or getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
