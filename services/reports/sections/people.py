"""Who took part, from the first application to the last answer."""

from collections.abc import Iterator

from domain.disclosure.cell import Shown
from domain.enums import BOTH, Role, in_words
from services.pictures.kinds import FunnelPicture
from services.reports.breakdowns import (
    ACCEPTED,
    EVALUATED,
    FATES,
    IN_ORDER,
    MET,
    MINIMUM,
    PAIRS,
    YES,
    applications_of,
)
from services.reports.closing import ClosingReport
from services.reports.document import Block, DataTable, Illustration, Paragraph, ReportSection
from services.reports.wording import about, per_cent, shown

Steps = tuple[tuple[str, Shown], ...]


def people(report: ClosingReport) -> ReportSection:
    return ReportSection("people", "Who took part", tuple(_blocks(report)))


def _blocks(report: ClosingReport) -> Iterator[Block]:
    tables = [report.tables[applications_of(role)] for role in BOTH]
    applied = any(table.total != 0 for table in tables)
    if applied:
        steps = tuple((f"People: {name}", number) for name, number in _applicants(report))
        yield _funnel("From an application to a pair", steps, _of_applicants(report))
    pairs = tuple((f"Pairs: {name}", number) for name, number in _pairs(report))
    yield _funnel("From a pair to an evaluation", pairs, _of_pairs(report))
    if applied:
        yield fates(report)
    else:
        yield Paragraph("The pairs were made by hand; nobody applied here.")


def _funnel(title: str, steps: Steps, says: str) -> Illustration:
    rows = tuple((name, shown(number)) for name, number in steps)
    return Illustration(title, FunnelPicture(steps), says, DataTable(title, ("step", "number"), rows))


def _applicants(report: ClosingReport) -> Steps:
    """Each the sum of what is told of both roles, which tells no more than they do."""
    tables = [report.tables[applications_of(role)] for role in BOTH]
    return (
        ("applied", _sum([table.total for table in tables])),
        ("in order", _sum([table.ways[IN_ORDER][YES] for table in tables])),
        ("paired at the end", _sum([table.ways[FATES]["paired"] for table in tables])),
    )


def _sum(numbers: list[Shown]) -> Shown:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _pairs(report: ClosingReport) -> Steps:
    pairs = report.tables[PAIRS]
    steps = [("introduced", pairs.total), ("both accepted", pairs.ways[ACCEPTED][YES])]
    steps += [("met at least once", pairs.ways[MET][YES]), ("met the minimum", pairs.ways[MINIMUM][YES])]
    if report.programme.evaluation:
        steps.append(("both answered the evaluation", pairs.ways[EVALUATED][YES]))
    return tuple(steps)


def _of_applicants(report: ClosingReport) -> str:
    steps = dict(_applicants(report))
    in_order = steps["in order"]
    said = "how many were in order is withheld" if in_order is None else f"about {in_order} were in order"
    return f"There were {about(steps['applied'], 'applications')}; {said}."


def _of_pairs(report: ClosingReport) -> str:
    steps = dict(_pairs(report))
    introduced, met = steps["introduced"], steps["met the minimum"]
    said = f"There were {about(introduced, 'pairs')}"
    if met is None:
        return f"{said}; how many met the minimum cannot be told without telling of a few."
    return (
        f"{said}, and {per_cent(met, introduced, report.limits)} of them met as often as was asked, or more."
    )


def fates(report: ClosingReport) -> DataTable:
    """What became of applications, role by role."""
    tables = {role: report.tables[applications_of(role)] for role in BOTH}
    names = list(tables[Role.MENTOR].ways[FATES])
    rows = [
        (in_words(name), *(shown(table.ways[FATES][name]) for table in tables.values())) for name in names
    ]
    total = ("total", *(shown(table.total) for table in tables.values()))
    told = tuple(row for row in rows if any(number != "0" for number in row[1:]))
    title = "What became of the applications"
    return DataTable(title, (title.lower(), *_labels(report)), (*told, total))


def _labels(report: ClosingReport) -> tuple[str, ...]:
    return tuple(report.programme.role(role).label for role in BOTH)
