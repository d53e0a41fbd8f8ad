"""The labour of educating: who did the explaining, and whether that was all right for them."""

from collections.abc import Iterator

from domain.disclosure.ratios import percentage
from domain.enums import Role, Wave
from domain.evaluation.core import BURDEN, BURDEN_ALL_RIGHT
from domain.evaluation.published import PublishedItem
from services.reports.closing import ClosingReport
from services.reports.document import Block, Paragraph, ReportSection
from services.reports.sections.answers import answers

_HALF = 50
"""Per cent."""


def labour(report: ClosingReport) -> ReportSection:
    return ReportSection("labour", "The labour of educating", tuple(_blocks(report)))


def _blocks(report: ClosingReport) -> Iterator[Block]:
    yield Paragraph(
        "Each partner was asked, apart from the other, who did most of the work of explaining, and whether "
        "that was all right for them."
    )
    waves = [wave for wave in (Wave.END, Wave.MIDWAY) if report.evaluation.of(BURDEN, wave)]
    if not waves:
        yield Paragraph("What they say is told when the last questionnaire is over.")
        return
    yield Paragraph(_told(report, report.evaluation.of(BURDEN, waves[0])))
    when = "at the end" if waves[0] is Wave.END else "at the mid-point"
    yield from answers(report, f"Who did the explaining, {when}", report.evaluation.of(BURDEN, waves[0]))
    all_right = report.evaluation.of(BURDEN_ALL_RIGHT, waves[0])
    yield from answers(report, f"Whether that was all right, {when}", all_right)


def _told(report: ClosingReport, items: tuple[PublishedItem, ...]) -> str:
    of_mentors = next((item for item in items if item.role is Role.MENTOR), None)
    if of_mentors is None or not of_mentors.scale.options:
        return "Whether it fell to the mentors cannot be told: too few answered, or too few differently."
    mostly = next(iter(of_mentors.scale.options.values()))
    share = percentage(mostly, of_mentors.scale.answered, report.limits)
    label = report.programme.role(Role.MENTOR).label
    if share is None:
        return f"How many in the role of {label} say that it fell to them is withheld."
    return (
        f"{share}% of those in the role of {label} say that it was mostly they who explained: {most(share)}."
    )


def most(share: int) -> str:
    """How this share, in per cent of rounded numbers, is called."""
    if share == _HALF:
        return "about half of them"
    return "most of them" if share > _HALF else "fewer than half"
