"""How reliable simulated people are."""

from collections.abc import Iterable

from domain import events
from domain.rules import Sitting
from domain.timetable import rules_of
from domain.words import Role
from rehearsal.fates import Happening
from rehearsal.habits import Reliability, lived
from rehearsal.interest import Interest
from rehearsal.scripts import interests
from tests.living import bristol, utc
from tests.worlds import south_west

_RULES = rules_of(bristol())
_PERFECT = Reliability(no_shows=0, silent=0, withdraw=0)
_PAIRS = [f"pair-{number}" for number in range(200)]


def _of(kind: type, happenings: Iterable[Happening]) -> list[Happening]:
    return [happening for happening in happenings if isinstance(happening.event, kind)]


def test_the_same_seed_lives_the_same_life_and_another_one_another() -> None:
    reliability = Reliability(0.5, 0.5, 0.5)

    assert lived(_RULES, reliability, "a") == lived(_RULES, reliability, "a")
    assert lived(_RULES, reliability, "a") != lived(_RULES, reliability, "b")


def test_reliable_people_miss_nothing_and_answer_everything() -> None:
    life = lived(_RULES, _PERFECT, "a")

    assert all(happening.event.attended for happening in _of(events.Attend, life))
    assert len(_of(events.Accept, life)) == len(_of(events.Answer, life)) == 2
    assert not _of(events.Withdraw, life)


def test_who_misses_the_only_sitting_is_excused_by_the_coordinator_later() -> None:
    life = lived(_RULES, Reliability(no_shows=1, silent=0, withdraw=0), "a")

    missed, excused = _of(events.Attend, life), _of(events.Waive, life)
    assert [h.event.gathering for h in excused] == [h.event.gathering for h in missed]
    assert not any(happening.event.attended for happening in missed)
    assert all(later.at > first.at for first, later in zip(missed, excused, strict=True))


def test_who_misses_a_sitting_comes_to_the_next_one() -> None:
    rules = rules_of(south_west())
    induction = rules.gathering("induction")
    again = Sitting(key="again", starts=utc(2027, 7, 20, 10), ends=utc(2027, 7, 20, 12))
    rules = rules.with_gathering(induction.with_sitting(again))

    life = lived(rules, Reliability(no_shows=1, silent=0, withdraw=0), "a")

    came = [h for h in _of(events.Attend, life) if h.event.gathering == "induction" and h.event.attended]
    assert [happening.at for happening in came] == [again.ends]


def test_a_fifth_of_the_people_misses_a_gathering_if_that_is_their_share() -> None:
    lives = [lived(_RULES, Reliability(no_shows=0.2, silent=0, withdraw=0), pair) for pair in _PAIRS]

    missed = sum(len(h.event.roles) for life in lives for h in _of(events.Waive, life))
    expected = sum(len(h.event.roles) for h in _of(events.Attend, lived(_RULES, _PERFECT, "a"))) * len(_PAIRS)
    assert 0.15 < missed / expected < 0.25


def test_the_silent_leave_the_evaluation_unanswered() -> None:
    life = lived(_RULES, Reliability(no_shows=0, silent=1, withdraw=0), "a")

    assert not _of(events.Answer, life)


def test_who_withdraws_does_nothing_afterwards() -> None:
    life = lived(_RULES, Reliability(no_shows=0, silent=0, withdraw=1), "a")

    (first, *_) = _of(events.Withdraw, life)
    assert not [h for h in life if h.at > first.at and not isinstance(h.event, events.Withdraw)]
    assert {h.event.role for h in _of(events.Withdraw, life)} <= set(Role)


def test_enough_people_apply_and_some_of_many_come_too_late() -> None:
    assert interests(2) == (Interest.PLAIN, Interest.PLAIN)
    assert interests(10).count(Interest.LATE) == 1
    assert len([one for one in interests(20) if one not in (Interest.LATE, Interest.CHANGES_MIND)]) == 20
