"""What an event does to a cohort: the next one, or a sentence that says why not.

An event that has already happened changes nothing, so that a repeated command is harmless.
"""

from datetime import datetime

from domain.cohort import events
from domain.cohort.cohort import Cohort
from domain.cohort.machine import COHORT


def apply(cohort: Cohort, event: events.CohortEvent, now: datetime) -> Cohort:
    """The cohort after this event; raises Refused with a sentence if the rules do not allow it."""
    return COHORT.apply(cohort, event, now)
