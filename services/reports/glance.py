"""All cohorts at a glance."""

from typing import NamedTuple

from domain.clock import format_date, format_day
from domain.enums import CohortStage, in_words
from services.context import Context
from services.reports.today import sections
from storage import queries, search
from storage.views import CohortView


class CohortGlance(NamedTuple):
    cohort: CohortView
    applications: int
    in_the_running: int
    """So many of the applications are open."""
    pairings: int
    open_pairings: int
    waiting: int
    """So many things wait for the coordinator."""


def glance(context: Context) -> list[CohortGlance]:
    """Every cohort, in the order in which they were opened."""
    with context.store() as session:
        applied, in_the_running = search.open_applications(session)
        pairs, open_pairs = search.open_pairings(session)
        return [
            CohortGlance(
                cohort,
                applied[cohort.key],
                in_the_running[cohort.key],
                pairs[cohort.key],
                open_pairs[cohort.key],
                waiting=sum(len(part.items) for part in sections(session, cohort, context.clock())),
            )
            for cohort in queries.cohorts(session)
        ]


def standing(cohort: CohortView) -> str:
    """Its stage with the date that matters: `open for applications until Thu 10 Jun 2027`."""
    plan, zone = cohort.programme.applications, cohort.programme.zone
    match cohort.stage:
        case CohortStage.ANNOUNCED if plan and plan.opens:
            return f"opens for applications on {format_date(plan.opens)}"
        case CohortStage.OPEN if plan:
            return f"open for applications until {format_date(plan.closes)}"
        case CohortStage.ENDED:
            return f"ended on {format_day(cohort.since, zone)}"
    return f"{in_words(cohort.stage)} since {format_day(cohort.since, zone)}"
