"""What may happen to a cohort. Numbers, keys and times only: they travel through Temporal."""

from typing import Literal

from domain.entity.entity import Event
from domain.pairing.events import GatheringEvent, LetterFailed, Reschedule
from domain.value import Moment


class CloseApplications(Event):
    """Applications close now."""

    kind: Literal["close_applications"] = "close_applications"


class ExtendApplications(Event):
    """The last moment for applications moves."""

    kind: Literal["extend"] = "extend"
    closes: Moment


class Approve(Event):
    """A human has approved pairs, or brought pairs matched by hand; they are in the store."""

    kind: Literal["approve"] = "approve"
    alone: bool = False
    """Whether it is one pair by itself, which says nothing of who has no partner."""


class EndCohort(Event):
    """The coordinator ends the cohort, in which so many pairings are still open."""

    kind: Literal["end"] = "end"
    open: int


class ChangeProgramme(Event):
    """What its programme says has changed: texts that only the store knows, places, the report's date."""

    kind: Literal["change_programme"] = "change_programme"
    places: tuple[Reschedule, ...] = ()
    """Dates of gatherings that have another place, at the time they have."""
    report: Moment | None = None
    """When the report is due now."""


class Drafted(Event):
    """A draft of matches has been made, by whomever, or (`made=False`) could not be."""

    kind: Literal["drafted"] = "drafted"
    made: bool


class Begun(Event):
    """Pairings have begun, up to this number; `more`: there are others to begin."""

    kind: Literal["begun"] = "begun"
    number: int
    pairings: int
    more: bool


class OpenCounted(Event):
    """So many pairings are still open."""

    kind: Literal["open_counted"] = "open_counted"
    open: int


class Done(Event):
    """The first thing to do has been done."""

    kind: Literal["done"] = "done"


CohortUpdate = CloseApplications | ExtendApplications | Approve | EndCohort | ChangeProgramme | GatheringEvent
"""Updates of the coordinator."""
CohortEvent = CohortUpdate | Drafted | Begun | OpenCounted | Done | LetterFailed
