"""In their words: what participants let us pass on, and what can be learned from it."""

from collections.abc import Iterable, Iterator

from domain.clock import format_date
from services.evaluation.results import Quote
from services.reports.closing import ClosingReport
from services.reports.document import Block, Bullets, Paragraph, Quotation, ReportSection, Subheading

_WORKED, _BETTER = "worked", "better"
_ROOM, _A_LINE = 1600, 60
"""Characters for the answers to one question, and what each takes beside its own."""
_NOT_HERE = frozenset({_WORKED, _BETTER})


def in_their_words(report: ClosingReport) -> ReportSection:
    return ReportSection("words", "In their words", tuple(_words(report)))


def _words(report: ClosingReport) -> Iterator[Block]:
    quotes, voices = report.voices.quotes, report.voices
    said = [
        (voices.questions[key], words) for key, words in voices.said.items() if words and key not in _NOT_HERE
    ]
    if not quotes and not said:
        yield Paragraph("Nobody has said anything yet that may be quoted here.")
        return
    yield Paragraph(
        "Each of these stands here with its author's consent, which can be taken back at any time."
    )
    yield from map(quotation, quotes)
    for question, words in said:
        yield Subheading(question)
        yield from quoted(words)


def quoted(words: Iterable[str]) -> Iterator[Block]:
    """As many as there is room for, of what is the same only one: else it would be a number of people."""
    shown, left = with_room(words)
    yield from (Quotation(one) for one in shown)
    if left:
        yield Paragraph("More may be quoted than there is room for here.", True)


def with_room(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is shown, and what is not. Those that are short have more room than a few long ones."""
    different, shown, used = list(dict.fromkeys(words)), list[str](), 0
    for one in different:
        if not shown or used + len(one) <= _ROOM:
            shown.append(one)
            used += len(one) + _A_LINE
    return shown, [one for one in different if one not in shown]


def quotation(quote: Quote) -> Quotation:
    return Quotation(quote.words or "A story to look at or to listen to.", quote.by, quote.link)


def practice(report: ClosingReport) -> ReportSection:
    title = "Good practice, challenges, and how they were overcome"
    return ReportSection("practice", title, tuple(_practice(report)))


def _practice(report: ClosingReport) -> Iterator[Block]:
    voices = report.voices
    for key, title in ((_WORKED, "What worked well"), (_BETTER, "What the next cohort should find better")):
        yield Subheading(title)
        if words := voices.said.get(key, ()):
            yield from quoted(words)
        else:
            yield Paragraph("Nobody has said anything about this yet that may be quoted.")
    yield Subheading("How challenges were met")
    if voices.corrected:
        yield Bullets(voices.corrected)
    else:
        yield Paragraph("Nothing was noted that had to be corrected on the way.")


def corrected(report: ClosingReport) -> ReportSection:
    return ReportSection("next", "What was corrected, and what comes next", tuple(_next(report)))


def _next(report: ClosingReport) -> Iterator[Block]:
    voices, plan = report.voices, report.programme.report
    if voices.corrected:
        yield Paragraph("Corrected in this cohort because of what its participants said:")
        yield Bullets(voices.corrected)
    if voices.corrected_before:
        yield Paragraph("Corrected in the cohort before, so that this one found it better:")
        yield Bullets(voices.corrected_before)
    if not (voices.corrected or voices.corrected_before):
        yield Paragraph("No correction of the course was noted in this cohort.")
    if plan and plan.announcement:
        yield Paragraph(plan.announcement)
    if plan and plan.next_steps:
        yield Paragraph(f"What comes next is announced on {format_date(plan.next_steps)}.")
    else:
        yield Paragraph("When it is announced what comes next is not decided.")
