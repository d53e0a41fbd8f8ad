"""Both partners are introduced and asked to accept; silence is chased, then goes to the coordinator."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from domain.clock import mornings_after
from domain.entity.entity import ConcernDuty, Duty
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, Role, Stage, Wave
from domain.letter.letter import Letter, LetterName
from domain.pairing import events
from domain.pairing.pairing import Pairing
from domain.pairing.stages.stage import StageRules, named
from domain.suggestion import Suggestion, suggest, who

_TIME_TO_ANSWER = timedelta(days=3)


def accept(event: events.Accept, pairing: Pairing, now: datetime) -> Pairing:
    accepted = pairing.with_partner(event.role, accepted=now)
    return accepted.with_outcome(OutcomeKind.ACCEPTED, now, role=event.role)


def has_accepted(event: events.Accept, pairing: Pairing) -> bool:
    return pairing.partner(event.role).accepted is not None


def both_accepted(pairing: Pairing) -> datetime | None:
    return pairing.accepted_at


def _waits_for(pairing: Pairing) -> str:
    return f"{named(_silent(pairing))} to accept"


def _next_steps(pairing: Pairing, cohort: str) -> Iterator[Suggestion]:
    # Both have accepted, and one of them later than it is now, where a clock was put back.
    if silent := _silent(pairing):
        opens = max(pairing.since, pairing.rules.introductions)  # whoever has accepted is not introduced
        earlier = ("--on", "YYYY-MM-DD") if pairing.is_before_takeover(pairing.introduced) else ()
        yield suggest("pairing accept", pairing.id, who(silent), *earlier, opens=opens)


def _silent(pairing: Pairing) -> list[Role]:
    return [role for role in BOTH if not pairing.partner(role).accepted]


def _duties(pairing: Pairing) -> Iterator[Duty]:
    if pairing.stage is Stage.APPLICATION:
        yield from _introductions(pairing)
    elif pairing.accepted_at:
        wave = Wave.BEFORE if Wave.BEFORE in pairing.rules.asks else None
        for role in BOTH:
            key = f"both_accepted:{role}"
            yield Letter(name=LetterName.BOTH_ACCEPTED, role=role, key=key, at=pairing.accepted_at, wave=wave)


def _introductions(pairing: Pairing) -> Iterator[Duty]:
    patience = pairing.rules.patience
    introduced = pairing.introduced
    until = asked_by(pairing)
    for role in BOTH:
        yield Letter(
            name=LetterName.INTRODUCTION, role=role, key=f"introduction:{role}", at=introduced, until=until
        )
        if not pairing.partner(role).accepted and not pairing.is_before_takeover(introduced):
            yield from _chasers(pairing, role)
    yield ConcernDuty(concern=Concern.NOT_ACCEPTED, at=pairing.after(introduced, patience.accept_coordinator))


def asked_by(pairing: Pairing) -> datetime:
    """The day by which the letters ask for an answer: before the first event that both must attend, since
    nobody is invited to it who has not accepted."""
    introduced = pairing.introduced
    usual = pairing.after(introduced, pairing.rules.patience.accept_coordinator)
    required = [g.sittings[0].starts for g in pairing.rules.gatherings if g.is_required and g.kind.stage]
    if not required:
        return usual
    day_before = mornings_after(min(required), -1, pairing.rules.zone)
    return min(usual, day_before) if day_before > introduced + _TIME_TO_ANSWER else usual


def _chasers(pairing: Pairing, role: Role) -> Iterator[Duty]:
    patience = pairing.rules.patience
    introduced = pairing.introduced
    days = (*patience.accept_chasers, patience.accept_coordinator)
    for day, next_day in pairwise(days):
        yield Letter(
            name=LetterName.INTRODUCTION_CHASER,
            role=role,
            key=f"introduction_chaser:{day}:{role}",
            at=pairing.after(introduced, day),
            until=asked_by(pairing),
            expires=pairing.after(introduced, next_day),
        )


APPLICATION = StageRules(waits_for=_waits_for, next_steps=_next_steps, duties=_duties)
