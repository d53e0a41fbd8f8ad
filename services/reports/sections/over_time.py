"""This cohort beside the one before, if there was one and a report was made of it."""

from collections.abc import Iterator

from domain.wording import listed
from services.pictures.kinds import ComparisonPicture
from services.reports.closing import ClosingReport
from services.reports.comparing import Measure, measures
from services.reports.document import Block, DataTable, Illustration, Paragraph
from services.reports.wording import shown

_CLEARLY = 10
"""Percentage points: less is as good as the rounding."""


def over_time(report: ClosingReport) -> Iterator[Block]:
    if report.before:
        yield beside((report.before.cohort, report.cohort), measures(report.before, report))
    else:
        yield Paragraph("There is no report of a cohort before this one to set it beside.", True)


def beside(cohorts: tuple[str, str], found: tuple[Measure, ...]) -> Illustration:
    rows = tuple((one.what, *(_per_cent(share) for share in (one.first, one.second))) for one in found)
    table = DataTable("Cohort over cohort", ("per cent of those concerned", *cohorts), rows)
    picture = ComparisonPicture(cohorts, tuple((one.what, one.first, one.second) for one in found))
    return Illustration("Cohort over cohort", picture, _says(cohorts, found), table)


def _per_cent(share: int | None) -> str:
    return shown(share) if share is None else f"{share}%"


def _says(cohorts: tuple[str, str], found: tuple[Measure, ...]) -> str:
    told = [
        (one, one.second - one.first) for one in found if one.first is not None and one.second is not None
    ]
    up = [f"\u201c{one.what}\u201d" for one, by in told if by >= _CLEARLY]
    down = [f"\u201c{one.what}\u201d" for one, by in told if by <= -_CLEARLY]
    if not told:
        return "Nothing can be told of both cohorts."
    if not up and not down:
        return f"{cohorts[1]} is much like {cohorts[0]}: no share differs by ten points or more."
    more = f"higher in {listed(up)}" if up else ""
    less = f"lower in {listed(down)}" if down else ""
    return f"By ten points or more, {cohorts[1]} is {' and '.join(filter(None, (more, less)))}."
