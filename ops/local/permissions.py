"""Names and letters stand in the home of a Tandem: it is for nobody else on this machine."""

import stat
from pathlib import Path

from domain.errors import Refused
from domain.suggestion import suggest
from settings import Settings

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keep_private(home: Path) -> None:
    """Take from everybody else what they may do in this folder; one that is not there is made private.

    Raises Refused if it is everybody's, as /tmp is, or cannot be changed because it is somebody else's.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = home.stat().st_mode
    if not mode & _OTHERS:
        return
    if mode & stat.S_ISVTX:
        raise Refused(f"{home} is everybody's. {_ANOTHER}")
    try:
        home.chmod(stat.S_IMODE(mode) & ~_OTHERS)
    except PermissionError:
        raise Refused(f"Others can look into {home}, and it is not ours to change. {_ANOTHER}") from None


def keep_store_private(settings: Settings) -> None:
    """The same for a home that the store is in; a worker's alone says nothing of anybody."""
    if settings.keeps_store_at_home:
        keep_private(settings.home)


_ANOTHER = f"Names and letters would stand there: set TANDEM_HOME to your own folder, then {suggest('up')}."
