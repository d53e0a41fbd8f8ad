"""More time for the sessions of one pair, or less: its evaluation moves along, and nobody else's."""

from datetime import datetime

from domain.clock import format_moment, moved_by, working_morning
from domain.entity.outcomes import OutcomeKind
from domain.errors import Refused
from domain.pairing import events
from domain.pairing.any_stage import check_in_reach
from domain.pairing.pairing import Pairing
from domain.programme.rules import Evaluation


def extend(event: events.ExtendSessions, pairing: Pairing, now: datetime) -> Pairing:
    check_in_reach(event.closes, pairing, now, "The time for sessions can only end on")
    sessions, closes = pairing.rules.sessions, pairing.sessions_close
    if event.closes <= sessions.opens:
        opens = format_moment(sessions.opens, pairing.rules.zone)
        raise Refused(f"The time for sessions begins on {opens}; it must end after that.")
    moved = moved_by(sessions.closes, closes, event.closes, pairing.rules.zone)
    evaluation = pairing.rules.evaluation
    rules = pairing.rules.replace(
        sessions=sessions.replace(closes=moved),
        evaluation=evaluation and _moved(evaluation, pairing, event.closes),
    )
    extended = pairing.replace(rules=rules)
    return extended.with_outcome(OutcomeKind.EXTENDED, now, starts=event.closes)


def _moved(evaluation: Evaluation, pairing: Pairing, closes: datetime) -> Evaluation:
    zone, before = pairing.rules.zone, pairing.sessions_close
    opens, ends = (moved_by(at, before, closes, zone) for at in (evaluation.opens, evaluation.closes))
    return Evaluation(opens=working_morning(opens, zone), closes=ends)


def is_extended(event: events.ExtendSessions, pairing: Pairing) -> bool:
    return pairing.is_open and pairing.sessions_close == event.closes


def too_late(_: events.ExtendSessions, pairing: Pairing) -> str:
    closed = format_moment(pairing.sessions_close, pairing.rules.zone)
    return f"The time for sessions ended on {closed}; the pair is in its evaluation."
