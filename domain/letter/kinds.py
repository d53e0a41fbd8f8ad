"""What kind of letter each is: to whom, how urgent, and what becomes of it when things change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from domain.enums import Correspondent, Role
from domain.letter.letter import LetterName

APPLICANT, MANAGER = Correspondent.APPLICANT, Correspondent.MANAGER
COORDINATOR, CONCERNS = Correspondent.COORDINATOR, Correspondent.CONCERNS
PARTNER = None
"""One of the two partners, or each of them."""
_SOON = timedelta(days=1)


class Urgency(IntEnum):
    """The smaller number goes first; the Temporal server counts priorities from 1 to 5, so."""

    HIGH = 1
    NORMAL = 3
    LOW = 5


@dataclass(frozen=True)
class QueuedLetter:
    """A letter of the outbox that is to be delivered, and what decides when it is its turn."""

    id: str
    cohort: str
    urgency: Urgency


@dataclass(frozen=True)
class LetterKind:
    reader: Correspondent | None
    dated_by: str
    """The key of the programme file that has most to do with when it goes."""
    is_answer: bool = False
    """Whether it follows at once on what somebody has told, on whatever day that was."""
    is_farewell: bool = False
    """Whether it is still wanted when the application or pairing it is about is over: farewells, thanks and
    cancellations."""
    hold_if_unsure: bool = False
    """When nobody knows whether the mail server took it: hold it for a human (true), because a second copy
    would hurt, or send the very same bytes again (false)."""
    urgency: Urgency = Urgency.NORMAL
    """HIGH: somebody has just done something, or has to know today. LOW: tomorrow would do."""

    def to(self, role: Role) -> Role | Correspondent:
        """Whom it goes to; of one to both partners, the one in this role."""
        return self.reader or role


LETTERS: Mapping[LetterName, LetterKind] = {
    LetterName.APPLICATION_INVITATION: LetterKind(APPLICANT, "applications"),
    LetterName.APPLICATION_INVITATION_CHASER: LetterKind(APPLICANT, "applications"),
    LetterName.PLACE_OFFERED: LetterKind(APPLICANT, "patience"),
    LetterName.PLACE_OFFERED_CHASER: LetterKind(APPLICANT, "patience"),
    LetterName.APPLICATION_FORM: LetterKind(APPLICANT, "applications", is_answer=True, urgency=Urgency.HIGH),
    LetterName.APPLICATION_RECEIVED: LetterKind(APPLICANT, "applications", is_answer=True),
    LetterName.APPLICATION_INCOMPLETE: LetterKind(APPLICANT, "applications"),
    LetterName.CLOSING_REMINDER: LetterKind(APPLICANT, "applications.closes", urgency=Urgency.HIGH),
    LetterName.MANAGER_REQUEST: LetterKind(MANAGER, "patience.manager_chasers", is_answer=True),
    LetterName.MANAGER_CHASER: LetterKind(MANAGER, "patience.manager_chasers"),
    LetterName.APPLICATION_IN_ORDER: LetterKind(APPLICANT, "applications", is_answer=True),
    LetterName.APPLICATION_DECLINED: LetterKind(APPLICANT, "applications", is_farewell=True, is_answer=True),
    LetterName.APPLICATION_WITHDRAWN: LetterKind(
        APPLICANT, "applications", is_farewell=True, is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.APPLICATION_REOPENED: LetterKind(
        APPLICANT, "applications", is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.RESERVE_LIST: LetterKind(APPLICANT, "patience", is_answer=True),
    LetterName.CARRIED_OVER: LetterKind(APPLICANT, "patience", is_farewell=True, is_answer=True),
    LetterName.GATHERING_ANNOUNCED: LetterKind(APPLICANT, "gatherings.*.sittings"),
    LetterName.COHORT_CLOSING: LetterKind(COORDINATOR, "applications.closes"),
    LetterName.DRAFT_READY: LetterKind(COORDINATOR, "applications.closes", urgency=Urgency.HIGH),
    LetterName.COHORT_REPORT: LetterKind(
        COORDINATOR, "applications.closes", is_farewell=True, urgency=Urgency.LOW
    ),
    LetterName.DIGEST: LetterKind(COORDINATOR, "patience", urgency=Urgency.HIGH),
    LetterName.INTRODUCTION: LetterKind(PARTNER, "introductions.on"),
    LetterName.INTRODUCTION_CHASER: LetterKind(PARTNER, "introductions.on"),
    LetterName.BOTH_ACCEPTED: LetterKind(PARTNER, "introductions.on", is_answer=True, urgency=Urgency.HIGH),
    LetterName.GATHERING_CHOICE: LetterKind(PARTNER, "gatherings.*.sittings"),
    LetterName.GATHERING_CHOICE_CHASER: LetterKind(PARTNER, "gatherings.*.sittings"),
    LetterName.GATHERING_INVITATION: LetterKind(PARTNER, "gatherings.*.sittings"),
    LetterName.GATHERING_MOVED: LetterKind(
        PARTNER, "gatherings.*.sittings", is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.GATHERING_CANCELLED: LetterKind(
        PARTNER, "gatherings.*.sittings", is_farewell=True, is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.GATHERING_REMINDER: LetterKind(PARTNER, "gatherings.*.sittings", urgency=Urgency.HIGH),
    LetterName.GATHERING_MISSED: LetterKind(PARTNER, "gatherings.*.sittings", is_answer=True),
    LetterName.MENTORING_BEGINS: LetterKind(PARTNER, "sessions.opens"),
    LetterName.INVITATION_READDRESSED: LetterKind(
        PARTNER, "gatherings.*.sittings", is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.INVITATION_WITHDRAWN: LetterKind(
        PARTNER, "gatherings.*.sittings", is_farewell=True, is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.ADDRESS_CHANGED: LetterKind(PARTNER, "contact", is_answer=True, urgency=Urgency.HIGH),
    LetterName.FORMER_ADDRESS: LetterKind(
        PARTNER, "contact", is_farewell=True, is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.TIMES_PROPOSED: LetterKind(
        PARTNER, "patience.session_check", is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.SESSION_BOOKED: LetterKind(
        PARTNER, "patience.session_check", is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.SESSION_MOVED: LetterKind(
        PARTNER, "patience.session_check", is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.SESSION_CANCELLED: LetterKind(
        PARTNER, "patience.session_check", is_farewell=True, is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.SESSION_CHECK: LetterKind(PARTNER, "patience.session_check", urgency=Urgency.LOW),
    LetterName.NUDGE: LetterKind(PARTNER, "patience.nudge"),
    LetterName.SECOND_NUDGE: LetterKind(PARTNER, "patience.second_nudge"),
    LetterName.REVIEW_QUESTION: LetterKind(PARTNER, "gatherings.*.sittings", urgency=Urgency.LOW),
    LetterName.EVALUATION: LetterKind(PARTNER, "evaluation.opens", urgency=Urgency.LOW),
    LetterName.QUESTIONS: LetterKind(PARTNER, "sessions.opens", urgency=Urgency.LOW),
    LetterName.EVALUATION_CHASER: LetterKind(PARTNER, "evaluation.opens", urgency=Urgency.LOW),
    LetterName.PAUSED: LetterKind(PARTNER, "patience", is_answer=True, urgency=Urgency.HIGH),
    LetterName.RESUMED: LetterKind(PARTNER, "patience", is_answer=True, urgency=Urgency.HIGH),
    LetterName.ARRANGEMENT_PROPOSED: LetterKind(PARTNER, "patience", is_answer=True, urgency=Urgency.HIGH),
    LetterName.ARRANGEMENT_CHANGED: LetterKind(PARTNER, "patience", is_answer=True, urgency=Urgency.HIGH),
    LetterName.THANKS: LetterKind(PARTNER, "patience", is_farewell=True, is_answer=True, urgency=Urgency.LOW),
    LetterName.FOLLOW_UP: LetterKind(PARTNER, "patience", is_farewell=True, urgency=Urgency.LOW),
    LetterName.NEXT_STEPS: LetterKind(PARTNER, "report.next_steps", is_farewell=True, urgency=Urgency.LOW),
    LetterName.LEAVING_CONFIRMED: LetterKind(
        PARTNER, "patience", is_farewell=True, is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.PARTNER_LEFT: LetterKind(
        PARTNER, "patience", is_farewell=True, hold_if_unsure=True, is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.PAIRING_CLOSED: LetterKind(
        PARTNER, "patience", is_farewell=True, hold_if_unsure=True, is_answer=True
    ),
    LetterName.CORRECTION: LetterKind(
        PARTNER, "patience", is_farewell=True, is_answer=True, urgency=Urgency.HIGH
    ),
    LetterName.CONCERN_RAISED: LetterKind(
        CONCERNS, "concerns", is_farewell=True, is_answer=True, urgency=Urgency.HIGH
    ),
}


OF_FORMER_ADDRESS = (LetterName.INVITATION_WITHDRAWN, LetterName.FORMER_ADDRESS)
"""What is written to an address because it is its reader's no more."""


def is_answer(name: LetterName, role: str) -> bool:
    """Whether it follows at once on what somebody has told; so does the invitation of an applicant, who has
    asked for the seat."""
    has_asked = role == APPLICANT and name is LetterName.GATHERING_INVITATION
    return has_asked or LETTERS[name].is_answer


def urgency_of(name: LetterName, written_at: datetime, expires: datetime | None) -> Urgency:
    """By what the letter is for; whatever is out of date within a day of being written is urgent."""
    is_soon_out_of_date = expires is not None and expires - written_at <= _SOON
    return Urgency.HIGH if is_soon_out_of_date else LETTERS[name].urgency
