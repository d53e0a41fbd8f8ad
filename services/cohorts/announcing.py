"""Writing down what comes next with a programme, so that everybody who took part is told on the day."""

from datetime import date

from domain.errors import Refused
from domain.programme.report_dates import announcing as announcing_in
from domain.programme.report_dates import last_report_day
from mail import announcing
from services.context import Context
from storage import cohorts
from storage.views import CohortView


def announce(context: Context, key: str, announcement: str) -> date:
    """Keep what is to be announced, and say on which day. In a cohort that is over as well.

    Raises Refused where the programme names no such day, it has been announced, or is too late; BadInput if
    these are no words for a letter; NotFound.
    """
    with context.store() as session:
        cohort = cohorts.to_change(session, key)
        changed = announcing_in(cohort.programme, announcement)
        if announcing.is_written(session, key):
            raise Refused(f"In {key} it has been announced already what comes next.")
        _check_in_time(context, cohort)
        cohorts.change_programme(session, key, changed)
        assert changed.report
        assert changed.report.next_steps
        return changed.report.next_steps


def _check_in_time(context: Context, cohort: CohortView) -> None:
    last = last_report_day(cohort.programme)
    if last and context.clock().astimezone(cohort.programme.zone).date() > last:
        raise Refused(f"It is too late to announce anything in {cohort.key}; write to people yourself.")
