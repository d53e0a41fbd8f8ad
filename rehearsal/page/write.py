"""The page: one HTML file that opens from disk, on a phone, on paper, without a network."""

from functools import cache
from pathlib import Path

from jinja2 import Environment

from domain.clock import format_date
from rehearsal.page.facts import facts
from rehearsal.record import Record
from services.html_templates import html_templates

_FOLDER = Path(__file__).parent


def write(record: Record, people: str, folder: Path) -> Path:
    """Write the page into this folder, which is made if need be; an earlier page is overwritten.
    Raises OSError if it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "rehearsal.html"
    page.write_text(rendered(record, people), "utf-8")
    return page


def rendered(record: Record, people: str) -> str:
    return _environment().get_template("page.html").render(facts(record, people))


@cache
def _environment() -> Environment:
    return html_templates(_FOLDER, day=format_date)
