"""Dates of the cohort that move while an application lives, whether it is in the running or not."""

from datetime import datetime

from domain.admission.admission import Admission
from domain.admission.events import Extend
from domain.events import AddSitting, Reschedule
from domain.outcomes import OutcomeKind
from domain.rescheduling import kind_of, rescheduled


def extend(event: Extend, admission: Admission, now: datetime) -> Admission:
    if admission.rules.closes == event.closes:
        return admission
    extended = admission.changed(rules=admission.rules.changed(closes=event.closes))
    return extended.telling(OutcomeKind.EXTENDED, now)


def move_gathering(event: Reschedule | AddSitting, admission: Admission, now: datetime) -> Admission:
    if event.gathering not in {g.key for g in admission.rules.gatherings}:
        return admission  # it comes after the pairing, or is for the other role
    rules = rescheduled(event, admission.rules, now)
    if rules == admission.rules:
        return admission
    return admission.changed(rules=rules).telling(
        kind_of(event), now, about=event.gathering, starts=event.starts
    )
