"""What the closing report of a cohort says in numbers. It names nobody."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from domain.enums import Arrangement, EndReason, Stage
from services.context import Context
from services.reports.calendar import now_in
from services.reports.figures import Figures, figures_of
from storage import applications, queries


class ClosingReport(NamedTuple):
    figures: Figures
    endings: Mapping[tuple[Stage, EndReason | None], int]
    """How many pairs came to which end."""
    arrangements: Mapping[Arrangement, int]
    """How many pairs were in which arrangement."""
    as_of: date


def closing_report(context: Context, key: str) -> ClosingReport:
    """Raises NotFound."""
    with context.store() as session:
        cohort, pairings = queries.cohort(session, key), queries.pairings(session, cohort=key)
        figures = figures_of(session, cohort, pairings, applications.applications(session, key))
    as_of = now_in(cohort, context.clock()).astimezone(cohort.programme.zone).date()
    endings = Counter((p.stage, p.reason) for p in pairings)
    return ClosingReport(figures, endings, Counter(p.arrangement for p in pairings), as_of)
