"""What an entity will do by itself next, in plain words."""

from collections.abc import Iterable
from datetime import datetime

from domain.entity.duty import ConcernDuty, Duty
from domain.entity.entity import Entity
from domain.enums import CONCERN_SENTENCES
from domain.letter.letter import Letter


def next_action_at(moment: datetime, entity: Entity, duties: Iterable[Duty], move: str | None) -> str:
    """Continues the sentence "By itself it ...". `move`: what it will do then besides its duties."""
    found = list(duties)
    worries = [duty for duty in found if isinstance(duty, ConcernDuty)]
    says = [
        *([move] if move else []),
        *_written(
            letter for letter in found if isinstance(letter, Letter) and _is_due(letter, moment, entity)
        ),
        *(f"asks for attention ({CONCERN_SENTENCES[w.concern]})" for w in worries if w.at == moment),
        *(
            f"asks no more for attention ({CONCERN_SENTENCES[w.concern]})"
            for w in worries
            if w.until == moment
        ),
    ]
    return "; ".join(dict.fromkeys(says)) or "looks again"


def _is_due(letter: Letter, moment: datetime, entity: Entity) -> bool:
    return letter.at == moment and letter.key not in entity.letters_written


def _written(letters: Iterable[Letter]) -> Iterable[str]:
    readers: dict[str, list[str]] = {}
    for letter in letters:
        readers.setdefault(letter.name.replace("_", " "), []).append(f"the {letter.role}")
    return (f"writes to {' and '.join(dict.fromkeys(roles))} ({name})" for name, roles in readers.items())
