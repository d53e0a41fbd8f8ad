"""What is due for an entity of any kind now, and when to look again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from domain.entity.calendar_sync import calendar_key, with_calendar_entry
from domain.entity.entity import ConcernDuty, Duty, Entity, Entry
from domain.entity.outcomes import OutcomeKind
from domain.entity.taking_back import corrections, written_anew
from domain.enums import CONCERN_SENTENCES
from domain.letter.carrying import carried
from domain.letter.letter import Letter, last_of
from domain.letter.one_a_day import one_a_day, with_last_written

L = TypeVar("L", bound=Entity)
E = TypeVar("E", bound=Entry)


def _nothing(_: Entity) -> Iterator[Duty]:
    return iter(())


def _goes_on(_: Entity) -> str:
    return "goes on"


@dataclass(frozen=True)
class Behaviour(Generic[L, E]):
    """How one kind of entity goes on by itself."""

    advance: Callable[[L, datetime], L]
    """Makes every move that is ready by now."""
    moves_at: Callable[[L], datetime | None]
    """When it will make the next move if nothing happens."""
    duties: Callable[[L], Iterator[Duty]]
    """All duties as things stand, past and future; what has been written is not left out."""
    entry: type[E]
    snapshot: Callable[[L, datetime | None], Any]
    """How it stands, given when to look again."""
    move_says: Callable[[L], str] = _goes_on
    """What the next move is; continues the sentence "By itself it ..."."""
    lasting: Callable[[L], Iterator[Duty]] = _nothing
    """Duties that do not fall due now, but whose letters stay right if they have been written."""


@dataclass(frozen=True)
class Due(Generic[L, E]):
    """What to do now. `entity` is how it is once `entry` has been recorded."""

    entity: L
    entry: E | None
    """None if there is nothing."""
    look_again: datetime | None
    """None if only an event can bring more."""
    snapshot: Any
    """The snapshot of `entity`, whether it is recorded or not."""
    next_action: str | None
    """What it will do by itself when it looks again; continues the sentence "By itself it ..."."""


def process(behaviour: Behaviour[L, E], entity: L, now: datetime) -> Due[L, E]:
    """Everything that is due by `now`: moves, outcomes, letters and concerns, as one entry to record."""
    before = entity
    entity = behaviour.advance(entity, now)
    duties = _duties(behaviour, entity, now)
    letters = _letters_due(entity, duties, now)
    if letters:
        entity = _written(entity, letters, now)
        duties = _duties(behaviour, entity, now)
    entity = _with_concerns(entity, duties, now)
    again = _look_again(behaviour, entity, duties, now)
    entry = None
    wanted = tuple(letter for letter in letters if not _out_of_date(letter, now))
    if entity.unrecorded_outcomes or letters or entity.concerns != before.concerns or before.revision == 0:
        entity, entry = _recorded(behaviour, entity, wanted, duties, now, again)
    next_action = _next_action(behaviour, entity, duties, again) if again else None
    snapshot = behaviour.snapshot(entity, again)
    return Due(entity=entity, entry=entry, look_again=again, snapshot=snapshot, next_action=next_action)


def _duties(behaviour: Behaviour[L, E], entity: L, now: datetime) -> list[Duty]:
    """What is owed, with each letter that is still to be written at the moment at which it goes."""
    others, letters = list[Duty](), list[Letter]()
    for duty in _owed(behaviour.duties, entity):
        if isinstance(duty, Letter) and _is_to_come(duty, entity, now):
            letters.append(duty)
        else:
            others.append(duty)
    going = one_a_day(carried(letters, now), entity.last_written, now, ZoneInfo(entity.timezone))
    return [*others, *going]


def _is_to_come(letter: Letter, entity: Entity, now: datetime) -> bool:
    return letter.key not in entity.letters_written and not _out_of_date(letter, now)


def _owed(duties: Callable[[L], Iterator[Duty]], entity: L) -> Iterator[Duty]:
    """These duties, with what a slip that was taken back has changed in them."""
    for duty in duties(entity):
        yield written_anew(entity, duty) if isinstance(duty, Letter) else duty
    yield from corrections(entity)


def _next_action(behaviour: Behaviour[L, E], entity: L, duties: list[Duty], at: datetime) -> str:
    move = behaviour.move_says(entity) if behaviour.moves_at(entity) == at else None
    return _says_at(at, entity, duties, move)


def _letters_due(entity: Entity, duties: list[Duty], now: datetime) -> list[Letter]:
    due_now = (duty for duty in duties if isinstance(duty, Letter) and duty.at <= now)
    return [letter for letter in due_now if letter.key not in entity.letters_written]


def _out_of_date(letter: Letter, now: datetime) -> bool:
    return letter.expires is not None and letter.expires <= now


def _written(entity: L, letters: list[Letter], now: datetime) -> L:
    for letter in letters:
        entity = with_calendar_entry(entity, letter, now)
    keys = {key for letter in letters for key in (letter.key, *letter.carries)}
    wanted = [letter for letter in letters if not _out_of_date(letter, now)]
    return entity.replace(
        letters_written=entity.letters_written | keys,
        last_written=with_last_written(entity.last_written, wanted, now),
    )


def _with_concerns(entity: L, duties: list[Duty], now: datetime) -> L:
    concerns = frozenset(d.concern for d in duties if isinstance(d, ConcernDuty) and d.holds(now))
    for concern in sorted(concerns - entity.concerns):
        entity = entity.with_outcome(OutcomeKind.CONCERN, now, about=concern.value)
    return entity.replace(concerns=concerns)


def _look_again(behaviour: Behaviour[L, E], entity: L, duties: list[Duty], now: datetime) -> datetime | None:
    moments = [at for duty in duties for at in _moments(duty, entity) if at > now]
    if (move := behaviour.moves_at(entity)) and move > now:
        moments.append(move)
    return min(moments, default=None)


def _moments(duty: Duty, entity: Entity) -> Iterator[datetime]:
    if isinstance(duty, ConcernDuty):
        yield duty.at
        if duty.until:
            yield duty.until
    elif duty.key not in entity.letters_written:
        yield duty.at


def _recorded(
    behaviour: Behaviour[L, E],
    entity: L,
    letters: tuple[Letter, ...],
    duties: list[Duty],
    now: datetime,
    again: datetime | None,
) -> tuple[L, E]:
    """The entity once the entry has been recorded, and the entry."""
    last = last_of(letters, now) or entity.last_letter
    recorded = entity.replace(unrecorded_outcomes=(), revision=entity.revision + 1, last_letter=last)
    entry = behaviour.entry(
        id=entity.id,
        revision=recorded.revision,
        at=now,
        snapshot=behaviour.snapshot(entity, again),
        outcomes=entity.unrecorded_outcomes,
        letters=letters,
        still_wanted=_still_wanted(entity, [*duties, *_owed(behaviour.lasting, entity)]),
        state=recorded.state,
        rules=recorded.rules,
    )
    return recorded, entry


def _still_wanted(entity: Entity, duties: list[Duty]) -> tuple[str, ...]:
    """Of the letters written so far, those that would be written again as things stand. Of letters
    about an event, the latest."""
    keys = {duty.key for duty in duties if isinstance(duty, Letter)}
    keys |= {calendar_key(entry.uid, entry.sequence, entry.role) for entry in entity.calendar_entries}
    return tuple(sorted(keys & entity.letters_written))


def _says_at(moment: datetime, entity: Entity, duties: list[Duty], move: str | None) -> str:
    """Continues the sentence "By itself it ...". `move`: what it will do then besides its duties."""
    concerns = [duty for duty in duties if isinstance(duty, ConcernDuty)]
    says = [
        *([move] if move else []),
        *_writes(
            letter for letter in duties if isinstance(letter, Letter) and _is_due(letter, moment, entity)
        ),
        *(f"asks for attention ({CONCERN_SENTENCES[c.concern]})" for c in concerns if c.at == moment),
        *(
            f"asks no more for attention ({CONCERN_SENTENCES[c.concern]})"
            for c in concerns
            if c.until == moment
        ),
    ]
    return "; ".join(dict.fromkeys(says)) or "looks again"


def _is_due(letter: Letter, moment: datetime, entity: Entity) -> bool:
    return letter.at == moment and letter.key not in entity.letters_written


def _writes(letters: Iterable[Letter]) -> Iterable[str]:
    readers: dict[str, list[str]] = {}
    for letter in letters:
        readers.setdefault(letter.name.replace("_", " "), []).append(f"the {letter.role}")
    return (f"writes to {' and '.join(dict.fromkeys(roles))} ({name})" for name, roles in readers.items())
