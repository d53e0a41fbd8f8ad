"""What is said when a pairing pauses, goes on, ends or is completed."""

from collections.abc import Iterator

from domain.clock import mornings_after
from domain.entity.duty import ConcernDuty, Duty
from domain.enums import BOTH, Concern, Role, Stage
from domain.letter.letter import Letter, LetterName
from domain.pairing.pairing import Pairing


def pause(pairing: Pairing) -> Iterator[Duty]:
    if pairing.paused is None:
        return
    for role in _who_has_heard(pairing):
        key = f"paused:{pairing.paused:%Y%m%dT%H%M%S}:{role}"
        yield Letter(name=LetterName.PAUSED, role=role, key=key, at=pairing.paused)
    long = pairing.after(pairing.paused, pairing.rules.patience.long_pause)
    yield ConcernDuty(concern=Concern.LONG_PAUSE, at=long)


def resumption(pairing: Pairing) -> Iterator[Duty]:
    for _, ended in pairing.pauses[-1:]:
        for role in _who_has_heard(pairing):
            key = f"resumed:{ended:%Y%m%dT%H%M%S}:{role}"
            yield Letter(name=LetterName.RESUMED, role=role, key=key, at=ended)


def failed_letters(pairing: Pairing) -> Iterator[Duty]:
    for role in BOTH:
        failed = pairing.partner(role).letter_failed
        if failed:
            until = pairing.after(failed, pairing.rules.patience.notice)
            yield ConcernDuty(concern=Concern.LETTER_FAILED, at=failed, until=until)


def farewell(pairing: Pairing) -> Iterator[Duty]:
    if pairing.stage is Stage.COMPLETED:
        for role in BOTH:
            yield _letter(pairing, LetterName.THANKS, role)
    elif pairing.stage is Stage.ENDED and pairing.end_reason:
        leaver = pairing.end_reason.leaver
        for role in _who_has_heard(pairing):
            yield _letter(pairing, _closing_name(role, leaver), role)


def follow_up(pairing: Pairing) -> Iterator[Duty]:
    """What has become of it, asked when there has been time for something to come of it."""
    days = pairing.rules.patience.follow_up
    if pairing.stage is Stage.COMPLETED and days:
        at = mornings_after(pairing.since, days, pairing.rules.zone)
        for role in BOTH:
            yield Letter(name=LetterName.FOLLOW_UP, role=role, key=f"follow_up:{role}", at=at)


def _who_has_heard(pairing: Pairing) -> list[Role]:
    """Who has not heard of the pairing need not hear that it pauses or ends."""
    return [
        role
        for role in BOTH
        if f"introduction:{role}" in pairing.letters_written or pairing.partner(role).accepted
    ]


def _closing_name(role: Role, leaver: Role | None) -> LetterName:
    if leaver is None:
        return LetterName.PAIRING_CLOSED
    return LetterName.LEAVING_CONFIRMED if role is leaver else LetterName.PARTNER_LEFT


def _letter(pairing: Pairing, name: LetterName, role: Role) -> Letter:
    return Letter(name=name, role=role, key=f"farewell:{role}", at=pairing.since)
