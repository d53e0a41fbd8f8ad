"""One way of following any life: what is due now, and when to look again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from domain.coming import coming_at
from domain.diary import calendar_key, noted
from domain.duties.duty import Duty, Worry
from domain.entry import Entry
from domain.letters import Letter, last_of
from domain.life import Life
from domain.outcomes import OutcomeKind

L = TypeVar("L", bound=Life)
E = TypeVar("E", bound=Entry)


def _nothing(_: Life) -> Iterator[Duty]:
    return iter(())


def _goes_on(_: Life) -> str:
    return "goes on"


@dataclass(frozen=True)
class Course(Generic[L, E]):
    """How one kind of life goes on by itself."""

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
    """What to do now. `life` is how it is once `entry` has been recorded."""

    life: L
    entry: E | None
    """None if there is nothing."""
    look_again: datetime | None
    """None if only an event can bring more."""
    standing: Any
    """The snapshot of `life`, whether it is recorded or not."""
    coming: str | None
    """What it will do by itself when it looks again; continues the sentence "By itself it ..."."""


def follow(course: Course[L, E], life: L, now: datetime) -> Due[L, E]:
    """Everything that is due by `now`: moves, outcomes, letters and concerns, as one entry to record."""
    before = life
    life = course.advance(life, now)
    coming = list(course.duties(life))
    letters = _letters_due(life, coming, now)
    if letters:
        life = _written(life, letters, now)
        coming = list(course.duties(life))
    life = _with_concerns(life, coming, now)
    again = _look_again(course, life, coming, now)
    entry = None
    wanted = tuple(letter for letter in letters if not _out_of_date(letter, now))
    if life.news or letters or life.concerns != before.concerns or before.revision == 0:
        life, entry = _recorded(course, life, wanted, coming, now, again)
    says = _coming(course, life, coming, again) if again else None
    standing = course.snapshot(life, again)
    return Due(life=life, entry=entry, look_again=again, standing=standing, coming=says)


def _coming(course: Course[L, E], life: L, coming: list[Duty], at: datetime) -> str:
    move = course.move_says(life) if course.moves_at(life) == at else None
    return coming_at(at, life, coming, move)


def _letters_due(life: Life, coming: list[Duty], now: datetime) -> list[Letter]:
    due_now = (duty for duty in coming if isinstance(duty, Letter) and duty.at <= now)
    return [letter for letter in due_now if letter.key not in life.done]


def _out_of_date(letter: Letter, now: datetime) -> bool:
    return letter.expires is not None and letter.expires <= now


def _written(life: L, letters: list[Letter], now: datetime) -> L:
    for letter in letters:
        life = noted(life, letter, now)
    return life.changed(done=life.done | {letter.key for letter in letters})


def _with_concerns(life: L, coming: list[Duty], now: datetime) -> L:
    concerns = frozenset(d.concern for d in coming if isinstance(d, Worry) and d.holds(now))
    for concern in sorted(concerns - life.concerns):
        life = life.telling(OutcomeKind.CONCERN, now, about=concern.value)
    return life.changed(concerns=concerns)


def _look_again(course: Course[L, E], life: L, coming: list[Duty], now: datetime) -> datetime | None:
    moments = [at for duty in coming for at in _moments(duty, life) if at > now]
    if (move := course.moves_at(life)) and move > now:
        moments.append(move)
    return min(moments, default=None)


def _moments(duty: Duty, life: Life) -> Iterator[datetime]:
    if isinstance(duty, Worry):
        yield duty.at
        if duty.until:
            yield duty.until
    elif duty.key not in life.done:
        yield duty.at


def _recorded(
    course: Course[L, E],
    life: L,
    letters: tuple[Letter, ...],
    coming: list[Duty],
    now: datetime,
    again: datetime | None,
) -> tuple[L, E]:
    """The life once the entry has been recorded, and the entry."""
    last = last_of(letters, now) or life.last_letter
    recorded = life.changed(news=(), revision=life.revision + 1, last_letter=last)
    entry = course.entry(
        id=life.id,
        revision=recorded.revision,
        at=now,
        snapshot=course.snapshot(life, again),
        outcomes=life.news,
        letters=letters,
        still_wanted=_still_wanted(life, [*coming, *course.lasting(life)]),
        state=recorded.state,
        rules=recorded.rules,
    )
    return recorded, entry


def _still_wanted(life: Life, coming: list[Duty]) -> tuple[str, ...]:
    """Of the letters written so far, those that would be written again as things stand. Of letters
    about an event, the latest."""
    keys = {duty.key for duty in coming if isinstance(duty, Letter)}
    keys |= {calendar_key(entry.uid, entry.sequence, entry.role) for entry in life.diary}
    return tuple(sorted(keys & life.done))
