"""A pair that goes on in another arrangement: the roles stay from now on, or each is both, or now this, now
that. The coordinator says so, or one partner proposes it and the other agrees."""

from collections.abc import Iterator
from datetime import datetime

from domain.entity.entity import Duty
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Arrangement, Role
from domain.letter.letter import Letter, LetterName
from domain.pairing import events
from domain.pairing.pairing import Pairing, ProposedArrangement
from domain.pairing.stages.over import has_been_heard_of


def change_arrangement(event: events.ChangeArrangement, pairing: Pairing, now: datetime) -> Pairing:
    return _changed(pairing, event.arrangement, now)


def is_so_arranged(event: events.ChangeArrangement, pairing: Pairing) -> bool:
    return pairing.is_open and pairing.arrangement is event.arrangement and not pairing.arrangement_proposed


def propose_arrangement(event: events.ProposeArrangement, pairing: Pairing, now: datetime) -> Pairing:
    proposed, wished = pairing.arrangement_proposed, event.arrangement
    if wished is pairing.arrangement:
        kept = pairing.replace(arrangement_proposed=None)
        return kept.with_outcome(OutcomeKind.ARRANGEMENT_KEPT, now, role=event.role, about=wished.value)
    if proposed and proposed.role is not event.role and proposed.arrangement is wished:
        return _changed(pairing, wished, now, event.role)
    mine = ProposedArrangement(role=event.role, arrangement=wished, at=now)
    asks = pairing.replace(arrangement_proposed=mine)
    return asks.with_outcome(OutcomeKind.ARRANGEMENT_PROPOSED, now, role=event.role, about=wished.value)


def is_arrangement_proposed(event: events.ProposeArrangement, pairing: Pairing) -> bool:
    """Whether this partner has proposed it already, or the pair stays as it is anyway."""
    proposed = pairing.arrangement_proposed
    if not pairing.is_open:
        return False
    if proposed is None:
        return pairing.arrangement is event.arrangement
    return (proposed.role, proposed.arrangement) == (event.role, event.arrangement)


def arrangement_letters(pairing: Pairing) -> Iterator[Duty]:
    """Who has not been introduced yet reads of it with the introduction."""
    since, proposed = pairing.arrangement_since, pairing.arrangement_proposed
    for role in BOTH if since else ():
        if has_been_heard_of(pairing, role):
            key = f"arrangement:{since:%Y%m%dT%H%M%S}:{role}"
            yield Letter(name=LetterName.ARRANGEMENT_CHANGED, role=role, key=key, at=since)
    if proposed and pairing.is_open and has_been_heard_of(pairing, proposed.role.partner):
        yield _proposal(proposed)


def _proposal(proposed: ProposedArrangement) -> Letter:
    role = proposed.role.partner
    return Letter(
        name=LetterName.ARRANGEMENT_PROPOSED,
        role=role,
        key=f"arrangement_proposed:{proposed.at:%Y%m%dT%H%M%S}:{role}",
        at=proposed.at,
        arrangement=proposed.arrangement,
    )


def _changed(pairing: Pairing, arrangement: Arrangement, now: datetime, by: Role | None = None) -> Pairing:
    if arrangement is pairing.arrangement:
        return pairing.replace(arrangement_proposed=None)
    changed = pairing.replace(arrangement=arrangement, arrangement_since=now, arrangement_proposed=None)
    return changed.with_outcome(OutcomeKind.ARRANGEMENT_CHANGED, now, about=arrangement.value, role=by)
