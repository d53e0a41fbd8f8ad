"""The life of a pairing as one table: which stage may follow which, and what must be true for it.

Read it aloud: "from <source> to <target> when <says>". A stage that the programme does not have is
passed over. The diagram in docs/life.md is drawn from this table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, EndReason, Stage
from domain.pairing.pairing import Pairing
from domain.pairing.quiet import gone_quiet_at, review_closes

Ready = Callable[[Pairing], datetime | None]
"""From when the move may be made as things stand now; None: something must happen first."""


def _both_accepted(pairing: Pairing) -> datetime | None:
    return pairing.accepted_at


def _gate_open(pairing: Pairing) -> datetime | None:
    return None if pairing.unsettled(pairing.stage) else pairing.since


def _window_over(pairing: Pairing) -> datetime | None:
    return pairing.sessions_close


def _window_over_in_silence(pairing: Pairing) -> datetime | None:
    quiet = gone_quiet_at(pairing)
    met_half = 2 * len(pairing.held) >= pairing.rules.sessions.minimum
    silent = quiet is not None and quiet <= pairing.sessions_close
    return pairing.sessions_close if silent and not met_half else None


def _review_begins(pairing: Pairing) -> datetime | None:
    review = pairing.rules.review
    if review is None or pairing.review_over:
        return None
    return max(review.sittings[0].starts, pairing.since)


def _review_over(pairing: Pairing) -> datetime | None:
    if all(pairing.partner(role).review for role in BOTH):
        return pairing.since
    return review_closes(pairing)


def _evaluation_over(pairing: Pairing) -> datetime | None:
    answered = all(pairing.partner(role).answered for role in BOTH)
    if answered and not pairing.unsettled(Stage.EVALUATION):
        return max([pairing.since, *_closing_gatherings_over(pairing)])
    evaluation = pairing.rules.evaluation
    return pairing.postponed(evaluation.closes) if evaluation else pairing.since


def _closing_gatherings_over(pairing: Pairing) -> list[datetime]:
    """When the gatherings that partners are invited to, but need not attend, have taken place."""
    return [
        sitting.ends
        for gathering in pairing.rules.of_stage(Stage.EVALUATION)
        for role in gathering.roles
        if not pairing.partner(role).has_settled(gathering)
        and (sitting := pairing.next_sitting(gathering, role))
    ]


@dataclass(frozen=True)
class Move:
    source: Stage
    target: Stage
    says: str
    ready: Ready
    reason: EndReason | None = None


_OVER = "the time for sessions is over"
_GATE = "everyone who must attend has attended or was excused"

MOVES = (
    Move(Stage.APPLICATION, Stage.INDUCTION, "both partners have accepted", _both_accepted),
    Move(Stage.APPLICATION, Stage.ENDED, _OVER, _window_over, EndReason.NEVER_BEGAN),
    Move(Stage.INDUCTION, Stage.TRAINING, _GATE, _gate_open),
    Move(Stage.INDUCTION, Stage.ENDED, _OVER, _window_over, EndReason.NEVER_BEGAN),
    Move(Stage.TRAINING, Stage.MENTORING, _GATE, _gate_open),
    Move(Stage.TRAINING, Stage.ENDED, _OVER, _window_over, EndReason.NEVER_BEGAN),
    Move(Stage.MENTORING, Stage.MIDWAY_REVIEW, "the mid-way review begins", _review_begins),
    Move(
        Stage.MENTORING,
        Stage.ENDED,
        f"{_OVER}, the pair has gone quiet and met less than half as often as it should",
        _window_over_in_silence,
        EndReason.NO_CONTACT,
    ),
    Move(Stage.MENTORING, Stage.EVALUATION, _OVER, _window_over),
    Move(
        Stage.MIDWAY_REVIEW,
        Stage.MENTORING,
        "both partners have said how to go on, or the time to say so is over",
        _review_over,
    ),
    Move(
        Stage.EVALUATION,
        Stage.COMPLETED,
        "both partners have answered and the closing duties are done, or the evaluation has closed",
        _evaluation_over,
    ),
)
"""The moves a pairing makes by itself; where two are ready at once, the first is made."""

WAYS_OUT = ("a partner withdraws", "a partner chooses at the review to end", "the coordinator ends it")
"""What leads from every open stage to `ended`, besides the moves above."""

_ONWARD = {
    Stage.INDUCTION: Stage.TRAINING,
    Stage.TRAINING: Stage.MENTORING,
    Stage.EVALUATION: Stage.COMPLETED,
}


def moves_from(stage: Stage) -> tuple[Move, ...]:
    return tuple(move for move in MOVES if move.source is stage)


def next_move(pairing: Pairing) -> tuple[datetime, Move] | None:
    """The move the pairing will make next if nothing happens, and when. None while it is paused."""
    if pairing.paused:
        return None
    ready = [(at, move) for move in moves_from(pairing.stage) if (at := move.ready(pairing))]
    return min(ready, key=lambda candidate: candidate[0], default=None)


def advance(pairing: Pairing, now: datetime) -> Pairing:
    """Make every move that is ready by now."""
    while (coming := next_move(pairing)) and coming[0] <= now:
        move = coming[1]
        if move.target is Stage.ENDED and move.reason:
            return end(pairing, move.reason, now)
        pairing = _enter(pairing, stage_after(pairing, move), now)
    return pairing


def end(pairing: Pairing, reason: EndReason, now: datetime) -> Pairing:
    """Take the way out, for this reason."""
    ended = pairing.replace(stage=Stage.ENDED, since=now, end_reason=reason, paused=None)
    return ended.with_outcome(OutcomeKind.ENDED, now, about=reason.value, role=reason.leaver)


def stage_after(pairing: Pairing, move: Move) -> Stage:
    """Where the move leads; a stage that the programme does not have is passed over."""
    stage = move.target
    while not pairing.rules.has(stage):
        stage = _ONWARD[stage]
    return stage


def _enter(pairing: Pairing, stage: Stage, now: datetime) -> Pairing:
    fields: dict[str, Any] = {"stage": stage, "since": now}
    if pairing.stage is Stage.MIDWAY_REVIEW:
        fields["review_over"] = True
    elif stage is Stage.MENTORING:
        # A pair that begins after the cohort's review has nothing to look back on yet.
        review = pairing.rules.review
        fields |= {"mentoring_since": now, "review_over": bool(review and review.sittings[-1].ends <= now)}
    return pairing.replace(**fields).with_outcome(OutcomeKind.STAGE, now, about=stage.value)
