"""What will be written about a pairing by itself, before it is."""

from datetime import datetime

from domain.letter.letter import Letter
from domain.pairing.due import due
from domain.pairing.pairing import Pairing


def letters_until(pairing: Pairing, now: datetime, until: datetime) -> list[Letter]:
    """All that is written from now until then, if nothing is told."""
    letters, at = list[Letter](), now
    while at <= until:
        found = due(pairing, at)
        pairing = found.entity
        if found.entry:
            letters += found.entry.letters
        elif found.look_again is None:
            break
        else:
            at = found.look_again
    return letters
