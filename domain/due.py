"""What is due now, and when to look again."""

from collections.abc import Iterator
from datetime import datetime

from domain.duties.diary import calendar_key, diary, noted
from domain.duties.duty import Duties, Duty, Worry
from domain.duties.evaluation import evaluation
from domain.duties.farewells import failed_letters, farewell, pause, resumption
from domain.duties.gatherings import gatherings
from domain.duties.introductions import introductions
from domain.duties.mentoring import mentoring
from domain.duties.review import review
from domain.entry import Entry, snapshot
from domain.letters import Letter
from domain.moves import advance, next_move
from domain.outcomes import OutcomeKind
from domain.pairing import Pairing
from domain.value import Moment, Value

_WHILE_OPEN: tuple[Duties, ...] = (
    resumption,
    introductions,
    gatherings,
    diary,
    mentoring,
    review,
    evaluation,
    failed_letters,
)
_WHILE_PAUSED: tuple[Duties, ...] = (pause, diary, failed_letters)
_WHEN_OVER: tuple[Duties, ...] = (farewell, diary)


class Due(Value):
    """What to do now. `pairing` is the pairing once `entry` has been recorded."""

    pairing: Pairing
    entry: Entry | None
    look_again: Moment | None


def due(pairing: Pairing, now: datetime) -> Due:
    """Everything that is due by `now`: moves, outcomes, letters and concerns, as one entry to record.

    `entry` is None if there is nothing; `look_again` is None if only an event can bring more.
    """
    before = pairing
    pairing = advance(pairing, now)
    coming = list(duties(pairing))
    letters = _letters_due(pairing, coming, now)
    if letters:
        pairing = _written(pairing, letters, now)
        coming = list(duties(pairing))
    pairing = _with_concerns(pairing, coming, now)
    again = _look_again(pairing, coming, now)
    wanted = tuple(letter for letter in letters if not _out_of_date(letter, now))
    if pairing.news or letters or pairing.concerns != before.concerns or before.revision == 0:
        return _recorded(pairing, wanted, coming, now, again)
    return Due(pairing=pairing, entry=None, look_again=again)


def duties(pairing: Pairing) -> Iterator[Duty]:
    """All duties as things stand, past and future; what has been written is not left out."""
    for source in _sources(pairing):
        yield from source(pairing)


def _sources(pairing: Pairing) -> tuple[Duties, ...]:
    if not pairing.is_open:
        return _WHEN_OVER
    return _WHILE_PAUSED if pairing.paused else _WHILE_OPEN


def _letters_due(pairing: Pairing, coming: list[Duty], now: datetime) -> list[Letter]:
    due_now = (duty for duty in coming if isinstance(duty, Letter) and duty.at <= now)
    return [letter for letter in due_now if letter.key not in pairing.done]


def _out_of_date(letter: Letter, now: datetime) -> bool:
    return letter.expires is not None and letter.expires <= now


def _written(pairing: Pairing, letters: list[Letter], now: datetime) -> Pairing:
    for letter in letters:
        pairing = noted(pairing, letter, now)
    return pairing.changed(done=pairing.done | {letter.key for letter in letters})


def _with_concerns(pairing: Pairing, coming: list[Duty], now: datetime) -> Pairing:
    concerns = frozenset(d.concern for d in coming if isinstance(d, Worry) and d.holds(now))
    for concern in sorted(concerns - pairing.concerns):
        pairing = pairing.telling(OutcomeKind.CONCERN, now, about=concern.value)
    return pairing.changed(concerns=concerns)


def _look_again(pairing: Pairing, coming: list[Duty], now: datetime) -> datetime | None:
    moments = [at for duty in coming for at in _moments(duty, pairing) if at > now]
    if move := next_move(pairing):
        moments.append(move[0])
    return min(moments, default=None)


def _moments(duty: Duty, pairing: Pairing) -> Iterator[datetime]:
    if isinstance(duty, Worry):
        yield duty.at
        if duty.until:
            yield duty.until
    elif duty.key not in pairing.done:
        yield duty.at


def _recorded(
    pairing: Pairing, letters: tuple[Letter, ...], coming: list[Duty], now: datetime, again: datetime | None
) -> Due:
    recorded = pairing.changed(news=(), revision=pairing.revision + 1)
    entry = Entry(
        pairing=pairing.id,
        revision=recorded.revision,
        at=now,
        snapshot=snapshot(pairing, again),
        outcomes=pairing.news,
        letters=letters,
        still_wanted=_still_wanted(pairing, coming),
    )
    return Due(pairing=recorded, entry=entry, look_again=again)


def _still_wanted(pairing: Pairing, coming: list[Duty]) -> tuple[str, ...]:
    """Of the letters written so far, those that would be written again as things stand; a pause
    holds nothing back that was written before it. Of letters about an event, the latest."""
    if pairing.paused:
        coming = [*coming, *duties(pairing.changed(paused=None))]
    keys = {duty.key for duty in coming if isinstance(duty, Letter)}
    keys |= {calendar_key(entry.uid, entry.sequence, entry.role) for entry in pairing.diary}
    return tuple(sorted(keys & pairing.done))
