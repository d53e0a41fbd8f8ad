"""Which question each event answers on a page, and with what."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from domain.application import events as of_application
from domain.application.rules import MANAGER
from domain.enums import Correspondent, Role
from domain.letter.questions import QuestionName as Q
from domain.pairing import events as of_pairing


class PageAnswer(NamedTuple):
    who: Role | Correspondent
    question: Q
    fields: Mapping[str, str]
    about: str | None = None
    """None: whatever the page offers first."""


_YES = {"answer": "yes"}


def answer_for(event: Any, zone: tzinfo) -> PageAnswer | None:
    """What this event is on a page; None for what only a coordinator tells."""
    if isinstance(event, of_pairing.BookSession):
        return PageAnswer(Role.MENTEE, Q.BOOK, _when(event.starts.astimezone(zone)))
    return _of_one_partner(event) or _of_a_pair(event) or _of_application(event)


def _of_one_partner(event: Any) -> PageAnswer | None:
    match event:
        case of_pairing.Accept(role=role):
            return PageAnswer(role, Q.INTRODUCTION, _YES)
        case of_pairing.Review(role=role, choice=choice):
            return PageAnswer(role, Q.REVIEW, {"choice": choice.value})
        case of_pairing.Answer(role=role, wave=wave):
            return PageAnswer(role, Q.QUESTIONS, {"answered": "yes"}, wave.value)
        case of_pairing.ChooseSitting(gathering=gathering, sitting=sitting, roles=(role,)):
            return PageAnswer(role, Q.SITTING, {"sitting": sitting}, gathering)
        case of_pairing.Withdraw(role=role):
            return PageAnswer(role, Q.LEAVE, _YES)
    return None


def _of_a_pair(event: Any) -> PageAnswer | None:
    match event:
        case of_pairing.LogSession(session=None, starts=None, held=True):
            return PageAnswer(Role.MENTOR, Q.MET, {"met": "yes"})
        case of_pairing.Pause(until=None):
            return PageAnswer(Role.MENTOR, Q.PAUSE, {"how-long": "open"})
        case of_pairing.Resume():
            return PageAnswer(Role.MENTOR, Q.RESUME, _YES)
    return None


def _of_application(event: Any) -> PageAnswer | None:
    applicant = Correspondent.APPLICANT
    match event:
        case of_application.Confirm(condition=condition, met=True) if condition == MANAGER:
            return PageAnswer(Correspondent.MANAGER, Q.SUPPORT, _YES)
        case of_application.SignUp(gathering=gathering, sitting=str(sitting)):
            return PageAnswer(applicant, Q.SEAT, {"sitting": sitting}, gathering)
        case of_application.Arrive(missing=()):
            return PageAnswer(applicant, Q.COMPLETE, {})
        case of_application.TakeUp():
            return PageAnswer(applicant, Q.PLACE, _YES)
        case of_application.WithdrawApplication():
            return PageAnswer(applicant, Q.WITHDRAW, _YES)
    return None


def _when(starts: datetime) -> dict[str, str]:
    day = {f"session-on-{part}": str(getattr(starts, part)) for part in ("day", "month", "year")}
    return day | {"session-at": f"{starts:%H:%M}"}
