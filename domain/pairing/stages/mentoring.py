"""The months of meeting: a good start, a question after each booked session, a nudge when it is quiet."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from domain.clock import format_moment
from domain.entity.entity import ConcernDuty, Duty
from domain.enums import BOTH, Concern, Stage
from domain.letter.letter import Letter, LetterName
from domain.pairing.pairing import Pairing, Session
from domain.pairing.quiet import gone_quiet_at, quiet_since
from domain.pairing.stages.gates import attendance_steps
from domain.pairing.stages.stage import StageRules
from domain.suggestion import AT, Suggestion, suggest


def window_over_in_silence(pairing: Pairing) -> datetime | None:
    quiet = gone_quiet_at(pairing)
    met_half = 2 * len(pairing.held) >= pairing.rules.sessions.minimum
    silent = quiet is not None and quiet <= pairing.sessions_close
    return pairing.sessions_close if silent and not met_half else None


def _waits_for(pairing: Pairing) -> str:
    zone, progress = pairing.rules.zone, f"{len(pairing.held)} of {pairing.rules.sessions.minimum} held"
    if pairing.booked:
        session = pairing.booked[0]
        return f"session {session.number} on {format_moment(session.starts, zone)} to be logged ({progress})"
    if pairing.has_met_minimum:
        end = format_moment(pairing.sessions_close, zone)
        return f"the end of the time for sessions on {end} ({progress})"
    return f"the pair to book its next session ({progress})"


def _next_steps(pairing: Pairing, cohort: str) -> Iterator[Suggestion]:
    yield _meeting(pairing)
    yield from attendance_steps(pairing, cohort)


def _meeting(pairing: Pairing) -> Suggestion:
    if pairing.booked:
        return suggest("pairing log", pairing.id, opens=pairing.booked[0].starts)
    verb = "pairing log" if pairing.has_met_minimum else "pairing book"
    return suggest(verb, pairing.id, *AT)


def _duties(pairing: Pairing) -> Iterator[Duty]:
    if pairing.mentoring_since is None:
        return
    if pairing.stage is Stage.MENTORING:
        yield from _beginning(pairing)
    for session in pairing.booked:
        yield from _check(pairing, session)
    yield from _proposal(pairing)
    yield from _nudges(pairing)


def _beginning(pairing: Pairing) -> Iterator[Duty]:
    for role in BOTH:
        yield Letter(
            name=LetterName.MENTORING_BEGINS,
            role=role,
            key=f"mentoring_begins:{role}",
            at=pairing.mentoring_since or pairing.since,
            until=pairing.sessions_close,
        )


def _proposal(pairing: Pairing) -> Iterator[Duty]:
    if proposal := pairing.proposal:
        yield Letter(
            name=LetterName.TIMES_PROPOSED,
            role=proposal.role.partner,
            key=f"times_proposed:{proposal.at:%Y%m%dT%H%M%S}:{proposal.role.partner}",
            at=proposal.at,
            times=proposal.times,
            minutes=proposal.minutes,
            expires=proposal.times[-1],
        )


def _check(pairing: Pairing, session: Session) -> Iterator[Duty]:
    for role in BOTH:
        yield Letter(
            name=LetterName.SESSION_CHECK,
            role=role,
            key=f"session_check:{session.number}:{session.starts:%Y%m%dT%H%M}:{role}",
            at=pairing.after(session.ends, pairing.rules.patience.session_check),
            session=session.number,
            starts=session.starts,
            ends=session.ends,
        )


def _nudges(pairing: Pairing) -> Iterator[Duty]:
    since, quiet_at = quiet_since(pairing), gone_quiet_at(pairing)
    if since is None or quiet_at is None:
        return
    patience = pairing.rules.patience
    first, second = pairing.after(since, patience.nudge), pairing.after(since, patience.second_nudge)
    for name, at, expires in ((LetterName.NUDGE, first, second), (LetterName.SECOND_NUDGE, second, quiet_at)):
        if at < pairing.sessions_close:
            for role in BOTH:
                key = f"{name}:{since:%Y%m%dT%H%M}:{role}"
                yield Letter(name=name, role=role, key=key, at=at, expires=expires)
    yield ConcernDuty(concern=Concern.GONE_QUIET, at=quiet_at)


def _on_entering(pairing: Pairing, now: datetime) -> Mapping[str, Any]:
    if pairing.mentoring_since:  # back from its review
        return {}
    # A pair that begins after the cohort's review has nothing to look back on yet.
    review = pairing.rules.review
    return {"mentoring_since": now, "review_over": bool(review and review.sittings[-1].ends <= now)}


MENTORING = StageRules(waits_for=_waits_for, next_steps=_next_steps, duties=_duties, on_entering=_on_entering)
