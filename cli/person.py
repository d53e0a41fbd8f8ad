"""`tandem person`: who takes part, and how they are reached."""

from typing import Annotated

import typer

app = typer.Typer(help="Who takes part, and how they are reached.", no_args_is_help=True)


@app.callback()
def _noun() -> None:
    """Who takes part, and how they are reached."""


@app.command("amend")
def amend(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="The address by which they are known.")],
    new_email: Annotated[
        str | None, typer.Option("--email", metavar="EMAIL", help="Where letters go from now on.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="How letters greet them from now on.")
    ] = None,
) -> None:
    """Put right somebody's name or address, in every cohort. Letters written before stay as they are."""
    from cli.people import amend as amended

    amended(email, new_email, name)
