"""How any life is followed, shown on one that consists of nothing but its duties."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar

from domain.course import Course, Due, follow
from domain.duties.duty import Duty, Worry
from domain.entry import Entry, Snapshot
from domain.letters import Letter, LetterName
from domain.life import Life, LifeKind
from domain.outcomes import OutcomeKind
from domain.value import Value
from domain.words import CohortStage, Concern, Correspondent
from tests.living import utc

NOW = utc(2027, 6, 10)
DAY = timedelta(days=1)


class NoRules(Value):
    """None."""


class Quiet(Life):
    """Nothing happens in it but what its duties say."""

    rules: NoRules = NoRules()
    duties: tuple[Any, ...] = ()
    lasting: tuple[Any, ...] = ()
    moves: datetime | None = None


class QuietEntry(Entry):
    kind: ClassVar[LifeKind] = LifeKind.COHORT
    rules: NoRules | None


def _snapshot(life: Quiet, look_again: datetime | None) -> Snapshot:
    return Snapshot(
        stage=CohortStage.OPEN, since=life.since, waits_for="nothing", until=look_again, concerns=()
    )


def _duties(life: Quiet) -> Iterator[Duty]:
    yield from life.duties


def _lasting(life: Quiet) -> Iterator[Duty]:
    yield from life.lasting


def _advance(life: Quiet, now: datetime) -> Quiet:
    ready = life.moves and life.moves <= now
    return life.changed(moves=None).telling(OutcomeKind.STAGE, now) if ready else life


COURSE = Course(
    advance=_advance,
    moves_at=lambda life: life.moves,
    duties=_duties,
    lasting=_lasting,
    entry=QuietEntry,
    snapshot=_snapshot,
)


def letter(key: str, at: datetime = NOW, expires: datetime | None = None) -> Letter:
    return Letter(
        name=LetterName.DRAFT_READY, role=Correspondent.COORDINATOR, key=key, at=at, expires=expires
    )


def worry(at: datetime = NOW, until: datetime | None = None) -> Worry:
    return Worry(concern=Concern.LETTER_FAILED, at=at, until=until)


def look(life: Quiet, now: datetime = NOW) -> Due[Quiet, QuietEntry]:
    return follow(COURSE, life, now)


def life(*duties: Duty, **more: Any) -> Quiet:
    """One that has been looked at before."""
    return Quiet(id="c", since=NOW, duties=duties, revision=1, **more)


def keys(due: Due[Quiet, QuietEntry]) -> list[str]:
    return [letter.key for letter in due.entry.letters] if due.entry else []


def test_the_first_look_is_recorded_although_nothing_is_due() -> None:
    first = look(life().changed(revision=0))
    assert first.entry
    assert (first.entry.revision, first.entry.life) == (1, "cohort-c")


def test_when_nothing_is_due_nothing_is_recorded() -> None:
    assert look(life()).entry is None
    assert look(life(letter("later", NOW + DAY), worry(NOW + DAY))).entry is None


def test_a_letter_is_written_when_it_is_due_and_only_then() -> None:
    due = look(life(letter("a"), letter("later", NOW + DAY)))
    assert keys(due) == ["a"]
    assert look(due.life).entry is None


def test_a_letter_that_is_out_of_date_is_not_written_now_nor_later() -> None:
    late = look(life(letter("a", NOW - DAY, expires=NOW), letter("b", NOW - DAY, expires=NOW + DAY)))
    assert keys(late) == ["b"]
    assert look(late.life, NOW + DAY).entry is None


def test_what_has_happened_is_handed_over_once() -> None:
    told = look(life().telling(OutcomeKind.APPROVED, NOW))
    assert told.entry
    assert [outcome.kind for outcome in told.entry.outcomes] == [OutcomeKind.APPROVED]
    assert told.life.news == ()
    assert look(told.life).entry is None


def test_a_move_that_is_ready_is_made() -> None:
    moved = look(life(moves=NOW))
    assert moved.entry
    assert [outcome.kind for outcome in moved.entry.outcomes] == [OutcomeKind.STAGE]


def test_a_concern_is_recorded_when_it_begins_and_not_when_it_ends() -> None:
    begins = look(life(worry(until=NOW + DAY)))
    assert begins.entry
    assert [outcome.about for outcome in begins.entry.outcomes] == ["letter_failed"]
    assert begins.life.concerns == {Concern.LETTER_FAILED}
    ends = look(begins.life, NOW + DAY)
    assert ends.entry
    assert (ends.entry.outcomes, ends.life.concerns) == ((), frozenset())


def test_it_is_looked_at_again_when_the_first_thing_falls_due() -> None:
    duties = (letter("a", NOW + 3 * DAY), worry(NOW - DAY, until=NOW + 2 * DAY))
    assert look(life(*duties)).look_again == NOW + 2 * DAY
    assert look(life(*duties, moves=NOW + DAY)).look_again == NOW + DAY
    assert look(life(duties[0])).look_again == NOW + 3 * DAY


def test_a_letter_that_is_written_is_not_waited_for() -> None:
    assert look(life(letter("a", NOW + DAY), done=frozenset({"a"}))).look_again is None


def test_of_earlier_letters_those_are_wanted_that_would_be_written_again() -> None:
    due = look(life(letter("right"), done=frozenset({"right", "wrong"})).telling(OutcomeKind.APPROVED, NOW))
    assert due.entry
    assert due.entry.still_wanted == ("right",)


def test_what_lasts_is_wanted_although_it_does_not_fall_due() -> None:
    paused = life(lasting=(letter("before"), letter("never")), done=frozenset({"before"}))
    due = look(paused.telling(OutcomeKind.PAUSED, NOW))
    assert due.entry
    assert due.entry.still_wanted == ("before",)
    assert keys(due) == []


def test_a_letter_to_come_is_not_yet_wanted() -> None:
    due = look(life(letter("later", NOW + DAY)).telling(OutcomeKind.APPROVED, NOW))
    assert due.entry
    assert due.entry.still_wanted == ()
