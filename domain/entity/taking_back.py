"""Taking back what was told by mistake: the life goes on as if that had never been told.

Nothing may have been built on it: whatever was told later must have been possible without it. Letters that
went by the slip are followed by one that puts it right.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.clock import format_moment
from domain.entity.entity import Duty, Entity, TakeBack
from domain.entity.outcomes import OutcomeKind
from domain.entity.remembering import BuiltUponError, Life, Step, are_alike, live_again, own_fields
from domain.entity.told import Correction, WrongLetter
from domain.errors import Refused
from domain.letter.letter import Letter, LetterName

if TYPE_CHECKING:
    from domain.entity.machine import Machine, On

Duties = Callable[[Life], Iterator[Duty]]

_AGAIN = ":again-"


class Slip(NamedTuple):
    """Something told, and whether it can be taken back."""

    number: int
    step: Step
    why_not: str | None
    """A sentence; None: it can be."""


def slips(machine: "Machine[Any, Any]", entity: Life, most: int, number: int | None = None) -> list[Slip]:
    """The last so many things that somebody has told it, the latest first; or the one of this number,
    however long ago."""
    told = [step for step in reversed(entity.told) if _by_somebody(machine, step)]
    meant = [step for step in told if number in (None, step.number)]
    return [Slip(step.number, step, _why_not(machine, entity, step)) for step in meant[:most]]


def take_back(
    machine: "Machine[Any, Any]", duties: Duties, event: TakeBack, entity: Life, now: datetime
) -> Life:
    """The entity as if it had never been told what is called by this number. Raises Refused."""
    step = next((s for s in entity.told if s.number == event.number and _by_somebody(machine, s)), None)
    if step is None:
        told = f"Nothing that was told of {entity.id}, and not too long ago, has number {event.number}"
        raise Refused(f"{told}; without a number you see what there is.")
    corrected = _without(machine, entity, step)
    for outcome in step.outcomes:
        corrected = corrected.with_outcome(OutcomeKind.TAKEN_BACK, now, corrects=outcome)
    return put_right(machine, duties, entity, corrected, now, step.number)


def put_right(
    machine: "Machine[Any, Any]", duties: Duties, entity: Life, corrected: Life, now: datetime, number: int
) -> Life:
    """What the entity has become by a correction, which is called by this number: whoever got a letter that
    was right before, and is not now, gets one that says so."""
    if corrected.stage is not entity.stage:
        corrected = corrected.with_outcome(_back(corrected, entity), now, about=corrected.stage.value)
    wrong = _wrong_letters(machine, duties, entity, corrected, now)
    correction = Correction(number=number, at=now, letters=wrong)
    return corrected.replace(corrections=(*entity.corrections, correction))


def is_taken_back(event: TakeBack, entity: Entity) -> bool:
    return any(correction.number == event.number for correction in entity.corrections)


def corrections(entity: Entity) -> Iterator[Duty]:
    """To whoever got a letter by a slip: one that puts it right."""
    for correction in entity.corrections:
        for role in dict.fromkeys(letter.role for letter in correction.letters):
            wrong = tuple(letter.key for letter in correction.letters if letter.role is role)
            key = f"correction:{correction.number}:{role}"
            yield Letter(name=LetterName.CORRECTION, role=role, key=key, at=correction.at, puts_right=wrong)


def written_anew(entity: Entity, letter: Letter) -> Letter:
    """The letter under a key of its own, where one of its key went by a slip."""
    wrong = [w.key.partition(_AGAIN)[0] for c in entity.corrections for w in c.letters]
    times = wrong.count(letter.key)
    return letter.replace(key=f"{letter.key}{_AGAIN}{times}") if times else letter


def _by_somebody(machine: "Machine[Any, Any]", step: Step) -> bool:
    return bool(step.number) and not isinstance(step.event, machine.news)


def _why_not(machine: "Machine[Any, Any]", entity: Life, step: Step) -> str | None:
    try:
        _without(machine, entity, step)
    except Refused as refused:
        return str(refused)
    return None


def _without(machine: "Machine[Any, Any]", entity: Life, left_out: Step) -> Life:
    """Raises Refused if something has been built on it, or this code would not have made of its life what
    it is."""
    if machine.is_over(entity):
        raise Refused(machine.nothing_more(entity))
    if instead := _row(machine, left_out).instead:
        raise Refused(instead(entity))
    try:
        as_it_is = live_again(machine, entity).entity
        again = live_again(machine, entity, lambda step: None if step is left_out else step.event)
    except BuiltUponError as built:
        raise Refused(_built_upon(machine, entity, built.step)) from None
    if not are_alike(as_it_is, entity):
        raise Refused("It was recorded by an earlier version of Tandem, and cannot be taken out any more.")
    own = {name: getattr(again.entity, name) for name in own_fields(entity)}
    if left_out.rules_before:  # dates of this one alone: nobody else has made them so
        return entity.replace(**own, rules=again.entity.rules, told=again.steps)
    if again.entity.rules != entity.rules:
        # A date of the cohort has moved when, without the slip, all would have been over. It has moved all
        # the same, and what was told before then can no longer be lived again.
        return entity.replace(**own, told=(), origin=None)
    return entity.replace(**own, told=again.steps)


def _built_upon(machine: "Machine[Any, Any]", entity: Life, later: Step) -> str:
    when = format_moment(later.at, ZoneInfo(entity.timezone))
    says = _row(machine, later).says
    return f"Something has been built on it since: {says} (told on {when}). Take that back first."


def _row(machine: "Machine[Any, Any]", step: Step) -> "On[Any, Any]":
    return next(row for row in machine.events if row.event is type(step.event))


def _back(corrected: Life, entity: Life) -> OutcomeKind:
    return OutcomeKind.STAGE if entity.is_open or not corrected.is_open else OutcomeKind.REOPENED


def _wrong_letters(
    machine: "Machine[Any, Any]", duties: Duties, entity: Life, corrected: Life, now: datetime
) -> tuple[WrongLetter, ...]:
    """Those that were right by what was told, and are not without it. What is in a calendar is put right
    there."""
    right = {
        duty.key for life in (corrected, machine.advance(corrected, now)) for duty in _letters(duties, life)
    }
    return tuple(
        WrongLetter(key=letter.key, name=letter.name, role=letter.role)
        for letter in _letters(duties, entity)
        if letter.key in entity.letters_written - right and not letter.calendar
    )


def _letters(duties: Duties, entity: Life) -> Iterator[Letter]:
    return (written_anew(entity, duty) for duty in duties(entity) if isinstance(duty, Letter))
