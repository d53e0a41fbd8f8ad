"""Asking before something is done to many people, or something ends."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from cli.output import say
from domain.errors import Refused

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask first; for scripts.")]

_MOST = 30
"""So many are named one by one."""


def confirm(what: str, yes: bool, names: Sequence[str] = ()) -> None:
    """Show what would be done, and to whom, and go on only if that is wanted. Raises Refused where nobody
    can be asked and there is no `--yes`."""
    if yes:
        return
    say(what)
    for name in names[:_MOST]:
        say(f"  {name}")
    if len(names) > _MOST:
        say(f"  ... and {len(names) - _MOST} more")
    if not sys.stdin.isatty():
        raise Refused("Nothing was done. Nobody can be asked here whether this is meant: if it is, add --yes")
    typer.confirm("Go on?", abort=True)
