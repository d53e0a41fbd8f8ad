"""The report on paper: a tagged PDF (PDF/UA-1), the same on every machine, with letters that come along."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from services.reports.document import Block, Document, Illustration

_TEMPLATE = Path(__file__).parent / "report.typ"


def pdf(document: Document, made: date) -> bytes:
    """`made`: what its properties say of when it was made."""
    import typst

    moment = datetime.combine(made, time(), UTC)
    compiler = typst.Compiler(  # type: ignore[misc]  # its list of fonts is of any of three kinds
        _TEMPLATE.read_bytes(),
        font_paths=[_fonts()],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(_told(document))},
    )
    found = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=moment)
    assert isinstance(found, bytes)
    return found


def _fonts() -> Path:
    """Those that Matplotlib brings along, in which pictures are drawn."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def _told(document: Document) -> dict[str, Any]:
    sections = [
        {"title": section.title, "blocks": [_block(block) for block in section.blocks]}
        for section in document.sections
    ]
    return {**document._asdict(), "sections": sections}


def _block(block: Block) -> dict[str, Any]:
    told = {"kind": type(block).__name__, **block._asdict()}
    if isinstance(block, Illustration):
        from services.pictures.drawing import draw

        told |= {"svg": draw(block.picture, block.title, block.says), "table": block.table._asdict()}
        del told["picture"]
    return told


def png(svg: str, pixels_an_inch: int = 220) -> bytes:
    """A picture for whoever takes no SVG."""
    import typst

    page = '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
    compiler = typst.Compiler(  # type: ignore[misc]  # its list of fonts is of any of three kinds
        page.encode(), font_paths=[_fonts()], ignore_system_fonts=True, sys_inputs={"svg": svg}
    )
    found = compiler.compile(format="png", ppi=pixels_an_inch)
    assert isinstance(found, bytes)
    return found
