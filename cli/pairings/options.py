"""Options of `tandem pairing` that need the programme to be understood."""

from datetime import datetime

from domain.clock import moment
from domain.errors import BadInput
from domain.programme.programme import Programme


def local_moment(text: str, programme: Programme) -> datetime:
    """`YYYY-MM-DD HH:MM` in the programme's local time. Raises BadInput."""
    try:
        local_time = datetime.strptime(text.replace("T", " "), "%Y-%m-%d %H:%M")  # noqa: DTZ007
    except ValueError:
        raise BadInput(f"{text!r} is not a date and time; write it as '2027-07-20 10:00'.") from None
    return moment(local_time.date(), local_time.time(), programme.zone)
