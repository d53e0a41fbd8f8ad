"""The report for Word, since committees edit: real headings, real tables, pictures with their text."""

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_PICTURE_CM, _SMALL_POINTS = 11, 8.5


def word(document: Document) -> bytes:
    """A .docx file."""
    import docx

    file = docx.Document()
    _prepare(file, document)
    file.add_paragraph(document.organisation, style="Subtitle")
    file.add_heading(document.title, level=0)
    for line in document.lines:
        file.add_paragraph(line)
    for section in document.sections:
        file.add_heading(section.title, level=1)
        for block in section.blocks:
            _add(file, block)
    kept = io.BytesIO()
    file.save(kept)
    return kept.getvalue()


def _prepare(file: "WordDocument", document: Document) -> None:
    from docx.shared import Cm

    file.core_properties.title, file.core_properties.author = document.title, document.organisation
    file.core_properties.language = "en-GB"
    for section in file.sections:
        section.left_margin = section.right_margin = Cm(2.2)
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.footer.paragraphs[0].text = document.stamp


def _add(file: "WordDocument", block: Block) -> None:
    _WRITTEN_BY[type(block)](file, block)


def _paragraph(file: "WordDocument", block: Paragraph) -> None:
    file.add_paragraph(block.text)


def _subheading(file: "WordDocument", block: Subheading) -> None:
    file.add_heading(block.text, level=2)


def _bullets(file: "WordDocument", block: Bullets) -> None:
    for item in block.items:
        file.add_paragraph(item, style="List Bullet")


def _quotation(file: "WordDocument", block: Quotation) -> None:
    file.add_paragraph(block.words, style="Intense Quote")
    if named := " ".join(filter(None, (block.by, block.link))):
        file.add_paragraph(named, style="Caption")


def _figures(file: "WordDocument", block: KeyFigures) -> None:
    for number, what in block.figures:
        line = file.add_paragraph(style="List Bullet")
        line.add_run(number).bold = True
        line.add_run(f" {what}")


def _table(file: "WordDocument", block: DataTable) -> None:
    file.add_paragraph(block.title, style="Caption")
    table = file.add_table(rows=0, cols=len(block.columns), style="Light List")
    for row in (block.columns, *block.rows):
        _row(table.add_row().cells, row)
    _repeat_head(table.rows[0])


def _row(cells: Sequence[Any], row: Sequence[str]) -> None:
    from docx.shared import Pt

    for cell, words in zip(cells, row, strict=True):
        cell.text = words
        for run in cell.paragraphs[0].runs:
            run.font.size = Pt(_SMALL_POINTS)


def _repeat_head(row: Any) -> None:
    """Read aloud as the head of its columns, and repeated on the next page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _illustration(file: "WordDocument", block: Illustration) -> None:
    from docx.shared import Cm

    from services.pictures.drawing import draw
    from services.reports.formats.paper import png

    file.add_heading(block.title, level=2)
    drawn = png(draw(block.picture, block.title, block.says))
    shape = file.add_picture(io.BytesIO(drawn), width=Cm(_PICTURE_CM))
    shape._inline.docPr.set("descr", f"{block.title}. {block.says}")
    file.add_paragraph(block.says)
    _table(file, block.table)


_WRITTEN_BY: dict[type[Any], Callable[["WordDocument", Any], None]] = {
    Paragraph: _paragraph,
    Subheading: _subheading,
    Bullets: _bullets,
    Quotation: _quotation,
    KeyFigures: _figures,
    DataTable: _table,
    Illustration: _illustration,
}
