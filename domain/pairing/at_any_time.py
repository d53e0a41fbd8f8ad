"""What may happen to a pairing in any open stage: a date moves, or a letter does not arrive."""

from collections.abc import Iterator
from datetime import datetime

from domain.entity.duty import ConcernDuty, Duty
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, Role
from domain.pairing import events
from domain.pairing.pairing import Pairing
from domain.programme.rescheduling import kind_of, rescheduled


def reschedule(event: events.Reschedule | events.AddSitting, pairing: Pairing, now: datetime) -> Pairing:
    rules = rescheduled(event, pairing.rules, now)
    if rules == pairing.rules:
        return pairing
    moved = pairing.replace(rules=rules)
    return moved.with_outcome(kind_of(event), now, about=event.gathering, starts=event.starts)


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
