"""A pairing that is over: thanks, or a farewell without fault; and much later one question more."""

from collections.abc import Iterator
from datetime import datetime

from domain.clock import mornings_after
from domain.entity.entity import Duty
from domain.enums import BOTH, EndReason, Role, Stage, Wave
from domain.errors import Refused
from domain.letter.letter import Letter, LetterName
from domain.pairing import events
from domain.pairing.pairing import Pairing, end
from domain.pairing.stages.stage import StageRules


def withdraw(event: events.Withdraw, pairing: Pairing, now: datetime) -> Pairing:
    return end_by_word(pairing, EndReason.withdrawal_of(event.role), now)


def has_withdrawn(event: events.Withdraw, pairing: Pairing) -> bool:
    return pairing.end_reason is EndReason.withdrawal_of(event.role)


def end_it(event: events.End, pairing: Pairing, now: datetime) -> Pairing:
    return end_by_word(pairing, event.reason, now)


def has_ended(event: events.End, pairing: Pairing) -> bool:
    return pairing.end_reason is event.reason


def end_by_word(pairing: Pairing, reason: EndReason, now: datetime) -> Pairing:
    """The pairing after somebody has said that it ends."""
    others = [role for role in BOTH if role is not reason.leaver and has_been_heard_of(pairing, role)]
    return end(pairing, reason, now, by_word=bool(others))


def as_before_its_end(pairing: Pairing) -> Pairing:
    """The pairing where it stood when it ended by itself. Raises Refused if somebody has ended it."""
    if pairing.ended_from is None:
        raise Refused(nothing_more(pairing))
    stage, since = pairing.ended_from
    return pairing.replace(stage=stage, since=since, end_reason=None, ended_from=None)


def nothing_more(pairing: Pairing) -> str:
    how = f"ended ({pairing.end_reason})" if pairing.end_reason else "completed"
    return f"Pairing {pairing.id} is {how}; nothing more can be recorded for it."


def has_been_heard_of(pairing: Pairing, role: Role) -> bool:
    """Who has not heard of the pairing need not hear that it pauses or ends."""
    introduced = f"introduction:{role}" in pairing.letters_written
    elsewhere = pairing.is_before_takeover(pairing.introduced)
    return introduced or elsewhere or pairing.partner(role).accepted is not None


def farewell_key(role: Role) -> str:
    """The key of the letter that tells this partner that it is over."""
    return f"farewell:{role}"


def _waits_for(pairing: Pairing) -> str:
    if pairing.farewell_from:
        return "the hour to pass in which it can be taken back unseen"
    return "the day of the follow-up letter"


def _when_completed(pairing: Pairing) -> Iterator[Duty]:
    for role in BOTH:
        yield _letter(pairing, LetterName.THANKS, role)


def follow_up_at(pairing: Pairing) -> datetime | None:
    """When it is asked what has become of it; None: never, or not to be foreseen."""
    days = pairing.rules.patience.follow_up
    if not days or pairing.stage is not Stage.COMPLETED:
        return None
    return mornings_after(pairing.since, days, pairing.rules.zone)


def _follow_up(pairing: Pairing) -> Iterator[Duty]:
    """What has become of it, asked when there has been time for something to come of it."""
    wave = Wave.LATER if Wave.LATER in pairing.rules.asks else None
    if at := follow_up_at(pairing):
        for role in BOTH:
            yield Letter(name=LetterName.FOLLOW_UP, role=role, key=f"follow_up:{role}", at=at, wave=wave)


def _duties(pairing: Pairing) -> Iterator[Duty]:
    if pairing.stage is Stage.COMPLETED:
        yield from _when_completed(pairing)
        yield from _follow_up(pairing)
    elif pairing.stage is Stage.ENDED and pairing.end_reason:
        for role in BOTH:
            if has_been_heard_of(pairing, role):
                yield _letter(pairing, _closing_name(role, pairing.end_reason.leaver), role)


def _closing_name(role: Role, leaver: Role | None) -> LetterName:
    if leaver is None:
        return LetterName.PAIRING_CLOSED
    return LetterName.LEAVING_CONFIRMED if role is leaver else LetterName.PARTNER_LEFT


def _letter(pairing: Pairing, name: LetterName, role: Role) -> Letter:
    says_so = pairing.end_reason and role is pairing.end_reason.leaver
    at = pairing.since if says_so else pairing.farewell_from or pairing.since
    return Letter(name=name, role=role, key=farewell_key(role), at=at)


OVER = StageRules(waits_for=_waits_for, duties=_duties)
