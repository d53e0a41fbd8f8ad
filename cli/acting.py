"""Who gives the command."""

import getpass
import os
from contextvars import ContextVar

from domain.characters import harmful_character
from domain.errors import BadInput
from domain.people import person_of_actor

acting_as: ContextVar[str | None] = ContextVar("acting_as", default=None)
"""Whom `--as` names."""


_LONGEST = 120


def known_as(name: str) -> str:
    """The name of `--as`, as it is kept. Raises BadInput for what is no name."""
    if what := harmful_character(name):
        raise BadInput(f"--as: holds {what}, which cannot be seen; type it anew.")
    clean = " ".join(name.split())
    if person_of_actor(clean):
        raise BadInput("--as: a name that begins so is a participant's.")
    if not clean or len(clean) > _LONGEST:
        raise BadInput(f"--as: a name has 1 to {_LONGEST} characters.")
    return clean


def actor() -> str:
    """Whom `--as` names, else whoever is signed in to this system. A container's user may have a number and
    no name."""
    try:
        return acting_as.get() or getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
