"""docs/commands.md, written from the help of every command: `make commands` writes it anew."""

import re
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from cli.main import app
from tests.docs.pages import ROOT

PAGE = "docs/commands.md"
_HEAD = """# Every command

Written from the help of each by `make commands`; with `--help` a command says the same. \
[Your first real cohort](first-cohort.md) has them in the order in which they are needed.
"""


def page() -> str:
    """The page as it should be now."""
    root = typer.main.get_command(app)
    found = list(_commands(root, "tandem"))
    contents = ["| command | what it does |", "|---|---|", *(_line(*one) for one in found)]
    return "\n".join([_HEAD, *contents, "", *(_section(*one) for one in (("tandem", root), *found))])


def _commands(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Each command below this one by its full name; what only holds others is left out."""
    context = typer.Context(group, info_name=name)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        if isinstance(command, TyperGroup):
            yield from _commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


def _line(name: str, command: Any) -> str:
    return f"| [`{name}`](#{name.replace(' ', '-')}) | {_cell(command.get_short_help_str(200))} |"


def _section(name: str, command: Any) -> str:
    context = typer.Context(command, info_name=name)
    records = [param.get_help_record(context) for param in command.get_params(context)]
    table = "".join(_row(*record) for record in records if record and record[0] != "--help")
    pieces = (piece.strip("{}") for piece in command.collect_usage_pieces(context))
    usage = " ".join([name, *(re.sub(r"^\[(\[.*\])\]$", r"\1", piece) for piece in pieces)])
    return f"## {name}\n\n`{usage}`\n\n{command.help}\n" + (table and f"\n| | |\n|---|---|\n{table}")


def _row(says: str, text: str) -> str:
    """An argument or an option. The kind of an argument, and that it is required, the usage says."""
    if not says.startswith("-"):
        says, text = re.sub(r" <.*>", "", says), text.removesuffix("[required]").strip()
    return f"| `{_cell(says)}` | {_cell(text)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    (ROOT / PAGE).write_text(page(), "utf-8")
