"""A concern that somebody raises with whom the programme names for it: what they tell, and how it stands."""

from enum import StrEnum

from domain.value import Moment, Value

MOST_A_DAY = 5
"""So many one person raises in a cohort within a day."""
LONGEST = 5000
"""Characters of a concern, and of a note on one."""
_WORKFLOW = "concern-"


class GetInTouch(StrEnum):
    """Whether who is told a concern may get in touch with who raised it."""

    YES = "yes"
    NO = "no"
    UNNAMED = "unnamed"
    """No, and it is not said who they are."""


class ToldConcern(Value):
    """As its author tells it."""

    what: str
    get_in_touch: GetInTouch
    reached_by: str | None = None
    """How, if not by email."""
    may_be_named: bool = False
    """Whether the contact of the programme may hear whose it is."""


class ConcernState(StrEnum):
    RAISED = "raised"
    RECEIVED = "received"
    CLOSED = "closed"


class ConcernProgress(Value):
    """How a concern stands, and no word of it."""

    told_to: str
    """The name of who is named for it."""
    raised_at: Moment
    received_at: Moment | None
    closed_at: Moment | None
    came_back: bool = False
    """Whether no letter about it has reached them."""

    @property
    def state(self) -> ConcernState:
        if self.closed_at:
            return ConcernState.CLOSED
        return ConcernState.RECEIVED if self.received_at else ConcernState.RAISED


def letters_about(concern: str) -> str:
    """What a letter and a link about a concern are filed under; it is no workflow."""
    return f"{_WORKFLOW}{concern}"


def concern_of(filed: str) -> str | None:
    """The id of the concern that this is filed under; None: it is about something else."""
    return filed.removeprefix(_WORKFLOW) if filed.startswith(_WORKFLOW) else None
