"""When partners are asked the questions of a wave, and what a pairing hears of their answers."""

from datetime import timedelta

import pytest

from domain.enums import BOTH, Role, Stage, Wave
from domain.pairing.events import Accept, Answer, Withdraw
from domain.pairing.waves import midway_closes, window
from domain.programme.rules import Rules
from domain.programme.timetable import rules_of
from tests.factories import (
    SimulatedPairing,
    accepted,
    bristol_rules,
    evaluation,
    mentoring,
    pairing_in,
    programme,
    utc,
)

pytestmark = pytest.mark.unit


def _asking_all() -> Rules:
    return bristol_rules().replace(asks=tuple(Wave))


def test_the_first_wave_lasts_from_the_acceptance_of_both_until_the_induction() -> None:
    entity = SimulatedPairing(_asking_all())
    assert window(entity.pairing, Role.MENTOR, Wave.BEFORE) is None

    accepted(entity)

    found = window(entity.pairing, Role.MENTOR, Wave.BEFORE)
    assert found == (utc(2027, 6, 15), utc(2027, 6, 30, 8, 30))


def test_who_comes_after_the_first_gathering_has_a_fortnight() -> None:
    entity = SimulatedPairing(_asking_all(), utc(2027, 8, 2))
    entity.until(utc(2027, 8, 3))
    for role in BOTH:
        entity.update(Accept(role=role))

    found = window(entity.pairing, Role.MENTEE, Wave.BEFORE)
    assert found is not None
    assert (found.opens, found.closes.date()) == (utc(2027, 8, 3), utc(2027, 8, 17).date())


def test_half_way_comes_with_the_review_or_in_the_middle_of_the_sessions() -> None:
    with_review = pairing_in(mentoring, _asking_all)
    assert window(with_review.pairing, Role.MENTOR, Wave.MIDWAY) == (
        utc(2027, 10, 7, 12, 30),
        utc(2027, 10, 21, 8),
    )

    city = rules_of(programme("city-2021"))
    without = window(SimulatedPairing(city).pairing, Role.MENTOR, Wave.MIDWAY)
    assert city.review is None
    assert without is not None
    assert city.sessions.opens < without.opens < without.closes < city.sessions.closes


@pytest.mark.parametrize("days", range(1, 15))
@pytest.mark.parametrize("key", ["bristol-2021", "city-2021"])
def test_half_way_is_over_for_a_cohort_when_it_is_for_its_pairs_at_weekends_too(key: str, days: int) -> None:
    rules = rules_of(programme(key))
    rules = rules.replace(asks=tuple(Wave), patience=rules.patience.replace(review=days))
    entity = pairing_in(mentoring, lambda: rules) if rules.review else SimulatedPairing(rules)

    found = window(entity.pairing, Role.MENTOR, Wave.MIDWAY)

    assert found
    assert found.closes == midway_closes(rules)


def test_the_evaluation_can_be_changed_until_its_last_day_also_by_who_was_first() -> None:
    entity = pairing_in(evaluation, _asking_all)
    before = window(entity.pairing, Role.MENTOR, Wave.END)
    for role in BOTH:
        entity.update(Answer(role=role))

    assert entity.stage is Stage.COMPLETED
    assert before == window(entity.pairing, Role.MENTOR, Wave.END)


def test_half_a_year_on_they_are_asked_for_four_weeks() -> None:
    entity = pairing_in(evaluation, _asking_all)
    assert window(entity.pairing, Role.MENTOR, Wave.LATER) is None
    for role in BOTH:
        entity.update(Answer(role=role))

    found = window(entity.pairing, Role.MENTOR, Wave.LATER)
    assert found is not None
    assert timedelta(weeks=4) < found.closes - found.opens < timedelta(weeks=4, days=1)


def test_that_a_wave_was_answered_is_recorded_once_and_moves_nothing() -> None:
    entity = pairing_in(mentoring, _asking_all)
    entity.update(Answer(role=Role.MENTOR, wave=Wave.BEFORE))

    assert entity.happened[-1] == ("answered", "before")
    assert entity.stage is Stage.MENTORING
    assert entity.takes_no_notice(Answer(role=Role.MENTOR, wave=Wave.BEFORE))
    assert entity.pairing.mentor.answered is None


def test_what_is_not_asked_cannot_have_been_answered() -> None:
    entity = pairing_in(mentoring, lambda: bristol_rules().replace(asks=()))

    assert "Nothing is asked" in entity.refusal(Answer(role=Role.MENTOR, wave=Wave.LATER))
    assert window(entity.pairing, Role.MENTOR, Wave.BEFORE) is None


def test_who_has_left_is_asked_nothing_more() -> None:
    entity = pairing_in(mentoring, _asking_all)
    entity.update(Withdraw(role=Role.MENTEE))

    assert [window(entity.pairing, Role.MENTOR, wave) for wave in Wave] == [None] * 4
