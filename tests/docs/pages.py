"""The pages that people read, and the few things that tests ask of them."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"

_FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(?P<level>#+) (?P<title>.+)$", re.MULTILINE)


def pages() -> list[Path]:
    """Every page: those at the top, those in docs/, and that of deploy/."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "deploy/README.md")]
    return [*top, *sorted(DOCS.rglob("*.md"))]


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    """What stands in the fenced blocks of this language."""
    return [found["text"] for found in _FENCE.finditer(text) if found["language"] == language]


def prose(text: str) -> str:
    """The text without its fenced blocks."""
    return _FENCE.sub("", text)


def headings(text: str) -> list[str]:
    return [found["title"] for found in _HEADING.finditer(prose(text))]


def sections(text: str) -> dict[str, str]:
    """What stands below each heading, up to the next one of whatever level."""
    found = list(_HEADING.finditer(text))
    ends = [following.start() for following in found[1:]] + [len(text)]
    return {start["title"]: text[start.end() : end] for start, end in zip(found, ends, strict=True)}


def rows(text: str) -> Iterator[list[str]]:
    """The cells of each row of the tables in this text, heads included."""
    for line in text.splitlines():
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def table(text: str) -> dict[str, list[str]]:
    """The rows whose first cell is one word of code, by that word."""
    return {cells[0].strip("`"): cells for cells in rows(text) if re.fullmatch(r"`[^`]+`", cells[0])}
