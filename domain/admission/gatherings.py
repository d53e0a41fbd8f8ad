"""Awareness sessions and workshops, before there is a pair: announced, signed up for, attended."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from domain.admission.admission import SOON, Admission
from domain.clock import mornings_after
from domain.diary import Wanted, differences, wanted_sitting
from domain.duties.duty import Duty, Worry
from domain.letters import Letter, LetterName
from domain.rules import Dated, Gathering, Sitting
from domain.words import ApplicationStage, Concern, Correspondent

_INVITED_TO = (
    ApplicationStage.INCOMPLETE,
    ApplicationStage.CHECKING,
    ApplicationStage.IN_ORDER,
    ApplicationStage.RESERVE,
)


def gatherings(admission: Admission) -> Iterator[Duty]:
    wanted: list[Wanted] = []
    for gathering in admission.rules.gatherings:
        sitting = admission.place_at(gathering)
        if sitting and admission.is_open:
            place = wanted_sitting(admission, gathering, sitting, Correspondent.APPLICANT, admission.since)
            wanted.append(place)
            yield from _about_a_place(admission, gathering, sitting)
        elif admission.stage in _INVITED_TO and admission.judged:
            yield from _announcement(admission, gathering)
    yield from differences(admission, wanted)


def to_attend(places: Iterable[tuple[str, str]], rules: Dated) -> list[str]:
    """The keys of the gatherings that must be attended, of these (a gathering, a sitting), the earliest
    first."""
    taken = [(rules.gathering(gathering), sitting) for gathering, sitting in places]
    required = [
        (gathering.sitting(key).starts, gathering.key) for gathering, key in taken if gathering.required
    ]
    return [gathering for _, gathering in sorted(required)]


def _announcement(admission: Admission, gathering: Gathering) -> Iterator[Duty]:
    """The dates there are, and again when one has been added."""
    received, last = admission.received, gathering.sittings[-1].starts
    if received is None or received >= last or gathering.key in admission.came_to:
        return
    first = next(s.starts for s in gathering.sittings if s.starts > received)
    days = admission.rules.patience.invite_before
    at = max(received, mornings_after(first, -days, admission.rules.zone))
    # Whoever holds an announcement with another date in it is told anew.
    dates = "-".join(f"{s.key}.{s.starts:%Y%m%dT%H%M}" for s in gathering.sittings)
    yield Letter(
        name=LetterName.GATHERING_ANNOUNCED,
        role=Correspondent.APPLICANT,
        key=f"announced:{gathering.key}:{dates}{admission.anew}",
        at=at,
        gathering=gathering.key,
        expires=last,
    )


def _about_a_place(admission: Admission, gathering: Gathering, sitting: Sitting) -> Iterator[Duty]:
    at = mornings_after(sitting.starts, -admission.rules.patience.remind_before, admission.rules.zone)
    if at >= _told(admission, gathering, sitting) + SOON:
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
    if gathering.required:
        unrecorded = admission.after(sitting.ends, admission.rules.patience.attendance)
        yield Worry(concern=Concern.ATTENDANCE_UNRECORDED, at=unrecorded)


def _told(admission: Admission, gathering: Gathering, sitting: Sitting) -> datetime:
    """When our last letter about this date went; the date itself, if none has gone yet."""
    written = [
        entry.written
        for entry in admission.diary
        if (entry.gathering, entry.sitting) == (gathering.key, sitting.key)
    ]
    return max(written, default=sitting.starts)
