"""A steady pair lives through each programme that comes with Tandem."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import pytest

from domain.enums import BOTH, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import Attend, LogSession
from rehearsal.pair_personas import PairPersona, TimedEvent, timeline
from tests.living import Life
from tests.programmes.shipped import each_programme, rules_in_2027

pytestmark = pytest.mark.unit


@dataclass(frozen=True)
class Lived:
    entity: Life
    story: list[TimedEvent]


@cache
def lived(key: str) -> Lived:
    """A steady pair of this programme in 2027, to its very end; whatever closing duty its story leaves
    out is written down when its first date is over."""
    rules = rules_in_2027(key)
    story = timeline(rules, PairPersona.STEADY, seed=key)
    told = {happening.event.gathering for happening in story if isinstance(happening.event, Attend)}
    closing = [
        TimedEvent(g.sittings[0].ends, Attend(gathering=g.key, roles=g.roles))
        for g in rules.gates(Stage.EVALUATION)
        if g.key not in told
    ]
    entity = Life(rules, now=rules.introductions - timedelta(days=5))
    for happening in sorted([*story, *closing], key=lambda happening: happening.at):
        entity.until(happening.at)
        entity.update(happening.event)
    entity.until_over()
    return Lived(entity, story)


@each_programme
def test_a_steady_pair_of_each_completes(key: str) -> None:
    entity = lived(key).entity

    assert entity.stage is Stage.COMPLETED
    assert len(entity.pairing.held) >= entity.pairing.rules.sessions.minimum
    half_a_year_on = (LetterName.FOLLOW_UP,)
    for role in BOTH:
        assert [name for name in entity.written(role) if name not in half_a_year_on][-1] is LetterName.THANKS


@each_programme
def test_a_steady_pair_of_each_is_completed_before_its_evaluation_closes(key: str) -> None:
    entity = lived(key).entity

    assert entity.pairing.rules.evaluation
    assert entity.pairing.since < entity.pairing.rules.evaluation.closes


@each_programme
def test_every_session_of_a_steady_pair_lies_in_the_time_for_sessions(key: str) -> None:
    sessions = lived(key).entity.pairing.rules.sessions
    logged = [happening.at for happening in lived(key).story if isinstance(happening.event, LogSession)]

    assert len(logged) == sessions.minimum
    assert all(sessions.opens < at < sessions.closes for at in logged)


@each_programme
def test_partners_are_invited_to_what_is_for_them_and_to_nothing_else(key: str) -> None:
    invited = {
        (letter.gathering, letter.role)
        for letter in lived(key).entity.letters
        if letter.name in (LetterName.BOTH_ACCEPTED, LetterName.GATHERING_INVITATION)
    }

    assert invited == {
        (gathering.key, role)
        for gathering in lived(key).entity.pairing.rules.gatherings
        if gathering.kind.stage
        for role in gathering.roles
    }


@each_programme
def test_no_date_is_taken_from_a_steady_pairs_calendar(key: str) -> None:
    assert lived(key).entity.count(LetterName.GATHERING_CANCELLED) == 0
