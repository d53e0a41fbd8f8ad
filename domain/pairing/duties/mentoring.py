"""The months of meeting: a good start, a question after each booked session, a nudge when it is quiet."""

from collections.abc import Iterator

from domain.entity.duty import ConcernDuty, Duty
from domain.enums import BOTH, Concern, Stage
from domain.letter.letter import Letter, LetterName
from domain.pairing.pairing import Pairing, Session
from domain.pairing.quiet import gone_quiet_at, quiet_since


def mentoring(pairing: Pairing) -> Iterator[Duty]:
    if pairing.mentoring_since is None:
        return
    if pairing.stage is Stage.MENTORING:
        yield from _beginning(pairing)
    for session in pairing.booked:
        yield from _check(pairing, session)
    yield from _nudges(pairing)
    if pairing.stage is Stage.EVALUATION and not pairing.has_met_minimum:
        yield ConcernDuty(concern=Concern.TOO_FEW_SESSIONS, at=pairing.since)


def _beginning(pairing: Pairing) -> Iterator[Duty]:
    for role in BOTH:
        yield Letter(
            name=LetterName.MENTORING_BEGINS,
            role=role,
            key=f"mentoring_begins:{role}",
            at=pairing.since,
            until=pairing.sessions_close,
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
    since, worry_at = quiet_since(pairing), gone_quiet_at(pairing)
    if since is None or worry_at is None:
        return
    patience = pairing.rules.patience
    first, second = pairing.after(since, patience.nudge), pairing.after(since, patience.second_nudge)
    for name, at, expires in (
        (LetterName.NUDGE, first, second),
        (LetterName.SECOND_NUDGE, second, worry_at),
    ):
        if at < pairing.sessions_close:
            for role in BOTH:
                key = f"{name}:{since:%Y%m%dT%H%M}:{role}"
                yield Letter(name=name, role=role, key=key, at=at, expires=expires)
    yield ConcernDuty(concern=Concern.GONE_QUIET, at=worry_at)
