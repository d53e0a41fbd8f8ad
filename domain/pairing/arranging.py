"""A pair that goes on in another arrangement: the roles stay from now on, or each is both, or now this, now
that."""

from collections.abc import Iterator
from datetime import datetime

from domain.entity.entity import Duty
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH
from domain.letter.letter import Letter, LetterName
from domain.pairing import events
from domain.pairing.pairing import Pairing
from domain.pairing.stages.over import has_been_heard_of


def change_arrangement(event: events.ChangeArrangement, pairing: Pairing, now: datetime) -> Pairing:
    changed = pairing.replace(arrangement=event.arrangement, arrangement_since=now)
    return changed.with_outcome(OutcomeKind.ARRANGEMENT_CHANGED, now, about=event.arrangement.value)


def is_so_arranged(event: events.ChangeArrangement, pairing: Pairing) -> bool:
    return pairing.is_open and pairing.arrangement is event.arrangement


def arrangement_letters(pairing: Pairing) -> Iterator[Duty]:
    """Who has not been introduced yet reads of it with the introduction."""
    since = pairing.arrangement_since
    for role in BOTH if since else ():
        if has_been_heard_of(pairing, role):
            key = f"arrangement:{since:%Y%m%dT%H%M%S}:{role}"
            yield Letter(name=LetterName.ARRANGEMENT_CHANGED, role=role, key=key, at=since)
