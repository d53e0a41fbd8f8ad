"""The words of mentoring that everything else is said in.

These are the values that may travel through Temporal: none of them says anything about a person.
"""

from enum import StrEnum


class Role(StrEnum):
    """A partner's role. Each programme labels the two as it likes."""

    MENTOR = "mentor"
    MENTEE = "mentee"

    @property
    def partner(self) -> "Role":
        return Role.MENTEE if self is Role.MENTOR else Role.MENTOR


BOTH = (Role.MENTOR, Role.MENTEE)


class Correspondent(StrEnum):
    """Whom else Tandem writes to, besides the two partners of a pairing."""

    APPLICANT = "applicant"
    MANAGER = "manager"
    COORDINATOR = "coordinator"
    CONCERNS = "concerns"
    """Whom the programme names for concerns."""


class Arrangement(StrEnum):
    """`reverse`: the roles stay. `reciprocal`: each partner is both mentor and mentee. `combined`: now the
    one, now the other, as the pair decides."""

    REVERSE = "reverse"
    RECIPROCAL = "reciprocal"
    COMBINED = "combined"


class Stage(StrEnum):
    """Where a pairing stands, in the order in which a pair comes through."""

    APPLICATION = "application"
    INDUCTION = "induction"
    TRAINING = "training"
    MENTORING = "mentoring"
    MIDWAY_REVIEW = "midway_review"
    EVALUATION = "evaluation"
    COMPLETED = "completed"
    ENDED = "ended"

    @property
    def is_open(self) -> bool:
        return self not in (Stage.COMPLETED, Stage.ENDED)

    @property
    def pair_meets(self) -> bool:
        """Whether a pair books sessions in it, and is missed when it does not meet."""
        return self in (Stage.MENTORING, Stage.MIDWAY_REVIEW)


class ApplicationStage(StrEnum):
    """Where an application stands on its way from interest to a pair, and what becomes of it."""

    OFFERED = "offered"
    """Carried over from an earlier cohort: a place is offered first, and not taken up yet."""
    INVITED = "invited"
    """Invited to apply, and not heard of yet."""
    INCOMPLETE = "incomplete"
    CHECKING = "checking"
    """Complete; something else must still happen, such as the line manager's support."""
    IN_ORDER = "in_order"
    RESERVE = "reserve"
    """In order, and without a partner since the matches were approved, or since a partner left."""
    PAIRED = "paired"
    COMPLETED = "completed"
    DECLINED = "declined"
    CARRIED = "carried"
    """Kept for the next cohort."""
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        return self not in _APPLICATION_OVER

    @property
    def may_be_matched(self) -> bool:
        return self in (ApplicationStage.IN_ORDER, ApplicationStage.RESERVE, ApplicationStage.PAIRED)


_APPLICATION_OVER = (
    ApplicationStage.COMPLETED,
    ApplicationStage.DECLINED,
    ApplicationStage.CARRIED,
    ApplicationStage.WITHDRAWN,
)


class ApplicationEndReason(StrEnum):
    """Why an application was declined, carried over or taken off the list. None is anybody's fault."""

    LATE = "late"
    BELOW_GRADE = "below_grade"
    NOT_INVITED = "not_invited"
    MANAGER_DECLINED = "manager_declined"
    MANAGER_SILENT = "manager_silent"
    PREREQUISITES = "prerequisites"
    NO_ANSWER = "no_answer"
    NO_PARTNER = "no_partner"
    BY_COORDINATOR = "by_coordinator"


class CohortStage(StrEnum):
    """Where a cohort stands in its calendar."""

    ANNOUNCED = "announced"
    """Before the first day for applications."""
    OPEN = "open"
    MATCHING = "matching"
    """Closed for applications; the matches are drafted and wait for a human's approval."""
    RUNNING = "running"
    ENDED = "ended"

    @property
    def is_open(self) -> bool:
        return self is not CohortStage.ENDED


class EndReason(StrEnum):
    """Why a pairing ended before it was completed. None of them is anybody's fault."""

    MENTOR_WITHDREW = "mentor_withdrew"
    MENTEE_WITHDREW = "mentee_withdrew"
    NO_CONTACT = "no_contact"
    NEVER_BEGAN = "never_began"
    COORDINATOR = "ended_by_coordinator"

    @classmethod
    def withdrawal_of(cls, role: Role) -> "EndReason":
        return cls.MENTOR_WITHDREW if role is Role.MENTOR else cls.MENTEE_WITHDREW

    @property
    def leaver(self) -> Role | None:
        """The partner who left, if one did."""
        leavers = {EndReason.MENTOR_WITHDREW: Role.MENTOR, EndReason.MENTEE_WITHDREW: Role.MENTEE}
        return leavers.get(self)


class GatheringKind(StrEnum):
    """What a dated event of the programme is for."""

    AWARENESS = "awareness"
    INDUCTION = "induction"
    TRAINING = "training"
    WORKSHOP = "workshop"
    MIDWAY_REVIEW = "midway_review"
    CHECK_IN = "check_in"
    SUPERVISION = "supervision"
    DISCUSSION = "discussion"
    FEEDBACK = "feedback"
    INTERVIEW = "interview"

    @property
    def stage(self) -> Stage | None:
        """The stage of a pairing that this kind belongs to; None if it comes before the pairing."""
        return _STAGE_OF.get(self)


_STAGE_OF = {
    GatheringKind.INDUCTION: Stage.INDUCTION,
    GatheringKind.TRAINING: Stage.TRAINING,
    GatheringKind.MIDWAY_REVIEW: Stage.MIDWAY_REVIEW,
    GatheringKind.CHECK_IN: Stage.MENTORING,
    GatheringKind.SUPERVISION: Stage.MENTORING,
    GatheringKind.DISCUSSION: Stage.MENTORING,
    GatheringKind.FEEDBACK: Stage.EVALUATION,
    GatheringKind.INTERVIEW: Stage.EVALUATION,
}


class Attendance(StrEnum):
    ATTENDED = "attended"
    MISSED = "missed"
    WAIVED = "waived"

    @property
    def settles(self) -> bool:
        """Whether this opens the gate of a required gathering."""
        return self is not Attendance.MISSED


class SessionState(StrEnum):
    BOOKED = "booked"
    HELD = "held"
    NOT_HELD = "not_held"
    CANCELLED = "cancelled"


class Wave(StrEnum):
    """When participants are asked questions, in the order of a pairing's life."""

    BEFORE = "before"
    MIDWAY = "midway"
    END = "end"
    LATER = "later"


class ReviewChoice(StrEnum):
    CONTINUE = "continue"
    ADJUST = "adjust"
    END = "end"


class Concern(StrEnum):
    """Why a pairing, an application or a cohort is on the coordinator's list."""

    NOT_ACCEPTED = "not_accepted"
    ATTENDANCE_UNRECORDED = "attendance_unrecorded"
    MISSED_GATHERING = "missed_gathering"
    CANNOT_COME = "cannot_come"
    GONE_QUIET = "gone_quiet"
    TOO_FEW_SESSIONS = "too_few_sessions"
    REVIEW_ADJUST = "review_adjust"
    LONG_PAUSE = "long_pause"
    BURDEN_UNEVEN = "burden_uneven"
    """It comes from an answer, which Temporal never sees: the store alone knows of it."""
    LETTER_FAILED = "letter_failed"
    NO_APPLICATION = "no_application"
    INCOMPLETE = "incomplete"
    NOT_INVITED = "not_invited"
    MANAGER_SILENT = "manager_silent"
    MANAGER_ASKS = "manager_asks"
    NOT_IN_ORDER = "not_in_order"
    APPROVAL_WAITS = "approval_waits"


CONCERN_SENTENCES = {
    Concern.NOT_ACCEPTED: "not both partners have accepted, and the reminders brought no answer",
    Concern.ATTENDANCE_UNRECORDED: "nobody has recorded who attended",
    Concern.MISSED_GATHERING: "somebody has not attended a required gathering that has no further sitting",
    Concern.CANNOT_COME: "somebody cannot come to a required gathering on any date that there is",
    Concern.GONE_QUIET: "no session for a long time, and two nudges brought no answer",
    Concern.TOO_FEW_SESSIONS: "the time for sessions is over and the minimum was not reached",
    Concern.REVIEW_ADJUST: "a partner asked at the review to adjust something",
    Concern.LONG_PAUSE: "the pause has lasted long",
    Concern.BURDEN_UNEVEN: "wants you to get in touch about the work of explaining",
    Concern.LETTER_FAILED: "a letter could not be delivered",
    Concern.NO_APPLICATION: "whoever was invited has not answered, and the reminders brought nothing",
    Concern.INCOMPLETE: "something is missing in the application, and the reminders brought nothing",
    Concern.NOT_INVITED: "somebody has applied in a role that one enters by invitation",
    Concern.MANAGER_SILENT: "the line manager has not answered, and the reminders brought nothing",
    Concern.MANAGER_ASKS: "the line manager would like to talk about it before they answer",
    Concern.NOT_IN_ORDER: "applications have closed and this one is not in order yet",
    Concern.APPROVAL_WAITS: "the matches wait for the coordinator: to be approved, or to be drafted",
}


def in_words(key: str | None) -> str:
    """A key such as `midway_review` as people read it; nothing for None."""
    return (key or "").replace("_", " ")
