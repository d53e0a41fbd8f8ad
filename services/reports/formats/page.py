"""The report as one page, which opens from disk, on a phone and on paper, without a network or a script."""

from functools import cache
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from services.html_templates import html_templates
from services.reports.document import Document, Illustration

_FOLDER = Path(__file__).parent


def page(document: Document) -> str:
    return _environment().get_template("page.html").render(document=document)


def _drawn(block: Illustration) -> Markup:
    from services.pictures.drawing import draw_for_page

    return Markup(draw_for_page(block.picture, block.title, block.says))  # noqa: S704 - it escapes what it is given


def _kind(block: object) -> str:
    return type(block).__name__


@cache
def _environment() -> Environment:
    return html_templates(_FOLDER, drawn=_drawn, kind=_kind)
