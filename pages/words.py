"""How pages say dates, people, and what was refused."""

import re
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.clock import format_full_day, format_full_hours, format_time, zone_in_words
from domain.programme.programme import Programme
from domain.programme.rules import Sitting
from domain.wording import counted


class _Reader(Protocol):
    """Whoever reads about a programme, also before they are anybody's partner."""

    @property
    def programme(self) -> Programme: ...


_SUGGESTED = re.compile(r"[^.?!:]*(?:[.?!:]\s*)?⟦[^⟧]*⟧\.?")


def full_hours(starts: datetime, ends: datetime, reader: _Reader) -> str:
    """`Wednesday 30 June 2027, 09:30 to 11:30, London time`."""
    zone = zone_of(reader)
    return f"{format_full_hours(starts, ends, zone)}, {zone_in_words(zone)}"


def full_sitting(gathering: str, sitting: Sitting, reader: _Reader) -> str:
    """Its day and hours, and where it is: `... 09:30 to 11:30, London time (Online)`."""
    date = reader.programme.gathering(gathering).sitting(sitting.key)
    hours = full_hours(sitting.starts, sitting.ends, reader)
    return f"{hours} ({date.where})" if date and date.where else hours


def full_day(at: datetime, reader: _Reader) -> str:
    return format_full_day(at, zone_of(reader))


def full_moment(at: datetime, reader: _Reader) -> str:
    """`Wednesday 30 June 2027, 09:30, London time`."""
    zone = zone_of(reader)
    return f"{format_full_day(at, zone)}, {format_time(at, zone)}, {zone_in_words(zone)}"


def lasting(minutes: int) -> str:
    """`45 minutes`, `an hour`, `an hour and a half`."""
    words = {60: "an hour", 90: "an hour and a half", 120: "two hours"}
    return words.get(minutes, counted(minutes, "minute"))


def zone_of(reader: _Reader) -> ZoneInfo:
    """The programme's: by it a letter says when, and a pair arranges to meet."""
    return reader.programme.zone


def refusal(sentence: str) -> str:
    """A refusal as its reader is told it: without the command that would help a coordinator."""
    plain = _SUGGESTED.sub("", sentence).strip()
    return plain or "That cannot be recorded now."
