"""Both partners are introduced and asked to accept; silence is chased, then goes to the coordinator."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from domain.clock import mornings_after
from domain.entity.duty import ConcernDuty, Duty
from domain.enums import BOTH, Concern, Role, Stage
from domain.letter.letter import Letter, LetterName
from domain.pairing.pairing import Pairing

_TIME_TO_ANSWER = timedelta(days=3)


def introductions(pairing: Pairing) -> Iterator[Duty]:
    if pairing.stage is not Stage.APPLICATION:
        if pairing.accepted_at:
            yield from _both_accepted(pairing)
        return
    patience = pairing.rules.patience
    introduced = max(pairing.since, pairing.rules.introductions)
    until = _asked_by(pairing, introduced)
    for role in BOTH:
        yield Letter(
            name=LetterName.INTRODUCTION, role=role, key=f"introduction:{role}", at=introduced, until=until
        )
        if not pairing.partner(role).accepted:
            yield from _chasers(pairing, role)
    yield ConcernDuty(concern=Concern.NOT_ACCEPTED, at=pairing.after(introduced, patience.accept_coordinator))


def _asked_by(pairing: Pairing, introduced: datetime) -> datetime:
    """The day by which the letters ask for an answer: before the first event that both must attend, since
    nobody is invited to it who has not accepted."""
    usual = pairing.after(introduced, pairing.rules.patience.accept_coordinator)
    required = [g.sittings[0].starts for g in pairing.rules.gatherings if g.required and g.kind.stage]
    if not required:
        return usual
    day_before = mornings_after(min(required), -1, pairing.rules.zone)
    return min(usual, day_before) if day_before > introduced + _TIME_TO_ANSWER else usual


def _chasers(pairing: Pairing, role: Role) -> Iterator[Duty]:
    patience = pairing.rules.patience
    introduced = max(pairing.since, pairing.rules.introductions)
    days = (*patience.accept_chasers, patience.accept_coordinator)
    for day, next_day in pairwise(days):
        yield Letter(
            name=LetterName.INTRODUCTION_CHASER,
            role=role,
            key=f"introduction_chaser:{day}:{role}",
            at=pairing.after(introduced, day),
            until=_asked_by(pairing, introduced),
            expires=pairing.after(introduced, next_day),
        )


def _both_accepted(pairing: Pairing) -> Iterator[Duty]:
    for role in BOTH:
        yield Letter(name=LetterName.BOTH_ACCEPTED, role=role, key=f"both_accepted:{role}", at=pairing.since)
