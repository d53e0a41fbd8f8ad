"""What this was: why there is such a programme, for whom, and what it asked of people."""

from collections.abc import Iterator

from domain.clock import format_date
from domain.enums import BOTH
from domain.programme.programme import Programme
from domain.wording import counted, listed
from services.reports.closing import ClosingReport
from services.reports.document import Block, Bullets, Paragraph, Quotation, ReportSection, Subheading
from services.reports.wording import sentence, spelled


def purpose(report: ClosingReport) -> ReportSection:
    return ReportSection("purpose", "What this was", tuple(_blocks(report.programme)))


def _blocks(programme: Programme) -> Iterator[Block]:
    yield Paragraph(programme.summary)
    if programme.why:
        yield Paragraph(programme.why)
    if programme.predecessor:
        yield Paragraph(sentence(programme.predecessor.text))
    yield Bullets(tuple(f"{programme.role(role).label}: {programme.role(role).who}" for role in BOTH))
    yield Paragraph(_asked(programme))
    if programme.objectives:
        yield Subheading("What it was for")
        yield Bullets(tuple(f"{objective.of}: {objective.text}" for objective in programme.objectives))
    yield from _behind(programme)


def _asked(programme: Programme) -> str:
    sessions = programme.sessions
    many = f"{spelled(sessions.minimum)} {'session' if sessions.minimum == 1 else 'sessions'}"
    held = [gathering.title for gathering in programme.held if gathering.kind.stage and gathering.required]
    beside = f" Everybody was to come to: {listed(dict.fromkeys(held))}." if held else ""
    return (
        f"Each pair ({' or '.join(programme.arrangements)}) was asked to meet for at least {many} of "
        f"{counted(sessions.minutes, 'minute')} between {format_date(sessions.opens)} and "
        f"{format_date(sessions.closes)}, and decided by itself what to talk about.{beside}"
    )


def _behind(programme: Programme) -> Iterator[Block]:
    if silent := [sponsor.named for sponsor in programme.sponsors if not sponsor.quote]:
        yield Paragraph(sentence(f"Behind it: {'; '.join(silent)}"))
    for sponsor in programme.sponsors:
        if sponsor.quote:
            yield Quotation(sponsor.quote, sponsor.named)
    if programme.funder:
        yield Paragraph(programme.funder.sentence)
    committees = programme.report.committees if programme.report else ()
    if committees:
        read = listed(f"{_within(one.name)} on {format_date(one.on)}" for one in committees)
        yield Paragraph(f"This report is read by {read}.")


def _within(name: str) -> str:
    """As it stands in the middle of a sentence."""
    return f"the {name[4:]}" if name.startswith("The ") else name
