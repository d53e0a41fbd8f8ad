"""What is owed in a pairing's life: letters, and what the coordinator should look at."""

from collections.abc import Callable, Iterator

from domain.entity.entity import Duty
from domain.letter.letter import Letter
from domain.pairing.any_stage import failed_letters, resumption, while_paused
from domain.pairing.arranging import arrangement_letters
from domain.pairing.gatherings import calendar_letters, gatherings
from domain.pairing.pairing import Pairing
from domain.pairing.stages.every import STAGES
from domain.pairing.wave_letters import questions

Duties = Callable[[Pairing], Iterator[Duty]]

_OF_FIRST_STAGE, *_OF_STAGES = (home.duties for stage, home in STAGES.items() if stage.is_open)
_WHILE_OPEN: tuple[Duties, ...] = (
    resumption,
    arrangement_letters,
    _OF_FIRST_STAGE,
    gatherings,
    calendar_letters,
    *_OF_STAGES,
    questions,
    failed_letters,
)
_WHILE_PAUSED: tuple[Duties, ...] = (while_paused, calendar_letters, failed_letters)


def duties(pairing: Pairing) -> Iterator[Duty]:
    """All duties as things stand, past and future; what has been written is not left out."""
    for source in _sources(pairing):
        for duty in source(pairing):
            if not (isinstance(duty, Letter) and _belongs_before_takeover(duty, pairing)):
                yield duty


def _belongs_before_takeover(letter: Letter, pairing: Pairing) -> bool:
    """Whether it fell to whoever ran the programme before. What is still to come goes into the calendars."""
    if letter.calendar and letter.starts and not pairing.is_before_takeover(letter.starts):
        return False
    return pairing.is_before_takeover(letter.at)


def _sources(pairing: Pairing) -> tuple[Duties, ...]:
    if not pairing.is_open:
        return (STAGES[pairing.stage].duties, questions, calendar_letters)
    return _WHILE_PAUSED if pairing.paused else _WHILE_OPEN


def lasting(pairing: Pairing) -> Iterator[Duty]:
    """A pause holds nothing back that was written before it."""
    if pairing.paused:
        yield from duties(pairing.replace(paused=None))


def wanted(pairing: Pairing) -> Iterator[Duty]:
    """All that is right as things stand, whether it falls due or has been written before."""
    yield from duties(pairing)
    yield from lasting(pairing)
