"""What should be in the two partners' calendars: gatherings and booked sessions."""

from collections.abc import Iterator
from datetime import datetime

from domain.clock import mornings_after
from domain.entity.calendar_sync import WantedEvent, differences, wanted_event
from domain.entity.duty import Duty
from domain.entity.entity import CalendarEntry
from domain.enums import BOTH
from domain.pairing.pairing import Pairing
from domain.programme.rules import Sitting


def calendar_letters(pairing: Pairing) -> Iterator[Duty]:
    wanted = [*_gatherings(pairing), *_sessions(pairing)] if pairing.is_open else []
    # A pair that pauses is not asked to come to anything new.
    yield from differences(pairing, wanted, nothing_new=pairing.paused is not None)


def invited_at(pairing: Pairing, sitting: Sitting) -> datetime:
    """When an accepted pair is invited to this sitting."""
    days = pairing.rules.patience.invite_before
    return max(
        pairing.accepted_at or sitting.starts, mornings_after(sitting.starts, -days, pairing.rules.zone)
    )


def _gatherings(pairing: Pairing) -> Iterator[WantedEvent]:
    if not pairing.accepted_at:
        return
    for gathering in pairing.rules.gatherings:
        for role in gathering.roles:
            sitting = pairing.next_sitting(gathering, role)
            if (
                gathering.kind.stage is None
                or sitting is None
                or pairing.partner(role).has_settled(gathering)
            ):
                continue
            yield wanted_event(pairing, gathering, sitting, role, at=invited_at(pairing, sitting))


def _sessions(pairing: Pairing) -> Iterator[WantedEvent]:
    for session in pairing.booked:
        for role in BOTH:
            entry = CalendarEntry(
                uid=f"{pairing.id}.session-{session.number}",
                role=role,
                sequence=0,
                starts=session.starts,
                ends=session.ends,
                written=pairing.since,
                session=session.number,
            )
            yield WantedEvent(entry=entry, at=pairing.since)
