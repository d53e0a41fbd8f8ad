"""What may happen to a pairing. Each is a command somebody gives, or news somebody brings.

Enums, numbers and times only: they travel through Temporal.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from domain.entity.backdating import Backdated
from domain.entity.entity import Event, TakeBack
from domain.enums import Arrangement, Correspondent, EndReason, ReviewChoice, Role, Wave
from domain.programme.rules import Sitting
from domain.value import Moment

Minutes = Field(gt=0, le=600)


class Accept(Backdated):
    """A partner accepts the pairing."""

    kind: Literal["accept"] = "accept"
    role: Role


class Attend(Backdated):
    """It is recorded who attended a gathering, or (`attended=False`) who missed it."""

    kind: Literal["attend"] = "attend"
    gathering: str
    roles: tuple[Role, ...] = ()
    """Empty: everybody whom the gathering is for."""
    attended: bool = True


class Waive(Backdated):
    """The coordinator excuses partners from a gathering."""

    kind: Literal["waive"] = "waive"
    gathering: str
    roles: tuple[Role, ...] = ()
    """Empty: everybody whom the gathering is for."""


class Reschedule(Event):
    """A sitting of a gathering moves to another time, for the whole cohort."""

    kind: Literal["reschedule"] = "reschedule"
    gathering: str
    sitting: str
    starts: Moment
    ends: Moment
    place: str | None = None
    """Of the sitting as it is now."""


class AddSitting(Event):
    """A gathering is held once more, for whoever has not attended it yet."""

    kind: Literal["add_sitting"] = "add_sitting"
    gathering: str
    sitting: str
    starts: Moment
    ends: Moment
    place: str | None = None


class CancelSittings(Event):
    """Dates of a gathering are cancelled, for the whole cohort."""

    kind: Literal["cancel_sittings"] = "cancel_sittings"
    gathering: str
    sittings: tuple[str, ...]
    opens: bool = False
    """Whether everybody may go on without having attended it."""
    instead: Sitting | None = None
    """Where whoever was to come comes now."""


GatheringEvent = Reschedule | AddSitting | CancelSittings
"""What happens to a gathering, for everybody in a cohort."""


class ChooseSitting(Event):
    """Partners come to this sitting of a gathering, and not to another."""

    kind: Literal["choose_sitting"] = "choose_sitting"
    gathering: str
    sitting: str
    roles: tuple[Role, ...] = ()
    """Empty: everybody whom the gathering is for."""


class CannotCome(Event):
    """A partner can come to no date of a gathering that there is."""

    kind: Literal["cannot_come"] = "cannot_come"
    gathering: str
    role: Role


class BookSession(Event):
    """The pair has agreed when it will meet."""

    kind: Literal["book_session"] = "book_session"
    starts: Moment
    minutes: int = Minutes


class ProposeTimes(Event):
    """A partner proposes up to three times for the next session, of which the other takes one."""

    kind: Literal["propose_times"] = "propose_times"
    role: Role
    times: tuple[Moment, ...] = Field(min_length=1)
    minutes: int = Minutes


class MoveSession(Event):
    kind: Literal["move_session"] = "move_session"
    session: int
    starts: Moment
    minutes: int | None = Field(default=None, gt=0, le=600)


class CancelSession(Event):
    kind: Literal["cancel_session"] = "cancel_session"
    session: int


class LogSession(Event):
    """A session took place, or (`held=False`) a booked one did not.

    Without `session`, `starts` and `day` the earliest booked session is meant; with `starts` or `day` alone
    the one of that time, or one that was never booked.
    """

    kind: Literal["log_session"] = "log_session"
    session: int | None = None
    starts: Moment | None = None
    day: date | None = None
    """The local day, where the hour is not known."""
    minutes: int | None = Field(default=None, gt=0, le=600)
    held: bool = True


class Review(Backdated):
    """A partner says at the mid-way review how to go on."""

    kind: Literal["review"] = "review"
    role: Role
    choice: ReviewChoice


class Answer(Backdated):
    """A partner has answered the questions of a wave; never what."""

    kind: Literal["answer"] = "answer"
    role: Role
    wave: Wave = Wave.END


class Pause(Backdated):
    kind: Literal["pause"] = "pause"
    until: Moment | None = None
    """When the pair goes on by itself; None: when somebody says so."""


class ExtendSessions(Event):
    """This pair has time for its sessions until then; what comes after them moves along."""

    kind: Literal["extend_sessions"] = "extend_sessions"
    closes: Moment


class ChangeArrangement(Event):
    """The pair goes on in another arrangement."""

    kind: Literal["change_arrangement"] = "change_arrangement"
    arrangement: Arrangement


class ProposeArrangement(Event):
    """A partner would like the pair to go on in another arrangement, or agrees to what the other proposes;
    or, with the one that they are in, would like to stay in it."""

    kind: Literal["propose_arrangement"] = "propose_arrangement"
    role: Role
    arrangement: Arrangement


class Resume(Backdated):
    kind: Literal["resume"] = "resume"


class Withdraw(Backdated):
    """A partner leaves. Nobody is at fault and nobody asks why."""

    kind: Literal["withdraw"] = "withdraw"
    role: Role


class End(Backdated):
    """The coordinator ends the pairing."""

    kind: Literal["end"] = "end"
    reason: Literal[EndReason.COORDINATOR, EndReason.NO_CONTACT] = EndReason.COORDINATOR


class LetterFailed(Event):
    """A letter was finally refused by the mail server, came back, or is held for a human to look."""

    kind: Literal["letter_failed"] = "letter_failed"
    role: Role | Correspondent


class AddressChanged(Event):
    """Letters to this person go to another address from now on; which one, the store knows."""

    kind: Literal["address_changed"] = "address_changed"
    role: Role | Correspondent


PairingEvent = (
    Accept
    | Attend
    | Waive
    | Reschedule
    | AddSitting
    | CancelSittings
    | ChooseSitting
    | CannotCome
    | BookSession
    | ProposeTimes
    | ChangeArrangement
    | ProposeArrangement
    | MoveSession
    | CancelSession
    | LogSession
    | Review
    | Answer
    | Pause
    | ExtendSessions
    | Resume
    | Withdraw
    | End
    | LetterFailed
    | AddressChanged
    | TakeBack
)
