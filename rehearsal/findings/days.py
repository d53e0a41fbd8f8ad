"""Days on which people do not work: weekends, and the bank holidays of England."""

from datetime import date, timedelta

from domain.clock import is_weekend
from mail.hours import bank_holidays, is_working_day


def bank_holiday(day: date) -> str | None:
    """The name of the bank holiday in England on this day, if it is one."""
    return bank_holidays(day.year).get(day)


def day_off(day: date) -> str | None:
    """What keeps people from working on this day, as it continues "it is on"; None if nothing does."""
    if holiday := bank_holiday(day):
        return f"a bank holiday ({holiday})"
    return f"a {day:%A}" if is_weekend(day) else None


def working_days_between(earlier: date, later: date) -> int:
    """How many working days there are after the one and before the other."""
    between = ((earlier + timedelta(days=n)) for n in range(1, (later - earlier).days))
    return sum(is_working_day(day) for day in between)
