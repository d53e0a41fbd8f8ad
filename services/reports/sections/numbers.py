"""Numbers that people were asked for and that tell of no move: by the median, in a table."""

from collections.abc import Iterator, Sequence

from domain.evaluation.numbers import PublishedNumber
from services.reports.closing import ClosingReport
from services.reports.document import Block, DataTable
from services.reports.sections.answers import label, not_told
from services.reports.wording import shown


def numbers(report: ClosingReport, title: str, found: Sequence[PublishedNumber]) -> Iterator[Block]:
    """A table of those that can be told; a sentence about the others."""
    if rows := tuple(_row(report, one) for one in found if one.median is not None):
        yield DataTable(title, ("question", "median", "n, about"), rows)
    yield from not_told(one.text for one in found if one.median is None)


def _row(report: ClosingReport, one: PublishedNumber) -> tuple[str, ...]:
    return label(report, one), f"{one.median:.1f}", shown(one.people)
