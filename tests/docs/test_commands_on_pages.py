"""Each `tandem` command that a page tells people to run is one, with these options and arguments."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from cli.main import app
from tests.docs.pages import blocks, named, pages, prose

pytestmark = pytest.mark.docs

_ROOT = typer.main.get_command(app)
_INLINE = re.compile(r"`(tandem [a-z][^`]*)`")
_TO_BE_RUN = re.compile(r"^(?:\w+=\S+ )*(?:\$ )?(tandem .+)$", re.MULTILINE)
_PAGE_OF_COMMANDS = "docs/commands.md"
"""Is written from the commands themselves."""


def _texts() -> Iterator[tuple[str, str]]:
    names = ((named(page), page.read_text("utf-8")) for page in pages())
    yield from ((name, text) for name, text in names if name != _PAGE_OF_COMMANDS)


def _complaint(words: list[str]) -> str | None:
    """What the command line says to these words, without carrying anything out."""
    command: Any = _ROOT
    context: Any = typer.Context(_ROOT, info_name="tandem")
    try:
        while isinstance(command, TyperGroup):
            context = command.make_context("tandem", words, parent=context)
            words = [*context._protected_args, *context.args]
            _, command, words = command.resolve_command(context, words)
        command.make_context("tandem", words, parent=context)
    except typer.Exit:
        return None
    except typer.TyperException as wrong:
        return wrong.format_message()
    return None


def test_every_command_that_is_to_be_pasted_is_understood() -> None:
    said = {
        (page, command): _complaint(shlex.split(command, comments=True)[1:])
        for page, text in _texts()
        for block in blocks(text, "sh")
        for command in _TO_BE_RUN.findall(block)
    }

    assert {where: complaint for where, complaint in said.items() if complaint} == {}
    assert len(said) > 80


def test_every_command_that_a_sentence_names_is_there_and_has_these_options() -> None:
    """What must be said with it may be left out, or have a word in its place."""
    said = {
        (page, command): _complaint(re.sub(r"[][]|\.\.\.", "", command).split()[1:]) or ""
        for page, text in _texts()
        for command in _INLINE.findall(prose(text))
    }

    assert {where: wrong for where, wrong in said.items() if wrong.startswith("No such")} == {}
    assert len(said) > 100
