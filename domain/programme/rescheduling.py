"""A date of a gathering that moves, or one more: for pairings, applications and cohorts alike."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from domain.entity.outcomes import OutcomeKind
from domain.errors import Refused
from domain.pairing import events
from domain.programme.rules import Dated, Sitting

R = TypeVar("R", bound=Dated)


def rescheduled(event: events.Reschedule | events.AddSitting, rules: R, now: datetime) -> R:
    """The rules with this date moved or added; the same rules if it is so already.

    Raises Refused if there is no such gathering or sitting, or the date is not to come.
    """
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
    return rules.with_gathering(gathering.with_sitting(new))


def date_changes(known: Dated, current: Dated) -> Iterator[events.Reschedule | events.AddSitting]:
    """What somebody who knows these dates has not heard of the current ones."""
    for gathering in known.gatherings:
        sittings = {sitting.key: sitting for sitting in gathering.sittings}
        for sitting in current.gathering(gathering.key).sittings:
            if sitting.key not in sittings:
                yield events.AddSitting(**as_told(gathering.key, sitting))
            elif sittings[sitting.key] != sitting:
                yield events.Reschedule(**as_told(gathering.key, sitting))


def as_told(gathering: str, sitting: Sitting) -> dict[str, Any]:
    """What an event about this date of a gathering says."""
    facts = sitting.model_dump(include={"starts", "ends", "place"})
    return {"gathering": gathering, "sitting": sitting.key, **facts}


def kind_of(event: events.Reschedule | events.AddSitting, known: Dated) -> OutcomeKind:
    """As what this event is recorded by somebody who knows these dates."""
    if isinstance(event, events.AddSitting):
        return OutcomeKind.SITTING_ADDED
    old = known.gathering(event.gathering).sitting(event.sitting)
    stays = (old.starts, old.ends) == (event.starts, event.ends)
    return OutcomeKind.PLACE_CHANGED if stays else OutcomeKind.RESCHEDULED
