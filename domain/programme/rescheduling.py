"""A date of a gathering that moves, one more, or one that is cancelled: for all entities alike."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from domain.entity.outcomes import OutcomeKind
from domain.errors import Refused
from domain.pairing import events
from domain.programme.rules import Dated, Seat, Sitting

R = TypeVar("R", bound=Dated)


def rescheduled(event: events.GatheringEvent, rules: R, now: datetime) -> R:
    """The rules with this date moved, added or cancelled; the same rules if it is so already.

    Raises Refused if there is no such gathering or sitting, or the date is not to come.
    """
    if isinstance(event, events.CancelSittings):
        return _without(event, rules)
    gathering = rules.gathering(event.gathering)
    new = Sitting(key=event.sitting, starts=event.starts, ends=event.ends, place=event.place)
    if new in gathering.sittings:
        return rules
    how = "be held at"
    if isinstance(event, events.Reschedule):
        old = gathering.sitting(event.sitting)
        if (old.starts, old.ends) == (new.starts, new.ends):  # it only has another place
            return rules.with_gathering(gathering.with_sitting(new))
        how = "move to"
    elif event.sitting in {sitting.key for sitting in gathering.sittings}:
        raise Refused(f"{gathering.key} has a sitting {event.sitting!r} already, at another time.")
    if not now < new.starts < new.ends:
        raise Refused(f"{gathering.key} can only {how} a time to come, and end after it begins.")
    # Whatever is held once more is as required as it was.
    return rules.with_gathering(gathering.with_sitting(new).replace(opened=False))


def _without(event: events.CancelSittings, rules: R) -> R:
    gathering = rules.gathering(event.gathering)
    left = tuple(sitting for sitting in gathering.sittings if sitting.key not in event.sittings)
    changed = gathering.replace(sittings=left, opened=gathering.opened or event.opens)
    return rules.with_gathering(changed.with_sitting(event.instead) if event.instead else changed)


def seats_after(event: events.GatheringEvent, seats: tuple[Seat, ...]) -> tuple[Seat, ...]:
    """Where somebody comes now who had these seats. A seat that was cancelled moves
    to the date that is held instead, or goes."""
    if not isinstance(event, events.CancelSittings):
        return seats
    kept = tuple(seat for seat in seats if not _is_cancelled(event, seat))
    if kept == seats or event.instead is None:
        return kept
    return (*kept, Seat(gathering=event.gathering, sitting=event.instead.key))


def _is_cancelled(event: events.CancelSittings, seat: Seat) -> bool:
    return seat.gathering == event.gathering and seat.sitting in event.sittings


def date_changes(known: Dated, current: Dated) -> Iterator[events.GatheringEvent]:
    """What somebody who knows these dates has not heard of the current ones."""
    for gathering in known.gatherings:
        sittings = {sitting.key: sitting for sitting in gathering.sittings}
        now = current.gathering(gathering.key)
        for sitting in now.sittings:
            if sitting.key not in sittings:
                yield events.AddSitting(**as_told(gathering.key, sitting))
            elif sittings[sitting.key] != sitting:
                yield events.Reschedule(**as_told(gathering.key, sitting))
        gone = tuple(key for key in sittings if key not in {sitting.key for sitting in now.sittings})
        if gone or (now.opened and not gathering.opened):
            yield events.CancelSittings(gathering=gathering.key, sittings=gone, opens=now.opened)


def as_told(gathering: str, sitting: Sitting) -> dict[str, Any]:
    """What an event about this date of a gathering says."""
    facts = sitting.model_dump(include={"starts", "ends", "place"})
    return {"gathering": gathering, "sitting": sitting.key, **facts}


def kind_of(event: events.GatheringEvent, known: Dated) -> OutcomeKind:
    """As what this event is recorded by somebody who knows these dates."""
    if isinstance(event, events.AddSitting):
        return OutcomeKind.SITTING_ADDED
    if isinstance(event, events.CancelSittings):
        return OutcomeKind.SITTING_CANCELLED
    old = known.gathering(event.gathering).sitting(event.sitting)
    stays = (old.starts, old.ends) == (event.starts, event.ends)
    return OutcomeKind.PLACE_CHANGED if stays else OutcomeKind.RESCHEDULED


def starts_of(event: events.GatheringEvent) -> datetime | None:
    """When the date is that the event brings; None if it brings none."""
    if isinstance(event, events.CancelSittings):
        return event.instead.starts if event.instead else None
    return event.starts
