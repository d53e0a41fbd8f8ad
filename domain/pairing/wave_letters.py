"""Letters that ask the questions of a wave by themselves, where no other letter of that day does, and remind
of them."""

from collections.abc import Iterator
from datetime import datetime

from domain.entity.entity import Duty
from domain.enums import BOTH, Role, Wave
from domain.letter.letter import Letter, LetterName
from domain.pairing.pairing import Pairing
from domain.pairing.waves import Window, chasers, window

_REMINDED_HERE = (Wave.BEFORE, Wave.MIDWAY, Wave.LATER)
"""The evaluation has chasers of its own."""


def questions(pairing: Pairing) -> Iterator[Duty]:
    for role in BOTH:
        for wave in _REMINDED_HERE:
            if wave in pairing.partner(role).answers or not _is_there(pairing, wave):
                continue
            if times := window(pairing, role, wave):
                yield from _of_wave(pairing, role, wave, times)


def _is_there(pairing: Pairing, wave: Wave) -> bool:
    """Half-way is nobody who has not begun, nor who has come to the end."""
    return wave is not Wave.MIDWAY or pairing.stage.pair_meets


def _of_wave(pairing: Pairing, role: Role, wave: Wave, times: Window) -> Iterator[Duty]:
    if wave is Wave.MIDWAY and pairing.rules.review is None:
        yield _letter(f"questions:{wave}:{role}", role, wave, times.opens, times)
    for day, at in chasers(pairing, role, wave).items():
        yield _letter(f"questions:{wave}:{day}:{role}", role, wave, at, times)


def _letter(key: str, role: Role, wave: Wave, at: datetime, times: Window) -> Letter:
    return Letter(
        name=LetterName.QUESTIONS,
        role=role,
        key=key,
        at=at,
        until=times.closes,
        expires=times.closes,
        wave=wave,
    )
