"""A report as what it says, in the order in which it says it: one value, for a page, for paper, for Word and
as text."""

from typing import NamedTuple

from services.pictures.kinds import Picture


class Paragraph(NamedTuple):
    text: str
    is_aside: bool = False


class Subheading(NamedTuple):
    text: str


class Bullets(NamedTuple):
    items: tuple[str, ...]


class Quotation(NamedTuple):
    words: str
    by: str | None = None
    link: str | None = None


class KeyFigures(NamedTuple):
    """A few numbers, each with what it is."""

    figures: tuple[tuple[str, str], ...]


class DataTable(NamedTuple):
    title: str
    columns: tuple[str, ...]
    """The first is that of the rows' names; the others hold numbers."""
    rows: tuple[tuple[str, ...], ...]


class Illustration(NamedTuple):
    """A picture, one sentence that says what it shows, and the same as a table."""

    title: str
    picture: Picture
    says: str
    table: DataTable


Block = Paragraph | Subheading | Bullets | Quotation | KeyFigures | DataTable | Illustration


class ReportSection(NamedTuple):
    key: str
    title: str
    blocks: tuple[Block, ...]


class Document(NamedTuple):
    title: str
    organisation: str
    lines: tuple[str, ...]
    """Of which cohort it is, when it was made, and whether it is over."""
    sections: tuple[ReportSection, ...]
    stamp: str
    """By which rule small numbers are withheld; at the foot of each page."""
