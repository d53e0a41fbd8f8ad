"""`tandem audit`: who did what, and who saw whom."""

from datetime import UTC, datetime, time
from typing import Annotated

import typer

from cli.context import read
from cli.exports.option import Export, exports
from cli.exports.table import Cell, Table
from cli.options import day
from cli.output import print_json, print_table, say
from domain.audit import AuditEntry
from domain.wording import counted
from services import auditing
from services.audit_words import in_plain_words
from storage.audit import AuditFilter

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _noun() -> None:
    """Who did what, and who saw whom."""


@app.command("list")
@exports
def list_(
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this person asked.")] = None,
    about: Annotated[
        str | None, typer.Option(metavar="ID", help="Only what was about this, such as bristol-2021-04.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only from this day on (UTC).")] = None,
    most: Annotated[int, typer.Option(min=1, help="So many, the latest.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    *,
    export: Export,
) -> None:
    """The latest entries, the latest first: when (UTC), who, what was asked, about whom, what came of it."""
    from_day = datetime.combine(day(since, "--since"), time(), UTC) if since else None
    found = read(auditing.list_entries, AuditFilter(who, about, from_day), most)
    if export.write(lambda: [Table.of("Audit", _COLUMNS, (_row(*each) for each in found))]):
        return
    if json:
        print_json([{**entry.model_dump(mode="json"), "name": name} for entry, name in found])
    else:
        print_table("Audit", _COLUMNS, (_row(entry, name, at_most=3) for entry, name in found))


@app.command("verify")
def verify() -> None:
    """Whether every entry is as it was written, and none is missing."""
    found = read(auditing.verify)
    if found.broken_at is not None:
        say(f"Entry {found.broken_at} is not as it was written, or is missing; those before it are whole.")
        raise typer.Exit(1)
    say(f"{counted(found.end.number, 'entry', 'entries')}, each as it was written.")
    if found.end.digest:
        say(f"The last has the digest {found.end.digest}")


_COLUMNS = ("number", "when", "who", "what", "about", "result")


def _row(entry: AuditEntry, name: str, at_most: int | None = None) -> tuple[Cell, ...]:
    """`at_most`: so many of those it was about are named, and how many others there are."""
    when, others = f"{entry.at:%Y-%m-%d %H:%M:%S}", len(entry.subjects[at_most:]) if at_most else 0
    about = ", ".join(entry.subjects[:at_most]) + (f" and {others} more" if others else "")
    return entry.number, when, name, in_plain_words(entry.action), about, entry.result.value
