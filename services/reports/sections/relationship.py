"""The relationship: what the two of a pair had agreed on, and what they say of each other."""

from collections.abc import Iterator

from domain.enums import Wave
from services.reports.breakdowns import AGREED, GOALS, PAIRS, PARTNERS, YES
from services.reports.closing import ClosingReport
from services.reports.document import Block, Paragraph, ReportSection
from services.reports.sections.answers import answers
from services.reports.wording import how_many, sentence

TOLD_THERE = ("trust", "mutual", "recommend")
"""The keys of the questions about each other, of which this section tells."""
_INPUT = "input"


def relationship(report: ClosingReport) -> ReportSection:
    return ReportSection("relationship", "The relationship", tuple(_blocks(report)))


def _blocks(report: ClosingReport) -> Iterator[Block]:
    agreed, goals = report.tables[PAIRS].ways[AGREED][YES], report.tables[PARTNERS].ways[GOALS][YES]
    yield Paragraph(sentence(how_many(agreed, "pairs", "wrote down how they work together and agreed on it")))
    yield Paragraph(
        sentence(
            f"{how_many(goals, 'participants', 'wrote down goals of their own')}; what they are is theirs"
        )
    )
    said = [item for key in TOLD_THERE for item in report.evaluation.of(key)]
    if said:
        yield from answers(report, "What they say at the end", said)
    else:
        yield Paragraph("What they say of each other is told when the last questionnaire is over.")
    matched = report.evaluation.of(_INPUT, Wave.MIDWAY) or report.evaluation.of(_INPUT, Wave.BEFORE)
    if matched:
        yield from answers(report, "Whether they had a say in the match", matched)
