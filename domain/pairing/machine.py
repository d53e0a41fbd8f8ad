"""The pairing as one table: its stages, what it does by itself, and what may happen to it in each.

A stage that the programme does not have is passed over. The diagram in docs/life.md is drawn from this.
"""

from datetime import datetime

from domain.entity.backdating import dated
from domain.entity.entity import TakeBack
from domain.entity.machine import Machine, Move, On
from domain.entity.taking_back import is_taken_back, put_right, take_back
from domain.enums import EndReason, Stage
from domain.pairing import arranging, attendance, events, extending, proposing, seats, sessions, waves
from domain.pairing.any_stage import (
    address_changed,
    go_on,
    letter_failed,
    pause,
    reschedule,
    resume,
    was_paused,
    was_resumed,
)
from domain.pairing.duties import wanted
from domain.pairing.pairing import Pairing, end
from domain.pairing.stages import application, evaluation, gates, mentoring, midway_review, over
from domain.pairing.stages.every import STAGES
from domain.programme.rules import Rules
from domain.programme.timetable import end_of

_OPEN = tuple(stage for stage in Stage if stage.is_open)
_MEETING = tuple(stage for stage in Stage if stage.pair_meets)
_UNTIL_MENTORING = tuple(stage for stage in _OPEN if stage is not Stage.EVALUATION)
_SINCE_MENTORING = (Stage.MENTORING, Stage.MIDWAY_REVIEW, Stage.EVALUATION)
_OVER = "the time for sessions is over"
_GATE = "everyone who must attend has attended or was excused"
_SILENT = f"{_OVER}, the pair has gone quiet and met less than half as often as it should"
_SAID = "both partners have said how to go on, or the time to say so is over"
_DONE = "both partners have answered and the closing duties are done, or the evaluation has closed"

MOVES: tuple[Move[Stage, Pairing], ...] = (
    Move((Stage.APPLICATION,), Stage.INDUCTION, "both partners have accepted", application.both_accepted),
    Move((Stage.INDUCTION,), Stage.TRAINING, _GATE, gates.gate_open),
    Move((Stage.TRAINING,), Stage.MENTORING, _GATE, gates.gate_open),
    Move(
        (Stage.APPLICATION, Stage.INDUCTION, Stage.TRAINING),
        Stage.ENDED,
        _OVER,
        gates.window_over,
        EndReason.NEVER_BEGAN,
    ),
    Move((Stage.MENTORING,), Stage.MIDWAY_REVIEW, "the mid-way review begins", midway_review.review_begins),
    Move((Stage.MENTORING,), Stage.ENDED, _SILENT, mentoring.window_over_in_silence, EndReason.NO_CONTACT),
    Move((Stage.MENTORING,), Stage.EVALUATION, _OVER, gates.window_over),
    Move((Stage.MIDWAY_REVIEW,), Stage.MENTORING, _SAID, midway_review.review_over),
    Move((Stage.EVALUATION,), Stage.COMPLETED, _DONE, evaluation.evaluation_over),
)


def _take_back(event: TakeBack, pairing: Pairing, now: datetime) -> Pairing:
    corrected: Pairing = take_back(PAIRING, wanted, event, pairing, now)
    return corrected


def _go_on_after_all(event: events.ExtendSessions, pairing: Pairing, now: datetime) -> Pairing:
    """The end has been no slip, and its letters are put right like those of one; no slip has its number."""
    going_on = extending.extend(event, over.as_before_its_end(pairing), now)
    after_all: Pairing = put_right(PAIRING, wanted, pairing, going_on, now, pairing.outcome_count)
    return after_all


EVENTS: tuple[On[Stage, Pairing], ...] = (
    On(
        events.Accept,
        "a partner accepts",
        _OPEN,
        dated(application.accept),
        has_happened=application.has_accepted,
    ),
    On(
        events.Attend,
        "it is recorded who attended",
        _OPEN,
        dated(attendance.attend, end_of),
        has_happened=attendance.is_recorded,
    ),
    On(events.ChooseSitting, "a partner chooses another date", _OPEN, seats.choose),
    On(
        events.CannotCome,
        "a partner cannot come on any date",
        _OPEN,
        seats.cannot_come,
        has_happened=seats.has_said_so,
    ),
    On(
        events.Waive,
        "a partner is excused",
        _OPEN,
        dated(attendance.waive, end_of),
        has_happened=attendance.is_waived,
    ),
    On(events.Reschedule, "a date moves", _OPEN, reschedule),
    On(events.AddSitting, "a date is added", _OPEN, reschedule),
    On(events.CancelSittings, "a date is cancelled", _OPEN, reschedule),
    On(
        events.BookSession,
        "a session is booked",
        _MEETING,
        sessions.book,
        otherwise=sessions.not_now,
        has_happened=sessions.is_booked,
    ),
    On(
        events.ProposeTimes,
        "a partner proposes times for a session",
        _MEETING,
        proposing.propose_times,
        otherwise=sessions.not_now,
        has_happened=proposing.is_proposed,
    ),
    On(
        events.MoveSession,
        "a session moves",
        _MEETING,
        sessions.move,
        otherwise=sessions.not_now,
        has_happened=sessions.is_moved,
    ),
    On(events.CancelSession, "a session is cancelled", _OPEN, sessions.cancel),
    On(
        events.LogSession,
        "a session is logged",
        _SINCE_MENTORING,
        sessions.log,
        otherwise=sessions.not_logged_yet,
        has_happened=sessions.is_logged,
        resolved=sessions.which_was_logged,
    ),
    On(
        events.Review,
        "a partner chooses at the review to end",
        _MEETING,
        dated(midway_review.review),
        to=(Stage.ENDED,),
        otherwise=midway_review.review_not_yet,
        has_happened=midway_review.has_reviewed,
    ),
    On(events.Review, "a partner says late how it went on", (Stage.EVALUATION,), dated(midway_review.review)),
    On(
        events.Answer,
        "a partner answers",
        (*_OPEN, Stage.COMPLETED),
        dated(waves.answer),
        has_happened=waves.has_answered,
    ),
    On(events.Pause, "the pair pauses", _OPEN, dated(pause), has_happened=was_paused),
    On(
        events.ExtendSessions,
        "the time for sessions of this pair is made longer",
        _UNTIL_MENTORING,
        extending.extend,
        otherwise=extending.too_late,
        has_happened=extending.is_extended,
    ),
    On(
        events.ExtendSessions,
        "it had ended by itself, and has more time after all",
        (Stage.ENDED,),
        _go_on_after_all,
        to=_UNTIL_MENTORING,
    ),
    On(
        events.ChangeArrangement,
        "the pair goes on in another arrangement",
        _OPEN,
        arranging.change_arrangement,
        has_happened=arranging.is_so_arranged,
    ),
    On(
        events.ProposeArrangement,
        "a partner proposes another arrangement, or agrees to it",
        _OPEN,
        arranging.propose_arrangement,
        has_happened=arranging.is_arrangement_proposed,
    ),
    On(events.Resume, "the pair goes on", _OPEN, dated(resume), has_happened=was_resumed),
    On(
        events.Withdraw,
        "a partner withdraws",
        _OPEN,
        dated(over.withdraw),
        to=(Stage.ENDED,),
        has_happened=over.has_withdrawn,
    ),
    On(
        events.End,
        "the coordinator ends it",
        _OPEN,
        dated(over.end_it),
        to=(Stage.ENDED,),
        has_happened=over.has_ended,
    ),
    On(events.LetterFailed, "a letter does not arrive", _OPEN, letter_failed),
    On(events.AddressChanged, "a partner's address changes", _OPEN, address_changed),
    On(
        TakeBack,
        "what was told by mistake is taken back",
        tuple(Stage),
        _take_back,
        to=tuple(Stage),
        has_happened=is_taken_back,
    ),
)


def stage_after(rules: Rules, move: Move[Stage, Pairing]) -> Stage:
    """Where the move leads; a stage that the programme does not have is passed over."""
    stage = move.target
    while not STAGES[stage].is_part_of(rules):
        onward = (move for move in MOVES if stage in move.sources and move.target is not Stage.ENDED)
        stage = next(onward).target
    return stage


def _enter(pairing: Pairing, move: Move[Stage, Pairing], now: datetime) -> Pairing:
    if isinstance(move.reason, EndReason):
        return end(pairing.replace(ended_from=(pairing.stage, pairing.since)), move.reason, now)
    at = pairing.entered_at(move.ready(pairing) or now, now)
    stage = stage_after(pairing.rules, move)
    left, entered = STAGES[pairing.stage], STAGES[stage]
    noted = {**left.on_leaving(pairing, at), **entered.on_entering(pairing, at)}
    return pairing.entering(stage, now, at, noted)


def _is_paused(pairing: Pairing) -> bool:
    return pairing.paused is not None


def _resumes_at(pairing: Pairing) -> datetime | None:
    return pairing.paused_until


PAIRING = Machine(
    begins=(Stage.APPLICATION,),
    moves=MOVES,
    events=EVENTS,
    enter=_enter,
    nothing_more=over.nothing_more,
    news=(
        *(events.LetterFailed, events.AddressChanged),
        *(events.Reschedule, events.AddSitting, events.CancelSittings),
    ),
    is_paused=_is_paused,
    resumes_at=_resumes_at,
    resume=go_on,
    takes_back=True,
)
