"""The application as one table: what becomes of it by itself, and what may happen to it in each stage.

One that has come out of the running can be taken up again until the cohort is over. The diagram in
docs/applications.md is drawn from this.
"""

from datetime import datetime
from typing import get_args

from domain.application import dates, events, in_the_running, reopening
from domain.application.application import Application
from domain.application.duties import duties
from domain.application.moves import (
    enter,
    judged,
    manager_silent,
    nobody_answered,
    note_judgement,
    take_as_support,
)
from domain.entity.backdating import dated
from domain.entity.entity import TakeBack
from domain.entity.machine import Machine, Move, On
from domain.entity.taking_back import is_taken_back, take_back
from domain.enums import ApplicationEndReason, ApplicationStage
from domain.pairing.events import AddressChanged, AddSitting, CancelSittings, LetterFailed, Reschedule
from domain.programme.timetable import end_of

OFFERED, INVITED = ApplicationStage.OFFERED, ApplicationStage.INVITED
INCOMPLETE, CHECKING = ApplicationStage.INCOMPLETE, ApplicationStage.CHECKING
IN_ORDER, RESERVE = ApplicationStage.IN_ORDER, ApplicationStage.RESERVE
PAIRED, COMPLETED = ApplicationStage.PAIRED, ApplicationStage.COMPLETED
DECLINED, CARRIED = ApplicationStage.DECLINED, ApplicationStage.CARRIED
WITHDRAWN = ApplicationStage.WITHDRAWN

_ASKED = (OFFERED, INVITED)
_JUDGED = (INCOMPLETE, CHECKING, IN_ORDER)
_BEFORE_A_PARTNER = (*_ASKED, *_JUDGED, RESERVE)
_OPEN = (*_BEFORE_A_PARTNER, PAIRED)
_OUT = (DECLINED, CARRIED, WITHDRAWN)
_JUDGES = "judges the form"


def _judge(
    sources: tuple[ApplicationStage, ...],
    target: ApplicationStage,
    says: str,
    reason: ApplicationEndReason | None = None,
) -> Move[ApplicationStage, Application]:
    return Move(sources, target, says, judged(target, reason), reason, _JUDGES, note_judgement)


MOVES: tuple[Move[ApplicationStage, Application], ...] = (
    Move(
        _ASKED,
        WITHDRAWN,
        "nobody has answered in time",
        nobody_answered,
        ApplicationEndReason.NO_ANSWER,
        "takes the application off the list",
    ),
    Move(
        (CHECKING,),
        CHECKING,
        "the line manager's silence is taken for support",
        manager_silent("supported"),
        announced="takes the line manager's silence for support",
        first=take_as_support,
    ),
    Move(
        (CHECKING,),
        DECLINED,
        "the line manager has not answered",
        manager_silent("declined"),
        ApplicationEndReason.MANAGER_SILENT,
        "declines the application",
    ),
    _judge((INCOMPLETE,), CARRIED, "it came late, for the next cohort", ApplicationEndReason.LATE),
    _judge((INCOMPLETE,), DECLINED, "it came late", ApplicationEndReason.LATE),
    _judge(_JUDGED, DECLINED, "the grade may not enter", ApplicationEndReason.BELOW_GRADE),
    _judge(_JUDGED, INCOMPLETE, "something is missing in the form"),
    _judge(_JUDGED, CHECKING, "the form is complete, and a condition is not met yet"),
    _judge(_JUDGED, IN_ORDER, "the form is complete, and every condition is met"),
)


def _close(event: events.Close, application: Application, now: datetime) -> Application:
    while (ready := APPLICATION.moves_at(application)) and ready <= now:
        application = APPLICATION.moved(application, now)
    return in_the_running.close(event, application, now)


def _take_back(event: TakeBack, application: Application, now: datetime) -> Application:
    corrected: Application = take_back(APPLICATION, duties, event, application, now)
    return corrected


EVENTS: tuple[On[ApplicationStage, Application], ...] = (
    On(
        events.Arrive,
        "the form arrives",
        _ASKED,
        in_the_running.arrive,
        to=(INCOMPLETE,),
        instead=in_the_running.amend_instead,
    ),
    On(events.Arrive, "the form is put right", (*_JUDGED, RESERVE, PAIRED), in_the_running.arrive),
    On(events.Invite, "the programme invites this person", _OPEN, in_the_running.invite),
    On(
        events.TakeUp,
        "the place is taken up",
        (OFFERED,),
        dated(in_the_running.take_up),
        to=(INCOMPLETE,),
        otherwise=in_the_running.no_place_offered,
        has_happened=in_the_running.has_taken_up,
    ),
    On(
        events.Confirm,
        "a condition will not be met",
        _BEFORE_A_PARTNER,
        dated(in_the_running.confirm),
        to=(DECLINED,),
        has_happened=in_the_running.is_confirmed,
    ),
    On(
        events.AskToTalk,
        "the line manager asks to talk first",
        _JUDGED,
        in_the_running.ask_to_talk,
        has_happened=in_the_running.has_asked_to_talk,
    ),
    On(events.Confirm, "a condition is met", (PAIRED,), dated(in_the_running.confirm)),
    On(events.Confirm, "a condition is met after all", (DECLINED,), dated(reopening.confirm), to=_OPEN),
    On(events.SignUp, "the person signs up for a date", _OPEN, in_the_running.sign_up),
    On(events.Come, "it is recorded whether the person came", _OPEN, dated(in_the_running.come, end_of)),
    On(
        events.Decline,
        "the coordinator declines it",
        _BEFORE_A_PARTNER,
        dated(in_the_running.decline),
        to=(DECLINED,),
        otherwise=in_the_running.end_the_pairing,
        has_happened=in_the_running.is_declined,
    ),
    On(
        events.WithdrawApplication,
        "the person withdraws",
        (*_BEFORE_A_PARTNER, DECLINED, CARRIED),
        dated(in_the_running.withdraw),
        to=(WITHDRAWN,),
        otherwise=in_the_running.leave_the_pairing,
        has_happened=in_the_running.is_withdrawn,
    ),
    On(
        events.Reopen,
        "the coordinator takes it up again",
        _OUT,
        reopening.reopen,
        to=_OPEN,
        has_happened=reopening.is_in_the_running,
    ),
    On(events.Placed, "a pairing begins", _OPEN, in_the_running.placed, to=(PAIRED,)),
    On(events.Placed, "a pairing begins, or goes on after all", _OUT, reopening.placed, to=(PAIRED,)),
    On(
        events.Freed,
        "the pairing is over",
        (PAIRED,),
        in_the_running.freed,
        to=(COMPLETED, WITHDRAWN, RESERVE),
    ),
    On(events.Freed, "the pairing is over", _OUT, reopening.freed),
    On(events.Unmatched, "there was no partner", (IN_ORDER,), in_the_running.unmatched, to=(RESERVE,)),
    On(events.ExtendDeadline, "the last moment for applications moves", _OPEN, dates.extend),
    On(events.ExtendDeadline, "it is late no longer", _OUT, reopening.extend, to=(INCOMPLETE, PAIRED)),
    On(events.Close, "the cohort is over", (PAIRED,), _close, to=(COMPLETED,)),
    On(events.Close, "the cohort is over", _ASKED, _close, to=(WITHDRAWN,)),
    On(events.Close, "the cohort is over", _JUDGED, _close, to=(CARRIED, WITHDRAWN, DECLINED)),
    On(events.Close, "the cohort is over", (RESERVE,), _close, to=(CARRIED,)),
    On(events.Close, "the cohort is over", _OUT, reopening.close),
    On(events.OfferedInNextCohort, "the next cohort offers a place", (CARRIED,), reopening.offered_on),
    On(Reschedule, "a date moves", (*_OPEN, *_OUT), dates.move_gathering),
    On(AddSitting, "a date is added", (*_OPEN, *_OUT), dates.move_gathering),
    On(CancelSittings, "a date is cancelled", (*_OPEN, *_OUT), dates.move_gathering),
    On(LetterFailed, "a letter does not arrive", _OPEN, in_the_running.letter_failed),
    On(AddressChanged, "the person's address changes", _OPEN, in_the_running.address_changed),
    On(
        TakeBack,
        "what was told by mistake is taken back",
        (*_OPEN, *_OUT),
        _take_back,
        to=(*_OPEN, *_OUT),
        has_happened=is_taken_back,
    ),
)


def _enter(application: Application, move: Move[ApplicationStage, Application], now: datetime) -> Application:
    reason = ApplicationEndReason(move.reason) if move.reason else None
    return enter(application, move.target, now, reason)


def _is_over(application: Application) -> bool:
    return application.is_over


APPLICATION = Machine(
    begins=(OFFERED, INVITED, INCOMPLETE),
    moves=MOVES,
    events=EVENTS,
    enter=_enter,
    nothing_more=reopening.nothing_more,
    news=get_args(events.ApplicationSignal),
    is_over=_is_over,
    takes_back=True,
)
