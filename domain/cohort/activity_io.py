"""What the cohort's workflow asks of its activities, and what they answer: ids, enums and times only."""

from domain.enums import Arrangement, Role
from domain.pairing.events import GatheringEvent
from domain.value import Moment, Value


class NextPairings(Value):
    """Which pairings have not begun: the next so many after this number."""

    cohort: str
    after: int
    most: int


class PairingToBegin(Value):
    """A pairing to begin."""

    number: int
    """Within its cohort."""
    pairing: str
    arrangement: Arrangement
    attended: tuple[tuple[Role, str], ...]
    """Who has been to which gathering in an earlier pairing of the same cohort."""
    taken_over: Moment | None = None
    """When a pair that had been running elsewhere was brought in."""


class Batch(Value):
    beginnings: tuple[PairingToBegin, ...]
    more: bool
    """Whether there may be others after these."""


class DateChange(Value):
    """A changed date for everybody in this cohort: of a gathering, or the last moment for applications."""

    cohort: str
    event: GatheringEvent | None
    closes: Moment | None
