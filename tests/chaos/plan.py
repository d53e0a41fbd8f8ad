"""What a run consists of: rounds, each a cohort that lives its half year while some faults are done."""

from dataclasses import dataclass

from tests.chaos.faults import ALL, RESETS, STOPS, Fault


@dataclass(frozen=True)
class Round:
    faults: tuple[Fault, ...]
    pairs: int
    seconds: float
    """For so long, at most, things are broken; then the lives go on in peace to their end."""
    silent: int = 3
    """So many more pairs of whom nothing is heard."""

    @property
    def name(self) -> str:
        return self.faults[0].name if len(self.faults) == 1 else "all at once"


ALL_AT_ONCE = (*ALL, STOPS)
"""Both workers are stopped again and again."""
WHOLE = (Round(ALL_AT_ONCE, pairs=40, seconds=150), *(Round((fault,), pairs=5, seconds=20) for fault in ALL))
WHOLE_SECONDS = 690
"""After so long nothing more is broken, and no further round begins."""
_WITHOUT_HUMANS = tuple(fault for fault in ALL_AT_ONCE if fault is not RESETS)
"""A human begins a life again that was reset, with the machine's clock: that takes longer than CI has."""
SHARE = (Round(_WITHOUT_HUMANS, pairs=6, seconds=30),)
LEAST_BROKEN = {"kills": 40, "stops": 60, "server kills": 7, "cuts": 30}
LEAST_LIVED = {"pairings": 100, "transitions": 600, "letters": 1200}
"""What the whole must have come to, or it has proved too little."""
