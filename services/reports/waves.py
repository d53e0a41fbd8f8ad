"""Which questionnaires of a cohort are over, so that their answers may be told."""

from datetime import date, timedelta

from domain.enums import Wave
from domain.programme.programme import Programme

_TO_ANSWER = timedelta(days=56)
"""So long after it was sent nobody answers the last questionnaire any more."""


def closed_waves(programme: Programme, today: date, is_over: bool) -> tuple[Wave, ...]:
    """`is_over`: whether the cohort is."""
    last = (programme.evaluation or programme.sessions).closes
    later = last + timedelta(days=programme.patience.follow_up) + _TO_ANSWER
    found = (Wave.BEFORE, Wave.MIDWAY, Wave.END) if is_over or today > last else ()
    return (*found, Wave.LATER) if today > later else found
