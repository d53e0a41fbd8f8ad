"""`tandem coordinator`: who is known here, and what they may do."""

from typing import Annotated

import typer

from cli.context import read
from cli.exports.option import Export, exports
from cli.exports.table import Table
from cli.output import print_table, say
from domain.rights import Right
from services import coordinators

app = typer.Typer(no_args_is_help=True)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="As they sign in to this system, or name themselves with --as.")
]


@app.callback()
def _noun() -> None:
    """Who is known here as a coordinator, and what they may do."""


@app.command("add")
def add(
    name: Name,
    may: Annotated[
        list[Right],
        typer.Option(help="What they may do: coordinate includes look and report. May be repeated."),
    ] = [Right.COORDINATE],  # noqa: B006  # Typer copies it
) -> None:
    """Make somebody known, or let one who is known do this and no more.

    From the first one on, nobody else is listened to. `tandem up` makes whoever gives it the first.
    """
    known = read(coordinators.add, name, may)
    say(f"{known.name} may {', '.join(sorted(known.rights))}.")


@app.command("list")
@exports
def list_(*, export: Export) -> None:
    """Those who are known, and what each may do."""
    known = read(coordinators.list_all)
    rows = [(each.name, ", ".join(sorted(each.rights)), each.added_at.date()) for each in known]
    table = Table.of("Coordinators", ("name", "may", "since"), rows)
    if export.write(lambda: [table]):
        return
    if known:
        print_table(table.title, table.columns, table.rows)
    else:
        say("Nobody is known yet, so everybody may do everything.")


@app.command("remove")
def remove(name: Name) -> None:
    """From now on somebody is not known any more. What they did stays recorded."""
    read(coordinators.remove, name)
    say(f"{name} is not known any more.")
