"""Times that are unlikely, and may have been typed by mistake: what there is to remark about them."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.programme.dates import Slot
from domain.programme.programme import Programme
from domain.unusual_dates import Holidays, unusual_for_gathering, unusual_for_session
from domain.value import Value
from mail.hours import bank_holidays


class UnusualDate(Value):
    """A date of a gathering about which there is something to remark."""

    gathering: str
    remark: str


def remark_on_session(starts: datetime, zone: ZoneInfo) -> str | None:
    """A sentence if a session at this time is unlikely; None if it is not."""
    local = starts.astimezone(zone)
    return unusual_for_session(local.date(), local.time(), _holidays(local.date(), zone))


def remark_on_slot(slot: Slot, zone: ZoneInfo) -> str | None:
    """A sentence if a gathering at this time is unlikely; None if it is not."""
    return unusual_for_gathering(slot.on, slot.begins, _holidays(slot.on, zone))


def remarks_on_programme(programme: Programme) -> Iterator[UnusualDate]:
    """What there is to remark about the dates of a programme."""
    for plan in programme.gatherings:
        for sitting in plan.sittings:
            holidays = _holidays(sitting.on, programme.zone)
            if remark := unusual_for_gathering(sitting.on, sitting.begins, holidays):
                yield UnusualDate(gathering=plan.key, remark=remark)


def _holidays(on: date, zone: ZoneInfo) -> Holidays:
    """Those of England; of other countries none are known."""
    return bank_holidays(on.year) if zone.key == "Europe/London" else {}
