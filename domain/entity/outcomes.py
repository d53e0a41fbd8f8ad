"""What is recorded about an entity: facts in enums, numbers and times, never what was said."""

from datetime import date
from enum import StrEnum

from domain.enums import Role
from domain.value import Moment, Value


class OutcomeKind(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    STAGE = "stage"
    ATTENDED = "attended"
    MISSED = "missed"
    WAIVED = "waived"
    RESCHEDULED = "rescheduled"
    PLACE_CHANGED = "place_changed"
    """Of a gathering."""
    BOOKED = "booked"
    TIMES_PROPOSED = "times_proposed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"
    NOT_HELD = "not_held"
    REVIEWED = "reviewed"
    ANSWERED = "answered"
    PAUSED = "paused"
    RESUMED = "resumed"
    ARRANGEMENT_CHANGED = "arrangement_changed"
    ARRANGEMENT_PROPOSED = "arrangement_proposed"
    ARRANGEMENT_KEPT = "arrangement_kept"
    """What was proposed has been declined, or taken back."""
    CONCERN = "concern"
    LETTER_FAILED = "letter_failed"
    ADDRESS_CHANGED = "address_changed"
    """What is to come in somebody's calendar moves to another address."""
    ENDED = "ended"
    APPLIED = "applied"
    INVITED = "invited"
    CONFIRMED = "confirmed"
    NOT_MET = "not_met"
    ASKED_TO_TALK = "asked_to_talk"
    SIGNED_UP = "signed_up"
    CANNOT_COME = "cannot_come"
    SIGNED_OFF = "signed_off"
    PLACED = "placed"
    FREED = "freed"
    EXTENDED = "extended"
    REOPENED = "reopened"
    OFFERED_ON = "offered_on"
    COHORT_OVER = "cohort_over"
    SITTING_ADDED = "sitting_added"
    PROGRAMME_CHANGED = "programme_changed"
    SITTING_CANCELLED = "sitting_cancelled"
    DRAFTED = "drafted"
    APPROVED = "approved"
    BEGUN = "begun"
    TAKEN_BACK = "taken_back"
    """An outcome before it was recorded by mistake."""
    ALL_DONE = "all_done"
    """A cohort has no task left."""
    CAUGHT_UP = "caught_up"
    """The store had been restored from a backup: what happened between is not in it."""


class Outcome(Value):
    """One recorded fact. `number` counts up from 1 within its entity and is its business key.

    `about` is the key or enum value that the fact is about: a gathering, a stage, a concern,
    a review choice, a reason, a condition, a pairing. `session` is the session's number, `starts` its
    or a sitting's time. `at` is when it was told, `happened_on` the local day on which it happened, where
    that is an earlier one.
    """

    number: int
    kind: OutcomeKind
    at: Moment
    happened_on: date | None = None
    actor: str | None = None
    """Who did it, as an opaque id; None: Tandem itself."""
    role: Role | None = None
    about: str | None = None
    session: int | None = None
    starts: Moment | None = None
    minutes: int | None = None
    corrects: int | None = None
    """The number of the outcome that was recorded by mistake, and counts no more."""
