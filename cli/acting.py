"""Who gives the command."""

import getpass
import os
from contextvars import ContextVar

from domain.errors import BadInput
from domain.people import actor_name

acting_as: ContextVar[str | None] = ContextVar("acting_as", default=None)
"""Whom `--as` names."""


def known_as(name: str) -> str:
    """The name of `--as`, as it is kept. Raises BadInput for what is no name."""
    try:
        return actor_name(name)
    except BadInput as problem:
        raise BadInput(f"--as: {problem}") from None


def actor() -> str:
    """Whom `--as` names, else whoever is signed in to this system. A container's user may have a number and
    no name."""
    try:
        return acting_as.get() or getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
