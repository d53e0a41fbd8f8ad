"""An application on its way from interest to a pair.

It is a frozen value and knows nothing of the person: neither who it is nor what the form says, only
what is missing in it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.application.events import ApplicationEvent
from domain.application.rules import INVITATION, MANAGER, ApplicationRules
from domain.clock import mornings_after
from domain.entity.backdating import Backdatable
from domain.entity.entity import Attributable
from domain.entity.outcomes import OutcomeKind
from domain.entity.told import Told
from domain.enums import ApplicationEndReason, ApplicationStage, Role
from domain.programme.rules import Gathering, Seat, Sitting
from domain.value import Moment, SortedSet, Value


class CalledOff(Value):
    """No date is left of a gathering that this person had no seat at."""

    gathering: str
    at: Moment


class Application(Backdatable):
    role: Role
    rules: ApplicationRules
    stage: ApplicationStage
    reason: ApplicationEndReason | None = None
    """Why it is over, if it did not lead to a pair."""
    received: Moment | None = None
    """When the form arrived."""
    judged: Moment | None = None
    """When it was first looked at after it had arrived."""
    missing: tuple[str, ...] = ()
    eligible: bool = True
    invited: bool = False
    confirmed: SortedSet[str] = frozenset()
    not_met: SortedSet[str] = frozenset()
    has_waited: bool = False
    """Whether something was still to be done when it was first looked at."""
    checking_since: Moment | None = None
    """When it was first complete, with something else still to happen; since then the line manager is
    asked."""
    managers: int = 0
    """How many other line managers have been named since."""
    asked_to_talk: Moment | None = None
    """When the line manager said that they would like to talk before they answer."""
    seats: tuple[Seat, ...] = ()
    called_off: tuple[CalledOff, ...] = ()
    heard: Moment | None = None
    """When the session was over at which somebody who had not applied yet wanted to hear more."""
    came_to: SortedSet[str] = frozenset()
    pairings: SortedSet[str] = frozenset()
    """The open pairings of this person in this role."""
    was_paired: bool = False
    told_of_ending: bool = False
    """Whether a letter has told this person that their latest pairing is over."""
    letter_failed: Moment | None = None
    before: ApplicationStage | None = None
    """Where it stood when it last came out of the running."""
    farewells: int = 0
    """How often it has come out of the running."""
    reopened: Moment | None = None
    """When it was last taken up again."""
    reopenings: int = 0
    cohort_over: bool = False
    offered_in_next_cohort: bool = False
    """Whether the next cohort has offered this person a place."""
    told: tuple[Told[ApplicationEvent], ...] = ()

    @property
    def timezone(self) -> str:
        return self.rules.timezone

    @property
    def began(self) -> datetime:
        return min(at for at in (self.received, self.judged, self.since) if at)

    @property
    def is_open(self) -> bool:
        """Whether it is in the running."""
        return self.stage.is_open

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen to it. One out of the running can be taken up again until the
        cohort is over; one that is carried over waits for the next cohort after that, and can be taken off
        the list."""
        if self.is_open:
            return False
        if self.stage is ApplicationStage.CARRIED:
            return self.offered_in_next_cohort
        return self.cohort_over or self.stage is ApplicationStage.COMPLETED

    @property
    def outstanding(self) -> tuple[str, ...]:
        """The conditions that have not been confirmed yet."""
        return tuple(key for key in self._conditions() if key not in self.confirmed)

    def _conditions(self) -> Iterator[str]:
        if self.rules.invited_only and not self.invited and not self._after_first_phase():
            yield INVITATION
        if self.rules.manager_support:
            yield MANAGER
        for prerequisite in self.rules.prerequisites:
            yield prerequisite.key

    def _after_first_phase(self) -> bool:
        until = self.rules.invited_until
        return until is not None and self.received is not None and self.received > until

    @property
    def is_late(self) -> bool:
        closes = self.rules.closes
        return self.received is not None and closes is not None and self.received > closes

    @property
    def reopen_suffix(self) -> str:
        """Ends the keys of letters that are written again when it has been taken up again: the earlier
        ones may have been taken back unsent."""
        return f":{self.reopenings}" if self.reopenings else ""

    @property
    def asked_until(self) -> datetime:
        """Until when whoever was invited, or offered a place, is asked to answer."""
        if self.reopened is None:
            return self.answer_by
        return max(self.answer_by, self.after(self.reopened, self.rules.patience.notice))

    @property
    def answer_by(self) -> datetime:
        """Until when whoever was invited, or offered a place, may say so."""
        return self.rules.closes or self.rules.introductions

    @property
    def silence_ends(self) -> datetime | None:
        """When the patience with a line manager who does not answer is over."""
        if self.checking_since is None or MANAGER not in self.outstanding or self.asked_to_talk:
            return None
        return self.after(self.checking_since, self.rules.patience.manager_answer)

    def after(self, since: datetime, days: int) -> datetime:
        """The morning `days` days after `since`."""
        return mornings_after(since, days, self.rules.zone)

    def seat_at(self, gathering: Gathering) -> Sitting | None:
        """The sitting this person has signed up for."""
        keys = [seat.sitting for seat in self.seats if seat.gathering == gathering.key]
        return gathering.sitting(keys[-1]) if keys else None


class ApplicationStart(Attributable):
    """What an application's workflow is started with."""

    application: str
    cohort: str
    role: Role
    rules: ApplicationRules
    stage: ApplicationStage
    """OFFERED, INVITED, or INCOMPLETE where the form is there."""
    received: Moment | None = None
    asked: Moment | None = None
    """When the invitation or the offer is to go; None: at once."""
    missing: tuple[str, ...] = ()
    eligible: bool = True
    invited: bool = False
    cohort_over: bool = False
    initial_state: Application | None = None
    """The application as the store has kept it, where its workflow was lost."""


def begin(start: ApplicationStart, now: datetime) -> Application:
    """The beginning of an application: somebody has applied, or is invited to. Or the application where
    an earlier workflow left off."""
    if start.initial_state:
        return start.initial_state
    application = Application(
        id=start.application,
        since=max(now, start.received or now, start.asked or now),
        role=start.role,
        rules=start.rules,
        stage=start.stage,
        received=start.received,
        missing=start.missing,
        eligible=start.eligible,
        invited=start.invited,
        cohort_over=start.cohort_over,
    )
    kind = OutcomeKind.INVITED if start.stage is not ApplicationStage.INCOMPLETE else OutcomeKind.APPLIED
    return application.with_outcome(kind, now, actor=start.actor)


SOON = timedelta(days=1)
"""Who has been written to within this time is not reminded of the same."""
