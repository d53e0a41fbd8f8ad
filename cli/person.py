"""`tandem person`: who takes part, and how they are reached."""

from typing import Annotated

import typer

from cli.context import read
from cli.output import say
from domain.wording import counted
from services import people

app = typer.Typer(no_args_is_help=True)


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
    amended = read(people.amend, email, new_email, name)
    person = amended.person
    say(f"{person.name} <{person.email}>: letters are written to this name and address from now on.")
    if amended.waiting:
        what = counted(amended.waiting, "letter", "letters")
        say(f"{what} to {amended.before} had been written before and keep that address: tandem mail list")
