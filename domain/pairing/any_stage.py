"""What may happen to a pairing in any open stage: it pauses, a date moves, a letter does not arrive."""

from collections.abc import Iterator
from datetime import datetime

from domain.entity.entity import ConcernDuty, Duty
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, Role, SessionState
from domain.letter.letter import Letter, LetterName
from domain.pairing import events
from domain.pairing.pairing import Pairing
from domain.pairing.sessions import with_session
from domain.pairing.stages.over import has_been_heard_of
from domain.programme.rescheduling import kind_of, rescheduled
from domain.suggestion import Suggestion, suggest

WAITS_FOR_RESUMPTION = "the pair to resume"


def pause(event: events.Pause, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.paused:
        return pairing
    # Nobody should find a session in their calendar that the pair has put off.
    for session in pairing.booked:
        if session.starts > now:
            cancelled = session.replace(state=SessionState.CANCELLED)
            pairing = with_session(pairing, cancelled, OutcomeKind.CANCELLED, now)
    return pairing.replace(paused=now).with_outcome(OutcomeKind.PAUSED, now)


def resume(event: events.Resume, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.paused is None:
        return pairing
    pauses = (*pairing.pauses, (pairing.paused, now))
    return pairing.replace(paused=None, pauses=pauses).with_outcome(OutcomeKind.RESUMED, now)


def steps_while_paused(pairing: Pairing) -> tuple[Suggestion, ...]:
    return (suggest("pairing resume", pairing.id),)


def while_paused(pairing: Pairing) -> Iterator[Duty]:
    if pairing.paused is None:
        return
    for role in BOTH:
        if has_been_heard_of(pairing, role):
            key = f"paused:{pairing.paused:%Y%m%dT%H%M%S}:{role}"
            yield Letter(name=LetterName.PAUSED, role=role, key=key, at=pairing.paused)
    long = pairing.after(pairing.paused, pairing.rules.patience.long_pause)
    yield ConcernDuty(concern=Concern.LONG_PAUSE, at=long)


def resumption(pairing: Pairing) -> Iterator[Duty]:
    for _, ended in pairing.pauses[-1:]:
        for role in BOTH:
            if has_been_heard_of(pairing, role):
                key = f"resumed:{ended:%Y%m%dT%H%M%S}:{role}"
                yield Letter(name=LetterName.RESUMED, role=role, key=key, at=ended)


def reschedule(event: events.Reschedule | events.AddSitting, pairing: Pairing, now: datetime) -> Pairing:
    rules = rescheduled(event, pairing.rules, now)
    if rules == pairing.rules:
        return pairing
    moved = pairing.replace(rules=rules)
    return moved.with_outcome(kind_of(event, pairing.rules), now, about=event.gathering, starts=event.starts)


def letter_failed(event: events.LetterFailed, pairing: Pairing, now: datetime) -> Pairing:
    if not isinstance(event.role, Role):
        return pairing
    failed = pairing.with_partner(event.role, letter_failed=now)
    return failed.with_outcome(OutcomeKind.LETTER_FAILED, now, role=event.role)


def failed_letters(pairing: Pairing) -> Iterator[Duty]:
    for role in BOTH:
        failed = pairing.partner(role).letter_failed
        if failed:
            until = pairing.after(failed, pairing.rules.patience.notice)
            yield ConcernDuty(concern=Concern.LETTER_FAILED, at=failed, until=until)
