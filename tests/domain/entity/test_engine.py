"""How any life is followed, shown on one that consists of nothing but its duties."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest

from domain.entity.engine import Behaviour, Due, process
from domain.entity.entity import ConcernDuty, Duty, Entity, EntityKind, Entry, Snapshot
from domain.entity.outcomes import OutcomeKind
from domain.enums import CohortStage, Concern, Correspondent
from domain.letter.letter import Letter, LetterName
from domain.value import Value
from tests.living import utc

pytestmark = pytest.mark.unit

NOW = utc(2027, 6, 10)
DAY = timedelta(days=1)


class NoRules(Value):
    """None."""


class Quiet(Entity):
    """Nothing happens in it but what its duties say."""

    rules: NoRules = NoRules()
    duties: tuple[Any, ...] = ()
    lasting: tuple[Any, ...] = ()
    moves: datetime | None = None

    @property
    def timezone(self) -> str:
        return "UTC"


class QuietEntry(Entry):
    kind: ClassVar[EntityKind] = EntityKind.COHORT
    rules: NoRules | None


def _snapshot(entity: Quiet, look_again: datetime | None) -> Snapshot:
    return Snapshot(
        stage=CohortStage.OPEN, since=entity.since, waits_for="nothing", until=look_again, concerns=()
    )


def _duties(entity: Quiet) -> Iterator[Duty]:
    yield from entity.duties


def _lasting(entity: Quiet) -> Iterator[Duty]:
    yield from entity.lasting


def _advance(entity: Quiet, now: datetime) -> Quiet:
    ready = entity.moves and entity.moves <= now
    return entity.replace(moves=None).with_outcome(OutcomeKind.STAGE, now) if ready else entity


COURSE = Behaviour(
    advance=_advance,
    moves_at=lambda entity: entity.moves,
    duties=_duties,
    lasting=_lasting,
    entry=QuietEntry,
    snapshot=_snapshot,
)


def letter(key: str, at: datetime = NOW, expires: datetime | None = None) -> Letter:
    return Letter(
        name=LetterName.DRAFT_READY, role=Correspondent.COORDINATOR, key=key, at=at, expires=expires
    )


def worry(at: datetime = NOW, until: datetime | None = None) -> ConcernDuty:
    return ConcernDuty(concern=Concern.LETTER_FAILED, at=at, until=until)


def look(entity: Quiet, now: datetime = NOW) -> Due[Quiet, QuietEntry]:
    return process(COURSE, entity, now)


def entity(*duties: Duty, **more: Any) -> Quiet:
    """One that has been looked at before."""
    return Quiet(id="c", since=NOW, duties=duties, revision=1, **more)


def keys(due: Due[Quiet, QuietEntry]) -> list[str]:
    return [letter.key for letter in due.entry.letters] if due.entry else []


def test_the_first_look_is_recorded_although_nothing_is_due() -> None:
    first = look(entity().replace(revision=0))
    assert first.entry
    assert (first.entry.revision, first.entry.workflow_id) == (1, "cohort-c")


def test_when_nothing_is_due_nothing_is_recorded() -> None:
    assert look(entity()).entry is None
    assert look(entity(letter("later", NOW + DAY), worry(NOW + DAY))).entry is None


def test_a_letter_is_written_when_it_is_due_and_only_then() -> None:
    due = look(entity(letter("a"), letter("later", NOW + DAY)))
    assert keys(due) == ["a"]
    assert look(due.entity).entry is None


def test_a_letter_that_is_out_of_date_is_not_written_now_nor_later() -> None:
    late = look(entity(letter("a", NOW - DAY, expires=NOW), letter("b", NOW - DAY, expires=NOW + DAY)))
    assert keys(late) == ["b"]
    assert look(late.entity, NOW + DAY).entry is None


def test_what_has_happened_is_handed_over_once() -> None:
    told = look(entity().with_outcome(OutcomeKind.APPROVED, NOW))
    assert told.entry
    assert [outcome.kind for outcome in told.entry.outcomes] == [OutcomeKind.APPROVED]
    assert told.entity.unrecorded_outcomes == ()
    assert look(told.entity).entry is None


def test_a_move_that_is_ready_is_made() -> None:
    moved = look(entity(moves=NOW))
    assert moved.entry
    assert [outcome.kind for outcome in moved.entry.outcomes] == [OutcomeKind.STAGE]


def test_a_concern_is_recorded_when_it_begins_and_not_when_it_ends() -> None:
    begins = look(entity(worry(until=NOW + DAY)))
    assert begins.entry
    assert [outcome.about for outcome in begins.entry.outcomes] == ["letter_failed"]
    assert begins.entity.concerns == {Concern.LETTER_FAILED}
    ends = look(begins.entity, NOW + DAY)
    assert ends.entry
    assert (ends.entry.outcomes, ends.entity.concerns) == ((), frozenset())


def test_it_is_looked_at_again_when_the_first_thing_falls_due() -> None:
    duties = (letter("a", NOW + 3 * DAY), worry(NOW - DAY, until=NOW + 2 * DAY))
    assert look(entity(*duties)).look_again == NOW + 2 * DAY
    assert look(entity(*duties, moves=NOW + DAY)).look_again == NOW + DAY
    assert look(entity(duties[0])).look_again == NOW + 3 * DAY


def test_a_letter_that_is_written_is_not_waited_for() -> None:
    assert look(entity(letter("a", NOW + DAY), letters_written=frozenset({"a"}))).look_again is None


def test_of_earlier_letters_those_are_wanted_that_would_be_written_again() -> None:
    due = look(
        entity(letter("right"), letters_written=frozenset({"right", "wrong"})).with_outcome(
            OutcomeKind.APPROVED, NOW
        )
    )
    assert due.entry
    assert due.entry.still_wanted == ("right",)


def test_what_lasts_is_wanted_although_it_does_not_fall_due() -> None:
    paused = entity(lasting=(letter("before"), letter("never")), letters_written=frozenset({"before"}))
    due = look(paused.with_outcome(OutcomeKind.PAUSED, NOW))
    assert due.entry
    assert due.entry.still_wanted == ("before",)
    assert keys(due) == []


def test_a_letter_to_come_is_not_yet_wanted() -> None:
    due = look(entity(letter("later", NOW + DAY)).with_outcome(OutcomeKind.APPROVED, NOW))
    assert due.entry
    assert due.entry.still_wanted == ()
