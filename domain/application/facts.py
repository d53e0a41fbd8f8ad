"""What a coordinator's list says about an applicant: who, what, when; and which event that is."""

from datetime import date
from enum import StrEnum

from domain.application.events import (
    ApplicationUpdate,
    Come,
    Confirm,
    Decline,
    SignUp,
    TakeUp,
    WithdrawApplication,
)
from domain.application.rules import MANAGER
from domain.value import Value


class ApplicantFactKind(StrEnum):
    """In the order in which they happen on one day."""

    TOOK_UP = "took up"
    SUPPORTED = "supported"
    NOT_SUPPORTED = "not supported"
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not confirmed"
    SIGNED_UP = "signed up"
    SIGNED_OFF = "signed off"
    MISSED = "missed"
    ATTENDED = "attended"
    DECLINED = "declined"
    WITHDREW = "withdrew"


ANSWERS_OF_A_MANAGER = (ApplicantFactKind.SUPPORTED, ApplicantFactKind.NOT_SUPPORTED)
OF_A_SEAT = (ApplicantFactKind.SIGNED_UP, ApplicantFactKind.SIGNED_OFF)
OF_A_CONDITION = (ApplicantFactKind.CONFIRMED, ApplicantFactKind.NOT_CONFIRMED)


class ApplicantFact(Value):
    kind: ApplicantFactKind
    day: date
    """Local; of who signs up, the day of the date that they come to."""
    gathering: str | None = None
    condition: str | None = None

    @property
    def order(self) -> tuple[date, int]:
        """By which the facts about one applicant are told."""
        return self.day, tuple(ApplicantFactKind).index(self.kind)


def event_of(fact: ApplicantFact, sitting: str | None) -> ApplicationUpdate:
    """What is told to the application. `sitting`: to which somebody has signed up."""
    kind, on, gathering = fact.kind, fact.day, fact.gathering or ""
    match kind:
        case ApplicantFactKind.TOOK_UP:
            return TakeUp(happened_on=on)
        case ApplicantFactKind.SIGNED_UP | ApplicantFactKind.SIGNED_OFF:
            return SignUp(gathering=gathering, sitting=sitting)
        case ApplicantFactKind.MISSED | ApplicantFactKind.ATTENDED:
            return Come(gathering=gathering, came=kind is ApplicantFactKind.ATTENDED, happened_on=on)
        case ApplicantFactKind.DECLINED:
            return Decline(happened_on=on)
        case ApplicantFactKind.WITHDREW:
            return WithdrawApplication(happened_on=on)
    met = kind in (ApplicantFactKind.SUPPORTED, ApplicantFactKind.CONFIRMED)
    condition = MANAGER if kind in ANSWERS_OF_A_MANAGER else fact.condition or ""
    return Confirm(condition=condition, met=met, happened_on=on)
