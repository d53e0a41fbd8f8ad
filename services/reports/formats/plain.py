"""The report as text: Markdown, for whoever pastes it into something of their own."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from services.reports.document import (
    Block,
    Bullets,
    DataTable,
    Document,
    Illustration,
    KeyFigures,
    Paragraph,
    Quotation,
    Subheading,
)


def markdown(document: Document) -> str:
    return "\n".join(_lines(document)).rstrip() + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield from (f"# {document.title}", "", f"{document.organisation}.", "")
    for line in document.lines:
        yield from (line, "")
    for section in document.sections:
        yield from (f"## {section.title}", "")
        for block in section.blocks:
            yield from _block(block)
    yield f"{document.stamp}."


def _block(block: Block) -> Iterator[str]:
    yield from _WRITTEN_BY[type(block)](block)
    yield ""


def _quoted(block: Quotation) -> Iterator[str]:
    yield from (f"> {line}" for line in block.words.splitlines())
    if named := " ".join(filter(None, (block.by, block.link))):
        yield from (">", f"> {named}")


def _table(block: DataTable) -> Iterator[str]:
    yield from (f"**{block.title}**", "", _row(block.columns), _row("---" for _ in block.columns))
    yield from map(_row, block.rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _illustration(block: Illustration) -> Iterator[str]:
    yield from (block.says, "")
    yield from _table(block.table)


_WRITTEN_BY: dict[type[Any], Callable[[Any], Iterable[str]]] = {
    Paragraph: lambda block: (block.text,),
    Subheading: lambda block: (f"### {block.text}",),
    Bullets: lambda block: tuple(f"- {item}" for item in block.items),
    Quotation: _quoted,
    KeyFigures: lambda block: tuple(f"- {number} {what}" for number, what in block.figures),
    DataTable: _table,
    Illustration: _illustration,
}
