"""When letters may go out: at office hours of working days, by the clock of whoever reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from zoneinfo import ZoneInfo

from domain.clock import hours_of, is_weekend
from domain.programme.programme import Programme

_MIDNIGHT = time()


@dataclass(frozen=True)
class Hours:
    """`opens` and `closes` by the local clock; a `closes` at midnight is the end of the day. As they
    stand: always."""

    opens: time = _MIDNIGHT
    closes: time = _MIDNIGHT
    working_days: bool = False
    """Neither at a weekend nor on a bank holiday of England."""

    @classmethod
    def of(cls, hours: str, days: str) -> "Hours":
        """From the settings: such as `08:00-18:00` or nothing, and `working` or `all`."""
        opens, closes = hours_of(hours) if hours else (_MIDNIGHT, _MIDNIGHT)
        return cls(opens, closes, days == "working")

    def next_opening(self, at: datetime, zone: ZoneInfo) -> datetime:
        """`at` itself if letters may go then, else the first moment (UTC) after it at which they may."""
        if self == ALWAYS:
            return at
        today = at.astimezone(zone).date()
        days = (today + timedelta(days=days) for days in count())
        return next(opening for day in days for opening in self._from(at, day, zone))

    def _from(self, at: datetime, day: date, zone: ZoneInfo) -> Iterator[datetime]:
        if self.working_days and not is_working_day(day):
            return
        # Where the clock shows an hour twice or never, the narrower reading: nobody is woken by it.
        opens = max(_readings(day, self.opens, zone))
        until = day + timedelta(days=1) if self.closes == _MIDNIGHT else day
        opening = max(at.astimezone(UTC), opens)
        if opening < min(_readings(until, self.closes, zone)):
            yield opening


ALWAYS = Hours()


def is_working_day(day: date) -> bool:
    """Whether people in England are at work: no Saturday, Sunday or bank holiday."""
    return not is_weekend(day) and day not in bank_holidays(day.year)


@lru_cache
def bank_holidays(year: int) -> dict[date, str]:
    """Those of England, with their names."""
    import holidays  # slow to come, and few commands need it

    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))


def days_off(programme: Programme, since: datetime) -> Iterator[date]:
    """The bank holidays of the years that the programme touches from now on."""
    for year in range(since.year, programme.sessions.closes.year + 2):
        yield from sorted(bank_holidays(year))


def _readings(day: date, at: time, zone: ZoneInfo) -> list[datetime]:
    """The moments that this time of the local clock may mean: two where it is changed."""
    return [datetime.combine(day, at.replace(fold=fold), tzinfo=zone).astimezone(UTC) for fold in (0, 1)]
