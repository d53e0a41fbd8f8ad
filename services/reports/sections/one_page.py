"""All of it in one page: five numbers, three quotes, three recommendations."""

from collections.abc import Iterator

from domain.enums import BOTH
from domain.evaluation.published import agreeing
from services.evaluation.results import Quote
from services.reports.breakdowns import ANSWERS, MINIMUM, PAIRS, YES, evaluation_of
from services.reports.closing import ClosingReport
from services.reports.document import Block, Bullets, KeyFigures, Paragraph, ReportSection, Subheading
from services.reports.sections.effects import is_part, says
from services.reports.sections.voices import quotation
from services.reports.wording import WITHHELD, per_cent, shown

_QUOTES = 3
_WITHHELD = f"{WITHHELD} This cannot be told without telling of a few."
_TO_WRITE = (
    "The recommendations are for those to write who ran the programme; they are the one part of this report "
    "that cannot be worked out."
)


def one_page(report: ClosingReport) -> ReportSection:
    return ReportSection("summary", "In one page", tuple(_blocks(report)))


def _blocks(report: ClosingReport) -> Iterator[Block]:
    figures = tuple(_figures(report))
    yield KeyFigures(figures)
    if any(WITHHELD in number for number, _ in figures):
        yield Paragraph(_WITHHELD, True)
    yield Paragraph(_moved(report))
    for quote in _three(report.voices.quotes):
        yield quotation(quote)
    if not report.voices.quotes:
        yield Paragraph("Nobody has said anything yet that may be quoted here.", True)
    yield Subheading("Recommendations")
    yield Bullets(report.voices.recommended) if report.voices.recommended else Paragraph(_TO_WRITE, True)


def _figures(report: ClosingReport) -> Iterator[tuple[str, str]]:
    pairs, limits = report.tables[PAIRS], report.limits
    yield shown(pairs.total), "pairs"
    yield per_cent(pairs.ways[MINIMUM][YES], pairs.total, limits), "of pairs met as often as asked, or more"
    yield shown(report.sessions), "sessions took place"
    yield _answered(report), "of those asked answered the evaluation"
    yield _recommending(report), "would recommend the programme"


def _answered(report: ClosingReport) -> str:
    """Of both roles, out of what is told of each."""
    tables = [table for role in BOTH if (table := report.tables.get(evaluation_of(role)))]
    answered, asked = [table.ways[ANSWERS][YES] for table in tables], [table.total for table in tables]
    if not tables or None in answered or None in asked:
        return WITHHELD
    return per_cent(sum(n or 0 for n in answered), sum(n or 0 for n in asked), report.limits)


def _recommending(report: ClosingReport) -> str:
    shares = [agreeing(item, report.limits) for item in report.evaluation.of("recommend")]
    if not shares or None in shares:
        return WITHHELD
    return " / ".join(f"{share}%" for share in shares)


def _moved(report: ClosingReport) -> str:
    found = report.evaluation.effects
    told = [one for one in found if one.is_told and not is_part(one, found)]
    if not told:
        return "How far people have moved cannot be told yet, or there are too few to say."
    return f"Before and at the end the same was asked. {says(told)}"


def _three(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """One of each role first; of both roles where there are."""
    first = [next((quote for quote in quotes if quote.role is role), None) for role in BOTH]
    chosen = [quote for quote in first if quote]
    others = [quote for quote in quotes if quote not in chosen]
    return tuple([*chosen, *others][:_QUOTES])
