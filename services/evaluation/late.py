"""Who is late with the questions of a wave, for whoever may speak to them: names, no word of any answer."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.enums import BOTH, Stage, Wave
from domain.pairing.pairing import Pairing
from domain.pairing.waves import is_late, window
from storage import queries
from storage.entities import load_entity
from storage.views import CohortView


class LateWave(NamedTuple):
    wave: Wave
    names: tuple[str, ...]
    """Of those who are late, in the order of the alphabet."""
    closes: datetime
    """When the last of them can no longer answer."""


def late(session: Session, cohort: CohortView, now: datetime) -> list[LateWave]:
    """Wave by wave, in order; none of those with which nobody is late."""
    if not cohort.programme.questionnaire.waves():
        return []
    found = defaultdict[Wave, list[tuple[str, datetime]]](list)
    for view in queries.pairings(session, cohort.key):
        entity = None if view.stage is Stage.ENDED else load_entity(session, EntityKind.PAIRING, view.id)
        if isinstance(entity, Pairing):
            for role in BOTH:
                for wave in Wave:
                    times = window(entity, role, wave)
                    if times and is_late(entity, role, wave, now):
                        found[wave].append((view.person(role).name, times.closes))
    return [
        LateWave(wave, tuple(sorted({name for name, _ in found[wave]})), max(at for _, at in found[wave]))
        for wave in Wave
        if found[wave]
    ]
