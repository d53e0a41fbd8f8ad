"""Days, as options of commands say them."""

from datetime import UTC, date, datetime, time

from domain.clock import moment
from domain.errors import BadInput
from domain.programme.programme import Programme

_NOON = time(12, 0)


def day(text: str, option: str) -> date:
    """Raises BadInput, naming the option."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{option}: {text!r} is not a date; write it as 2027-05-27.") from None


def noon_of(text: str, option: str, programme: Programme) -> datetime:
    """The middle of this day, local time, or now where that is yet to come; raises BadInput for a day
    that is."""
    said, now = day(text, option), datetime.now(UTC)
    if said > now.astimezone(programme.zone).date():
        raise BadInput(f"{option}: {said:%a %-d %b %Y} is yet to come.")
    return min(moment(said, _NOON, programme.zone), now)


def spoken_day(at: datetime, programme: Programme) -> str:
    """The local day of this moment, as people say it."""
    return f"{at.astimezone(programme.zone):%a %-d %b %Y}"
