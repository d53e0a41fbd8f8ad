"""Links lead somewhere, and the commands that pages show are commands that Tandem understands."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from cli.main import app
from tests.docs.pages import ROOT, blocks, headings, named, pages, prose, rows

pytestmark = pytest.mark.docs

_LINK = re.compile(r"\[[^\]]+\]\((?!https?://|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)")
_ASSIGNMENT = re.compile(r"[A-Z_]+=")
_IN_A_SENTENCE = re.compile(r"`tandem ((?:[a-z]+(?:-[a-z]+)* ?)+)[^`]*`")
_IN_A_CELL = re.compile(r"^`tandem ([^`]+)`$")
_SHELLS = ("", "sh", "console")


def _links() -> Iterator[tuple[str, str, str | None]]:
    for page in pages():
        for path, anchor in _LINK.findall(prose(page.read_text("utf-8"))):
            yield named(page), path, anchor or None


def _slug(heading: str) -> str:
    """The anchor that a heading gets on the usual web pages of a repository."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")


def test_every_link_leads_to_something_that_exists() -> None:
    assert [link for link in _links() if not _leads_somewhere(*link)] == []


def _leads_somewhere(page: str, path: str, anchor: str | None) -> bool:
    source = ROOT / page
    target = (source.parent / path).resolve() if path else source
    if not target.exists():
        return False
    return anchor is None or anchor in map(_slug, headings(target.read_text("utf-8")))


def test_every_page_of_docs_can_be_reached_from_the_readme() -> None:
    reached, pending = set[Path](), [ROOT / "README.md"]
    while pending:
        page = pending.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        linked = (path for path, _ in _LINK.findall(prose(page.read_text("utf-8"))) if path)
        pending += [(page.parent / path).resolve() for path in linked]
    assert set(pages()) <= reached


def _commands(page: Path) -> Iterator[list[str]]:
    """Each `tandem ...` that a page shows in a block or has in a cell of a table, as words; comments
    and prompts left out."""
    text = page.read_text("utf-8")
    for block in (block for language in _SHELLS for block in blocks(text, language)):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True) if _shows_a_command(line) else []
            while words and (_ASSIGNMENT.match(words[0]) or words[0] == "$"):
                words.pop(0)
            if words and words[0] in ("tandem", ".venv/bin/tandem"):
                yield words[1:]
    for cells in rows(prose(text)):
        yield from (shlex.split(command) for cell in cells for command in _IN_A_CELL.findall(cell))


def _shows_a_command(line: str) -> bool:
    return re.match(r"(\$ )?([A-Z_]+=\S* )*(\.venv/bin/)?tandem\b", line) is not None


def test_every_command_shown_is_one_that_tandem_understands() -> None:
    shown = {(named(page), shlex.join(words)) for page in pages() for words in _commands(page)}

    assert [found for page, command in sorted(shown) if (found := _misunderstood(page, command))] == []


def _misunderstood(page: str, command: str) -> str | None:
    """What is wrong with this command, if anything is."""
    found, words = _found(shlex.split(command))
    if isinstance(found, TyperGroup):
        return None if words == ["--help"] else f"{page}: there is no tandem {command}"
    try:
        found.make_context(found.name, words)
    except Exception as problem:  # noqa: BLE001  a sentence if an argument or option is wrong
        return f"{page}: tandem {command}: {problem}"
    return None


def _found(words: list[str]) -> tuple[Any, list[str]]:
    """The command that these words name, as far as they name one, and the words that are left."""
    found = _tandem()
    context = typer.Context(found)
    while words and isinstance(found, TyperGroup) and (inner := found.get_command(context, words[0])):
        found, words = inner, words[1:]
    return found, words


@cache
def _tandem() -> Any:
    return typer.main.get_command(app)


def _mentioned() -> Iterator[tuple[str, str]]:
    """Each `tandem ...` within a sentence."""
    for page in pages():
        for command in _IN_A_SENTENCE.findall(prose(page.read_text("utf-8"))):
            yield named(page), command.strip()


def test_every_command_mentioned_exists() -> None:
    unknown = {
        (page, command)
        for page, command in _mentioned()
        if (left := _found(command.split())) and isinstance(left[0], TyperGroup) and left[1]
    }
    assert unknown == set()
