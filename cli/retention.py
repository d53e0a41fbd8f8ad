"""`tandem retention`: how long what is kept about people is kept, and removing what is due to go."""

from datetime import timedelta
from typing import Annotated

import typer

from cli.confirming import Yes, confirm
from cli.context import read
from cli.exports.option import Export, exports
from cli.exports.table import Cell, Table
from cli.output import print_json, print_table, say
from domain.retention import RETENTION_WORDS
from domain.wording import counted
from ops.personal_files import personal_files
from services import retention
from services.retention import AppliedRetention, RetentionLine
from settings import read_settings

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _noun() -> None:
    """How long what is kept about people is kept, and removing what is due to go."""


@app.command("show")
@exports
def show(
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False, *, export: Export
) -> None:
    """What is due to go when, by class, as the programmes of the cohorts say. Reads the store alone."""
    lines = read(retention.show)
    if export.write(lambda: [Table.of("Retention", _COLUMNS, map(_row, lines))]):
        return
    if json:
        print_json([_as_json(line) for line in lines])
    else:
        _print(lines)


@app.command("apply")
def apply(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would go; change nothing.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Remove what is due to go, for good. A worker does the same every night by itself.

    Nothing goes of whoever still takes part, nor a letter that has not been sent.
    """
    lines = read(retention.show)
    if not retention.is_any_due(lines):
        say("Nothing is due to go.")
        return
    if dry_run:
        _print(lines)
        say("Nothing was changed.")
        return
    confirm("This removes, for good:", yes, [_sentence(line) for line in lines if line.due])
    _print_applied(read(retention.apply, personal_files(read_settings())))


def _print(lines: list[RetentionLine]) -> None:
    print_table("", _COLUMNS, map(_row, lines))
    say("\nWhat is due a worker removes in the night, or at once: tandem retention apply")


_COLUMNS = ("what", "kept for", "due now", "later", "next (UTC)")


def _row(line: RetentionLine) -> tuple[Cell, ...]:
    next_at = f"{line.next_at:%Y-%m-%d}" if line.next_at else ""
    return RETENTION_WORDS[line.what].goes, _kept(line.kept), line.due, line.later, next_at


def _kept(kept: list[timedelta]) -> str:
    days = [each.days for each in kept]
    longest = counted(days[-1], "day")
    return f"{days[0]} to {longest}" if len(days) > 1 else longest


def _sentence(line: RetentionLine) -> str:
    return f"{RETENTION_WORDS[line.what].goes}: {line.due}"


def _print_applied(done: AppliedRetention) -> None:
    for what, many in done.removed.items():
        say(f"Removed: {RETENTION_WORDS[what].goes}: {many}")
    if done.files:
        say(f"Removed: letters in the mail catcher's folder: {done.files}")
    if done.waits_for_key:
        say(
            f"{counted(done.waits_for_key, 'name')} stayed: so that nobody is paired twice, a digest of each "
            "pair is kept, and its key outside the store. Say where, with TANDEM_ERASURES_FILE and "
            "TANDEM_ERASURES_KEY_FILE."
        )
    if not done.is_compact:
        say(
            "The store is in use, so that its free pages may still hold what is gone; it is tried again in "
            "the night, or by: tandem retention apply"
        )


def _as_json(line: RetentionLine) -> dict[str, object]:
    return {
        "class": line.what.value,
        "what": RETENTION_WORDS[line.what].goes,
        "days": [each.days for each in line.kept],
        "due": line.due,
        "later": line.later,
        "next_at": line.next_at,
    }
