"""Which questionnaires of a cohort are over, so that their answers may be told."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.enums import Stage, Wave
from domain.programme.programme import Programme
from storage.views import PairingView

_TO_ANSWER = timedelta(days=35)
"""So long after the last questionnaire was sent it is answered no more, by whoever."""


def closed_waves(
    programme: Programme, pairings: Sequence[PairingView], today: date, is_over: bool
) -> tuple[Wave, ...]:
    """None as long as the cohort is not over (`is_over`): a pair that paused answers later than all others.
    `pairings`: all of the cohort's."""
    if not is_over:
        return ()
    completed = [pairing.since.date() for pairing in pairings if pairing.stage is Stage.COMPLETED]
    sent = timedelta(days=programme.patience.follow_up)
    later = bool(completed) and today > max(completed) + sent + _TO_ANSWER
    return (Wave.BEFORE, Wave.MIDWAY, Wave.END, *((Wave.LATER,) if later else ()))
