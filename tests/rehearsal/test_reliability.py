"""How reliable simulated people are."""

from collections.abc import Iterable

import pytest

from domain.enums import Role, Wave
from domain.pairing import events
from domain.programme.rules import Sitting
from domain.programme.timetable import rules_of
from rehearsal.applicant_personas import ApplicantPersona
from rehearsal.pair_personas import TimedEvent
from rehearsal.reliability import Reliability, simulate
from rehearsal.scripts import interests
from tests.living import bristol, utc
from tests.worlds import south_west

pytestmark = pytest.mark.unit

_RULES = rules_of(bristol())
_PERFECT = Reliability(no_shows=0, silent=0, withdraw=0)
_PAIRS = [f"pair-{number}" for number in range(200)]


def _of(kind: type, happenings: Iterable[TimedEvent]) -> list[TimedEvent]:
    return [happening for happening in happenings if isinstance(happening.event, kind)]


def test_the_same_seed_lives_the_same_life_and_another_one_another() -> None:
    reliability = Reliability(0.5, 0.5, 0.5)

    assert simulate(_RULES, reliability, "a") == simulate(_RULES, reliability, "a")
    assert simulate(_RULES, reliability, "a") != simulate(_RULES, reliability, "b")


def test_reliable_people_miss_nothing_and_answer_everything() -> None:
    entity = simulate(_RULES, _PERFECT, "a")

    assert all(happening.event.attended for happening in _of(events.Attend, entity))
    at_the_end = [h for h in _of(events.Answer, entity) if h.event.wave is Wave.END]
    assert len(_of(events.Accept, entity)) == len(at_the_end) == 2
    assert not _of(events.Withdraw, entity)


def test_who_misses_the_only_sitting_is_excused_by_the_coordinator_later() -> None:
    entity = simulate(_RULES, Reliability(no_shows=1, silent=0, withdraw=0), "a")

    missed, excused = _of(events.Attend, entity), _of(events.Waive, entity)
    assert [h.event.gathering for h in excused] == [h.event.gathering for h in missed]
    assert not any(happening.event.attended for happening in missed)
    assert all(later.at > first.at for first, later in zip(missed, excused, strict=True))


def test_who_misses_a_sitting_comes_to_the_next_one() -> None:
    rules = rules_of(south_west())
    induction = rules.gathering("induction")
    again = Sitting(key="again", starts=utc(2027, 7, 20, 10), ends=utc(2027, 7, 20, 12))
    rules = rules.with_gathering(induction.with_sitting(again))

    entity = simulate(rules, Reliability(no_shows=1, silent=0, withdraw=0), "a")

    came = [h for h in _of(events.Attend, entity) if h.event.gathering == "induction" and h.event.attended]
    assert [happening.at for happening in came] == [again.ends]


def test_a_fifth_of_the_people_misses_a_gathering_if_that_is_their_share() -> None:
    lives = [simulate(_RULES, Reliability(no_shows=0.2, silent=0, withdraw=0), pair) for pair in _PAIRS]

    missed = sum(len(h.event.roles) for entity in lives for h in _of(events.Waive, entity))
    expected = sum(len(h.event.roles) for h in _of(events.Attend, simulate(_RULES, _PERFECT, "a"))) * len(
        _PAIRS
    )
    assert 0.15 < missed / expected < 0.25


def test_the_silent_leave_the_evaluation_unanswered() -> None:
    entity = simulate(_RULES, Reliability(no_shows=0, silent=1, withdraw=0), "a")

    assert not _of(events.Answer, entity)


def test_who_withdraws_does_nothing_afterwards() -> None:
    entity = simulate(_RULES, Reliability(no_shows=0, silent=0, withdraw=1), "a")

    (first, *_) = _of(events.Withdraw, entity)
    assert not [h for h in entity if h.at > first.at and not isinstance(h.event, events.Withdraw)]
    assert {h.event.role for h in _of(events.Withdraw, entity)} <= set(Role)


def test_enough_people_apply_and_some_of_many_come_too_late() -> None:
    assert interests(2) == (ApplicantPersona.PLAIN, ApplicantPersona.PLAIN)
    assert interests(10).count(ApplicantPersona.LATE) == 1
    assert (
        len(
            [
                one
                for one in interests(20)
                if one not in (ApplicantPersona.LATE, ApplicantPersona.CHANGES_MIND)
            ]
        )
        == 20
    )
