"""`tandem find`: whatever fits what one knows."""

from collections.abc import Sequence
from typing import Annotated

import typer

from cli.context import read
from cli.exports.option import Export, exports
from cli.exports.table import Table
from cli.output import print_json, say
from cli.spelling import spelled
from domain.errors import NotFound
from services.search import FoundKind, find_everywhere

app = typer.Typer()


@app.command("find")
@exports
def find(
    text: Annotated[
        list[str], typer.Argument(metavar="TEXT", help="A name, an address, an id, or a part of one.")
    ],
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    *,
    export: Export,
) -> None:
    """Find people, applications, pairings, cohorts and letters by what you know. Reads the store alone.

    Accents and capitals do not matter, nor do the zeros of an id. Each with where it stands and a command.
    """
    wanted = " ".join(text)
    found = read(find_everywhere, wanted)
    if export.write(lambda: [_sheet(found)]):
        return
    if json:
        print_json({kind.title: _as_json(kind) for kind in found})
        return
    if not found:
        raise NotFound(f"Nothing fits {wanted!r}: no person, application, pairing, cohort or letter.")
    for kind in found:
        _print(kind)


def _sheet(found: Sequence[FoundKind]) -> Table:
    rows = (
        (kind.title, spelled(one.text), spelled(str(one.suggestion))) for kind in found for one in kind.things
    )
    return Table.of("Found", ("kind", "what", "command"), rows)


def _as_json(kind: FoundKind) -> list[dict[str, str]]:
    return [{"text": thing.text, "command": spelled(str(thing.suggestion))} for thing in kind.things]


def _print(kind: FoundKind) -> None:
    say(kind.title)
    for thing in kind.things:
        say(f"  {thing.text}")
        say(f"      {thing.suggestion}")
    if kind.more:
        say("  ... and others; type more of it to see them.")
    say("")
