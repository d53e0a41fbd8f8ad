"""What happened: how pairs went, how often they met, and who came to what."""

from collections.abc import Iterator

from domain.enums import BOTH, Attendance, EndReason, in_words
from domain.wording import capitalised, counted
from services.pictures.kinds import DotsPicture
from services.reports.breakdowns import (
    ABOVE,
    ARRANGEMENTS,
    AT_MINIMUM,
    ATTENDANCE,
    BELOW,
    COMPLETED,
    ENDINGS,
    PAIRS,
    SESSIONS_EACH,
    attendance_of,
)
from services.reports.closing import ClosingReport
from services.reports.document import Block, DataTable, Illustration, Paragraph, ReportSection
from services.reports.rules import rules_kept
from services.reports.sections.over_time import over_time
from services.reports.wording import about, shown, spelled


def happened(report: ClosingReport) -> ReportSection:
    return ReportSection("happened", "What happened", tuple(_blocks(report)))


def _blocks(report: ClosingReport) -> Iterator[Block]:
    pairs = report.tables[PAIRS]
    completed = pairs.ways[ENDINGS][COMPLETED]
    if completed is None or pairs.total is None:
        yield Paragraph("How many pairs came to the end cannot be told without telling of a few.")
    else:
        yield Paragraph(f"About {completed} of about {counted(pairs.total, 'pair')} came to the end.")
    if report.sessions is not None:
        held = f"{about(report.sessions, 'sessions')} took place, {about(report.hours, 'hours')} in all"
        yield Paragraph(f"{capitalised(held)}.")
    yield _sessions(report)
    yield _table(report, "How pairs ended", ENDINGS)
    if ARRANGEMENTS in pairs.ways:
        yield _table(report, "In which arrangement", ARRANGEMENTS)
    if rows := list(_gatherings(report)):
        columns = ("gathering", *(in_words(what) for what in ("attended", "missed", "excused")))
        yield DataTable("Who came to what", columns, tuple(rows))
    yield Paragraph(rules_kept(report))
    yield from over_time(report)


def _sessions(report: ClosingReport) -> Illustration:
    parts, minimum = report.tables[PAIRS].ways[SESSIONS_EACH], report.programme.sessions.minimum
    rows = (
        (f"Fewer than {spelled(minimum)}", parts[BELOW]),
        (f"{spelled(minimum).capitalize()}, which is the minimum", parts[AT_MINIMUM]),
        (f"More than {spelled(minimum)}", parts[ABOVE]),
    )
    table = DataTable(
        "Sessions a pair", ("sessions a pair", "pairs"), tuple((name, shown(n)) for name, n in rows)
    )
    picture = DotsPicture(rows, each=5, each_in_words="five pairs", minimum=1)
    return Illustration("Sessions a pair, against the minimum", picture, _says(report), table)


def _says(report: ClosingReport) -> str:
    parts = report.tables[PAIRS].ways[SESSIONS_EACH]
    if all(number is None for number in parts.values()):
        return "How often pairs met cannot be told pair by pair: too few met too seldom, or too often."
    if parts[ABOVE] is not None:
        return f"{about(parts[ABOVE], 'pairs').capitalize()} met more often than they were asked to."
    return f"{about(parts[AT_MINIMUM], 'pairs').capitalize()} met as often as they were asked to."


def _table(report: ClosingReport, title: str, way: str) -> DataTable:
    pairs = report.tables[PAIRS]
    rows = [(named(name), shown(number)) for name, number in pairs.ways[way].items() if number != 0]
    if not pairs.is_broken_down(way):
        rows = [("each by itself", "*")]
    return DataTable(title, (title.lower(), "pairs"), (*rows, ("total", shown(pairs.total))))


def named(part: str) -> str:
    """`ended: no contact`, say."""
    words = in_words(part)
    return f"ended: {words.removeprefix('ended ')}" if part in set(EndReason) else words


def _gatherings(report: ClosingReport) -> Iterator[tuple[str, ...]]:
    for plan in report.programme.gatherings:
        for role in BOTH if len(plan.roles) == len(BOTH) else plan.roles:
            if table := report.tables.get(attendance_of(plan.key, role)):
                came = [shown(table.ways[ATTENDANCE][what]) for what in Attendance]
                if set(came) != {"0"}:
                    yield (f"{plan.title}: {report.programme.role(role).label}", *came)
