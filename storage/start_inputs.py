"""What a life is begun with, as it stands in the store before it has begun."""

from datetime import datetime

from domain.application.application import ApplicationStart
from domain.application.completeness import beginning
from domain.cohort.cohort import CohortStart
from domain.enums import ApplicationStage, CohortStage
from domain.programme.timetable import calendar_of, rules_of
from storage.views import ApplicationView, CohortView

ASKED_FIRST = (ApplicationStage.OFFERED, ApplicationStage.INVITED)


def start_of(view: ApplicationView, cohort: CohortView, received: datetime | None = None) -> ApplicationStart:
    """What the life of an application begins with, as it stands in the store. `received`: when the form
    came in, if it is not when it came into the store."""
    asked = view.stage in ASKED_FIRST
    came = None if asked else received or view.received_at
    stage = view.stage if asked else ApplicationStage.INCOMPLETE
    start = beginning(view.id, cohort.key, view.application, cohort.programme, came, stage)
    return start.replace(cohort_over=cohort.stage is CohortStage.ENDED)


def cohort_start(cohort: CohortView, approved: bool) -> CohortStart:
    """What the life of a cohort begins with; `approved`: with pairs that a human has made."""
    return CohortStart(
        cohort=cohort.key,
        rules=rules_of(cohort.programme),
        calendar=calendar_of(cohort.programme),
        approved=approved,
    )
