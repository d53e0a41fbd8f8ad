"""Every finding there is, the most important first."""

from collections.abc import Callable, Iterator

from domain.programme.programme import Programme
from rehearsal.findings import of_dates, of_letters
from rehearsal.findings.finding import Finding
from rehearsal.record import Record

OF_DATES: tuple[Callable[[Programme], Iterator[Finding]], ...] = (
    of_dates.closing_on_introductions,
    of_dates.before_introductions,
    of_dates.short_window,
    of_dates.early_review,
    of_dates.late_training,
    of_dates.no_time_to_decide,
    of_dates.gatherings_on_days_off,
    of_dates.milestones_on_days_off,
    of_dates.outside_working_hours,
)
OF_POST: tuple[Callable[[Record], Iterator[Finding]], ...] = (
    of_letters.busy_weeks,
    of_letters.no_second_chance,
    of_letters.two_on_one_day,
    of_letters.on_bank_holidays,
    of_letters.on_weekends,
)


def findings(record: Record) -> list[Finding]:
    """What the coordinator should look at before the launch; nothing if all is well."""
    found = [finding for look in OF_DATES for finding in look(record.programme)]
    return [*found, *(finding for look in OF_POST for finding in look(record))]
