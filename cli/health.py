"""`tandem health`: whether the worker of this folder is at work. Needs no server and no store."""

import time

import typer

from cli.output import say
from domain.errors import Unreachable
from settings import read_settings

app = typer.Typer()


@app.command("health")
def health() -> None:
    """Say how old the worker's sign of life is; the exit code is 3 if it is too old, or if there is none."""
    file = read_settings().sign_of_life
    try:
        age = max(time.time() - file.stat().st_mtime, 0)
    except OSError:
        raise Unreachable(f"No worker is at work: there is no {file}.") from None
    sentence = f"The worker's last sign of life was {age:.0f} s ago."
    if age > 30:
        raise Unreachable(f"{sentence} It should come every 5 s.")
    say(sentence)
