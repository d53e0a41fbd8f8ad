"""What may happen to an application. Enums, keys and times only: they travel through Temporal."""

from typing import Literal

from domain.entity.backdating import Backdated
from domain.entity.entity import Event, TakeBack
from domain.pairing.events import AddressChanged, AddSitting, CancelSittings, LetterFailed, Reschedule
from domain.value import Moment


class Arrive(Event):
    """The form has arrived, or has been put right since."""

    kind: Literal["arrive"] = "arrive"
    received: Moment
    missing: tuple[str, ...] = ()
    """The fields that the programme needs and that are not filled in."""
    eligible: bool | None = True
    """Whether the grade is one the programme admits in this role; None if that is as it was."""
    new_manager: bool = False
    """Whether another line manager has been named, who has not been asked yet."""


class Invite(Event):
    """The programme invites this person to apply."""

    kind: Literal["invite"] = "invite"


class TakeUp(Backdated):
    """Who was carried over takes up the place that is offered."""

    kind: Literal["take_up"] = "take_up"


class Confirm(Backdated):
    """A condition has been met, or (`met=False`) will not be."""

    kind: Literal["confirm"] = "confirm"
    condition: str
    met: bool = True


class AskToTalk(Event):
    """The line manager would like to talk about it before they answer."""

    kind: Literal["ask_to_talk"] = "ask_to_talk"


class SignUp(Event):
    """The person will come to this sitting, or (None) to none."""

    kind: Literal["sign_up"] = "sign_up"
    gathering: str
    sitting: str | None


class Come(Backdated):
    """It is recorded that the person came to a gathering, or (`came=False`) did not."""

    kind: Literal["come"] = "come"
    gathering: str
    came: bool = True


class Decline(Backdated):
    """The coordinator declines the application."""

    kind: Literal["decline"] = "decline"


class WithdrawApplication(Backdated):
    """The person withdraws. Nobody asks why."""

    kind: Literal["withdraw"] = "withdraw"


class Reopen(Event):
    """The coordinator takes it up again after it had come out of the running."""

    kind: Literal["reopen"] = "reopen"


class Placed(Event):
    """The person has a partner: a pairing has begun."""

    kind: Literal["placed"] = "placed"
    pairing: str
    again: bool = False
    """Whether it had ended by mistake, and goes on."""


class Freed(Event):
    """A pairing is over."""

    kind: Literal["freed"] = "freed"
    pairing: str
    how: Literal["completed", "left", "silent", "free"]
    """It was completed; this person left; nothing was heard of the pair; or this person is free
    for another partner."""
    told: bool = True
    """Whether a letter about it has gone to this person."""


class Unmatched(Event):
    """The matches have been approved, and there was no partner."""

    kind: Literal["unmatched"] = "unmatched"


class ExtendDeadline(Event):
    """The last moment for applications has been moved."""

    kind: Literal["extend"] = "extend"
    closes: Moment


class Close(Event):
    """The cohort is over: whoever still waits is carried over to the next."""

    kind: Literal["close"] = "close"


class OfferedInNextCohort(Event):
    """The next cohort has offered a place to this person, who had been carried over."""

    kind: Literal["offered_on"] = "offered_on"


ApplicationUpdate = (
    Arrive
    | Invite
    | TakeUp
    | Confirm
    | AskToTalk
    | SignUp
    | Come
    | Decline
    | WithdrawApplication
    | Reopen
    | TakeBack
)
"""An update: somebody waits to see it recorded."""
ApplicationSignal = (
    Placed
    | Freed
    | Unmatched
    | ExtendDeadline
    | Close
    | OfferedInNextCohort
    | Reschedule
    | AddSitting
    | CancelSittings
    | LetterFailed
    | AddressChanged
)
"""A signal: it comes from elsewhere in Tandem, which waits for no answer."""
ApplicationEvent = ApplicationUpdate | ApplicationSignal
