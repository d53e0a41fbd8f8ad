"""When a programme is played whose own dates are no longer ahead."""

from datetime import date

from domain.programme.programme import Programme
from domain.programme.timetable import first_day


def coming_year(programme: Programme, today: date) -> date:
    """The programme's first date, in the year after this one."""
    first = first_day(programme)
    leap_day = (first.month, first.day) == (2, 29)
    return first.replace(year=today.year + 1, day=28 if leap_day else first.day)


def is_over(programme: Programme, today: date) -> bool:
    """Whether its last date for participants has passed."""
    last = programme.evaluation or programme.sessions
    return last.closes < today
