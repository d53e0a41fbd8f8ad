"""Which questionnaires of a cohort are over, so that their answers may be told."""

from collections.abc import Sequence
from datetime import date

from domain.clock import mornings_after
from domain.enums import Stage, Wave
from domain.pairing.waves import later_closes
from domain.programme.programme import Programme
from storage.views import PairingView


def closed_waves(
    programme: Programme, pairings: Sequence[PairingView], today: date, is_over: bool
) -> tuple[Wave, ...]:
    """None as long as the cohort is not over (`is_over`): a pair that paused answers later than all others.
    `pairings`: all of the cohort's."""
    if not is_over:
        return ()
    completed = [pairing.since for pairing in pairings if pairing.stage is Stage.COMPLETED]
    asked = (mornings_after(at, programme.patience.follow_up, programme.zone) for at in completed)
    closes = max((later_closes(at, programme.zone) for at in asked), default=None)
    later = closes is not None and today > closes.astimezone(programme.zone).date()
    return (Wave.BEFORE, Wave.MIDWAY, Wave.END, *((Wave.LATER,) if later else ()))
