"""Links lead somewhere, and the commands that pages show are commands that Tandem understands."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from cli.main import app
from tests.docs.pages import ROOT, blocks, headings, named, pages, prose, rows
from tests.every import every

_LINK = re.compile(r"\[[^\]]+\]\((?!https?://|mailto:)([^)\s#]*)(?:#([^)\s]+))?\)")
_ASSIGNMENT = re.compile(r"[A-Z_]+=")
_IN_A_SENTENCE = re.compile(r"`tandem ((?:[a-z]+(?:-[a-z]+)* ?)+)[^`]*`")
_IN_A_CELL = re.compile(r"^`tandem ([^`]+)`$")
_SHELLS = ("", "sh", "console")


@cache
def _tandem() -> Any:
    return typer.main.get_command(app)


def _links() -> Iterator[tuple[str, str, str | None]]:
    for page in pages():
        for path, anchor in _LINK.findall(prose(page.read_text("utf-8"))):
            yield named(page), path, anchor or None


def _slug(heading: str) -> str:
    """The anchor that a heading gets on the usual web pages of a repository."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.replace(" ", "-")


@every(("page", "path", "anchor"), list(_links()))
def test_every_link_leads_to_something_that_exists(page: str, path: str, anchor: str | None) -> None:
    source = ROOT / page
    target = (source.parent / path).resolve() if path else source
    assert target.exists(), f"{page} links to {path}"
    if anchor:
        assert anchor in map(_slug, headings(target.read_text("utf-8"))), f"{page} links to {path}#{anchor}"


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


def _shown() -> Iterator[tuple[str, str]]:
    for page in pages():
        for words in _commands(page):
            yield named(page), shlex.join(words)


@every(("page", "command"), sorted(set(_shown())))
def test_every_command_shown_is_one_that_tandem_understands(page: str, command: str) -> None:
    words = shlex.split(command)
    found = _tandem()
    while isinstance(found, TyperGroup):
        assert words, f"{page}: tandem {command} is not whole"
        if words == ["--help"]:
            return
        assert words[0] in found.commands, f"{page}: there is no {words[0]} in tandem {command}"
        found = found.commands[words.pop(0)]
    found.make_context(found.name, words)  # raises with a sentence if an argument or option is wrong


def _mentioned() -> Iterator[tuple[str, str]]:
    """Each `tandem ...` within a sentence."""
    for page in pages():
        for command in re.findall(
            r"`tandem ((?:[a-z]+(?:-[a-z]+)* ?)+)[^`]*`", prose(page.read_text("utf-8"))
        ):
            yield named(page), command.strip()


@every(("page", "command"), sorted(set(_mentioned())))
def test_every_command_mentioned_exists(page: str, command: str) -> None:
    found = _tandem()
    for word in command.split():
        if not isinstance(found, TyperGroup):
            return
        assert word in found.commands, f"{page} mentions tandem {command}"
        found = found.commands[word]
