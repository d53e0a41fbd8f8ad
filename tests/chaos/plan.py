"""What a run consists of: rounds, each a cohort that lives its half year while some faults are done."""

from dataclasses import dataclass

from tests.chaos.faults import ALL, RESETS, Fault

@dataclass(frozen=True)
class Round:
    faults: tuple[Fault, ...]
    pairs: int
    seconds: float
    """For so long, at most, things are broken; then the lives go on in peace to their end."""

    @property
    def name(self) -> str:
        return self.faults[0].name if len(self.faults) == 1 else "all at once"


WHOLE = (*(Round((fault,), pairs=7, seconds=30) for fault in ALL), Round(ALL, pairs=40, seconds=150))
SHARE = (Round(ALL, pairs=8, seconds=40),)
