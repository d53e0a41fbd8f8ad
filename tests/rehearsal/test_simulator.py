"""One clock for many entities: what is due first happens first."""

from datetime import timedelta

import pytest

from domain.enums import BOTH, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import Accept
from rehearsal.simulator import Timeline
from tests.factories import SimulatedPairing, bristol_rules, utc

pytestmark = pytest.mark.unit

_NOW = utc(2027, 6, 10)
_INTRODUCTIONS = bristol_rules().introductions


def test_an_entity_is_woken_when_it_asks_to_be() -> None:
    timeline, pairing = Timeline(_NOW), SimulatedPairing(now=_NOW)

    timeline.watch(pairing)
    timeline.run(until=_INTRODUCTIONS)

    assert pairing.when(LetterName.INTRODUCTION) == [_INTRODUCTIONS]
    assert timeline.now == _INTRODUCTIONS


def test_what_is_due_comes_before_what_people_do_at_the_same_moment() -> None:
    timeline, pairing = Timeline(_NOW), SimulatedPairing(now=_NOW)
    written: list[int] = []

    timeline.at(_INTRODUCTIONS, lambda: written.append(pairing.count(LetterName.INTRODUCTION)))
    timeline.watch(pairing)
    timeline.run(until=_INTRODUCTIONS)

    assert written == [2]


def test_who_looks_at_the_others_does_so_when_they_have_done_what_is_due() -> None:
    timeline, first, second = Timeline(_NOW), SimulatedPairing(now=_NOW), SimulatedPairing(now=_NOW)
    seen: list[int] = []

    timeline.watch(first, lambda: seen.append(second.count(LetterName.INTRODUCTION)))
    timeline.watch(second)
    timeline.run(until=_INTRODUCTIONS)

    assert seen == [2]


def test_nothing_happens_after_the_moment_until_which_it_runs() -> None:
    timeline, done = Timeline(_NOW), list[str]()

    timeline.at(_NOW + timedelta(days=2), lambda: done.append("later"))
    timeline.at(_NOW + timedelta(days=1), lambda: done.append("soon"))
    timeline.run(until=_NOW + timedelta(days=1))

    assert done == ["soon"]


def test_two_events_at_one_moment_are_looked_at_together() -> None:
    pairing = SimulatedPairing()
    pairing.until(utc(2027, 6, 15))
    before = len(pairing.entries)

    pairing.apply(*(Accept(role=role) for role in BOTH))

    assert pairing.stage is Stage.INDUCTION
    assert len(pairing.entries) == before + 1
