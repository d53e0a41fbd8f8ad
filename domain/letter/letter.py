"""Which letters there are, from the first acknowledgement to the thanks, and what each of them may know.

A letter here is the decision to write to one person; the words are in `mail/letters/<name>/`.
"""

from datetime import datetime
from enum import StrEnum

from domain.enums import Arrangement, Correspondent, Role, Wave
from domain.value import Moment, Value


class LetterName(StrEnum):
    APPLICATION_INVITATION = "application_invitation"
    APPLICATION_INVITATION_CHASER = "application_invitation_chaser"
    PLACE_OFFERED = "place_offered"
    PLACE_OFFERED_CHASER = "place_offered_chaser"
    APPLICATION_FORM = "application_form"
    APPLICATION_RECEIVED = "application_received"
    APPLICATION_INCOMPLETE = "application_incomplete"
    CLOSING_REMINDER = "closing_reminder"
    MANAGER_REQUEST = "manager_request"
    MANAGER_CHASER = "manager_chaser"
    APPLICATION_IN_ORDER = "application_in_order"
    APPLICATION_DECLINED = "application_declined"
    APPLICATION_WITHDRAWN = "application_withdrawn"
    APPLICATION_REOPENED = "application_reopened"
    RESERVE_LIST = "reserve_list"
    CARRIED_OVER = "carried_over"
    GATHERING_ANNOUNCED = "gathering_announced"
    COHORT_CLOSING = "cohort_closing"
    DRAFT_READY = "draft_ready"
    COHORT_REPORT = "cohort_report"
    DIGEST = "digest"
    INTRODUCTION = "introduction"
    INTRODUCTION_CHASER = "introduction_chaser"
    BOTH_ACCEPTED = "both_accepted"
    GATHERING_CHOICE = "gathering_choice"
    GATHERING_CHOICE_CHASER = "gathering_choice_chaser"
    GATHERING_INVITATION = "gathering_invitation"
    GATHERING_MOVED = "gathering_moved"
    GATHERING_CANCELLED = "gathering_cancelled"
    GATHERING_REMINDER = "gathering_reminder"
    GATHERING_MISSED = "gathering_missed"
    MENTORING_BEGINS = "mentoring_begins"
    INVITATION_READDRESSED = "invitation_readdressed"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    ADDRESS_CHANGED = "address_changed"
    FORMER_ADDRESS = "former_address"
    TIMES_PROPOSED = "times_proposed"
    SESSION_BOOKED = "session_booked"
    SESSION_MOVED = "session_moved"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_CHECK = "session_check"
    NUDGE = "nudge"
    SECOND_NUDGE = "second_nudge"
    REVIEW_QUESTION = "review_question"
    QUESTIONS = "questions"
    EVALUATION = "evaluation"
    EVALUATION_CHASER = "evaluation_chaser"
    PAUSED = "paused"
    RESUMED = "resumed"
    ARRANGEMENT_PROPOSED = "arrangement_proposed"
    ARRANGEMENT_CHANGED = "arrangement_changed"
    THANKS = "thanks"
    FOLLOW_UP = "follow_up"
    NEXT_STEPS = "next_steps"
    LEAVING_CONFIRMED = "leaving_confirmed"
    PARTNER_LEFT = "partner_left"
    PAIRING_CLOSED = "pairing_closed"
    CORRECTION = "correction"
    CONCERN_RAISED = "concern_raised"


class Method(StrEnum):
    """The iTIP method of a calendar part (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class CalendarPart(Value):
    """What the letter does to the recipient's calendar, at the letter's `starts` and `ends`.

    The UID of an event never changes; its sequence grows by one with each letter.
    """

    uid: str
    method: Method
    sequence: int
    place: str | None = None
    """Stands for the place that it names, if it names one."""


class Occasion(Value):
    """A sitting of a gathering that a letter speaks of."""

    gathering: str
    sitting: str
    starts: Moment
    ends: Moment


class Letter(Value):
    """One letter to one person. `key` is its business key: whatever happens, it is written once."""

    name: LetterName
    role: Role | Correspondent
    """As whom the recipient is written to."""
    key: str
    at: Moment
    gathering: str | None = None
    sitting: str | None = None
    session: int | None = None
    starts: Moment | None = None
    ends: Moment | None = None
    """The time of the gathering or session the letter is about."""
    times: tuple[Moment, ...] = ()
    """Those that are proposed, of which the reader takes one."""
    minutes: int | None = None
    """How long each of them is."""
    arrangement: Arrangement | None = None
    """In which the partner proposes to go on."""
    until: Moment | None = None
    """The date the letter asks to act by, if it names one."""
    wave: Wave | None = None
    """Whose questions it asks, if their answers are given on the reader's page."""
    expires: Moment | None = None
    """After this moment the letter is out of date and must not be sent."""
    calendar: CalendarPart | None = None
    also: tuple[Occasion, ...] = ()
    """What it speaks of besides."""
    carries: tuple[str, ...] = ()
    """The keys of the letters that are not written because this one says what they would say."""
    puts_right: tuple[str, ...] = ()
    """The keys of earlier letters to this person; it is sent only if one of them may have arrived."""
    to_former: bool = False
    """It goes to the address to which that letter went, and only if the person has another one now."""


class LastWritten(Value):
    """When this reader was last written to."""

    role: Role | Correspondent
    at: Moment


class LastLetter(Value):
    """What was written last about an entity, and as whom its readers were written to."""

    name: LetterName
    roles: tuple[Role | Correspondent, ...]
    at: Moment


def last_of(letters: tuple[Letter, ...], at: datetime) -> LastLetter | None:
    """The last of these letters, written at this moment, with everybody who gets one of its name."""
    if not letters:
        return None
    name = letters[-1].name
    roles = dict.fromkeys(letter.role for letter in letters if letter.name is name)
    return LastLetter(name=name, roles=tuple(roles), at=at)
