"""`tandem help`: how a command is used."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command("help")
def help_(
    command: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND...]", help="Such as: pairing accept.")
    ] = None,
) -> None:
    """How a command is used: of all of them, of a noun, or of one command."""
    from cli.main import run

    raise typer.Exit(run([*(command or []), "--help"]))
