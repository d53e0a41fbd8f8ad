"""Awareness sessions and workshops, before there is a pair: announced, signed up for, attended."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from domain.application.application import SOON, Application
from domain.clock import mornings_after
from domain.entity.calendar_sync import WantedEvent, differences, wanted_event
from domain.entity.entity import ConcernDuty, Duty
from domain.enums import ApplicationStage, Concern, Correspondent
from domain.letter.letter import Letter, LetterName
from domain.programme.rules import Dated, Gathering, Sitting

_INVITED_TO = (
    ApplicationStage.INCOMPLETE,
    ApplicationStage.CHECKING,
    ApplicationStage.IN_ORDER,
    ApplicationStage.RESERVE,
)


_ANNOUNCED = "announced"
"""Begins the keys of announcements."""


def gatherings(application: Application) -> Iterator[Duty]:
    wanted: list[WantedEvent] = []
    for gathering in application.rules.gatherings:
        sitting = application.seat_at(gathering)
        if sitting and application.is_open:
            seat = wanted_event(application, gathering, sitting, Correspondent.APPLICANT, application.since)
            wanted.append(seat)
            yield from _about_a_seat(application, gathering, sitting)
        elif application.stage in _INVITED_TO and application.judged:
            yield from _announcement(application, gathering)
    yield from _called_off(application)
    yield from differences(application, wanted)


def to_attend(seats: Iterable[tuple[str, str]], rules: Dated) -> list[str]:
    """The keys of the gatherings that must be attended, of these (a gathering, a sitting), the earliest
    first."""
    taken = [(rules.gathering(gathering), sitting) for gathering, sitting in seats]
    required = [
        (sitting.starts, gathering.key)
        for gathering, key in taken
        for sitting in gathering.sittings  # one that was cancelled may still be taken where nobody has heard
        if gathering.is_required and sitting.key == key
    ]
    return [gathering for _, gathering in sorted(required)]


def _announcement(application: Application, gathering: Gathering) -> Iterator[Duty]:
    """The dates there are, and again when one has been added."""
    received = application.received
    if not gathering.sittings or received is None:
        return
    last = gathering.sittings[-1].starts
    if received >= last or gathering.key in application.came_to:
        return
    first = next(s.starts for s in gathering.sittings if s.starts > received)
    days = application.rules.patience.invite_before
    at = max(received, mornings_after(first, -days, application.rules.zone))
    # Whoever holds an announcement with another date in it is told anew.
    dates = "-".join(f"{s.key}.{s.starts:%Y%m%dT%H%M}" for s in gathering.sittings)
    yield Letter(
        name=LetterName.GATHERING_ANNOUNCED,
        role=Correspondent.APPLICANT,
        key=f"{_ANNOUNCED}:{gathering.key}:{dates}{application.reopen_suffix}",
        at=at,
        gathering=gathering.key,
        expires=last,
    )


def _called_off(application: Application) -> Iterator[Letter]:
    """To whoever knows of a gathering by its announcement, once no date of it is left."""
    for one in application.called_off if application.is_open else ():
        begins = f"{_ANNOUNCED}:{one.gathering}:"
        announced = tuple(sorted(key for key in application.letters_written if key.startswith(begins)))
        if announced and not application.rules.gathering(one.gathering).sittings:
            yield Letter(
                name=LetterName.GATHERING_CANCELLED,
                role=Correspondent.APPLICANT,
                key=f"called_off:{one.gathering}:{one.at:%Y%m%dT%H%M%S}",
                at=one.at,
                gathering=one.gathering,
                puts_right=announced,
            )


def _about_a_seat(application: Application, gathering: Gathering, sitting: Sitting) -> Iterator[Duty]:
    at = mornings_after(sitting.starts, -application.rules.patience.remind_before, application.rules.zone)
    if at >= _told(application, gathering, sitting) + SOON:
        yield Letter(
            name=LetterName.GATHERING_REMINDER,
            role=Correspondent.APPLICANT,
            key=f"reminder:{gathering.key}:{sitting.key}:{sitting.starts:%Y%m%dT%H%M}",
            at=at,
            gathering=gathering.key,
            sitting=sitting.key,
            starts=sitting.starts,
            ends=sitting.ends,
            expires=sitting.starts,
        )
    if gathering.is_required:
        unrecorded = application.after(sitting.ends, application.rules.patience.attendance)
        yield ConcernDuty(concern=Concern.ATTENDANCE_UNRECORDED, at=unrecorded)


def _told(application: Application, gathering: Gathering, sitting: Sitting) -> datetime:
    """When our last letter about this date went; the date itself, if none has gone yet."""
    written = [
        entry.written
        for entry in application.calendar_entries
        if (entry.gathering, entry.sitting) == (gathering.key, sitting.key)
    ]
    return max(written, default=sitting.starts)
