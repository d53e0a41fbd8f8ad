"""Invented people answer, and what is planted in their answers is in what the report is drawn from."""

from statistics import fmean

import pytest

from domain.enums import Role, Wave
from domain.programme.programme import Programme
from rehearsal.answering import PLANTED, PLANTED_SHIFT, UNMOVED
from rehearsal.rehearse import simulate_cohort
from rehearsal.scripts import FateScript
from rehearsal.store import memory
from services.evaluation.results import CohortResults, results_of
from storage import queries, stories
from tests.every import every
from tests.factories import programme

pytestmark = [pytest.mark.unit, pytest.mark.slow]


def _played(plan: Programme) -> CohortResults:
    with memory() as session:
        simulate_cohort(session, plan, FateScript())
        return results_of(session, queries.cohort(session, plan.key))


def _mean_shift(found: CohortResults, item: str) -> float:
    (shifts,) = (one for one in found.results.shifts if one.item.key == item)
    assert len(shifts.shifts) >= 12
    return fmean(one.later - one.earlier for one in shifts.shifts)


@every("key", ("bristol-2021", "city-2021"))
def test_what_is_planted_is_there_and_nothing_where_nothing_is(key: str) -> None:
    found = _played(programme(key))

    assert _mean_shift(found, PLANTED) == pytest.approx(PLANTED_SHIFT, abs=0.1)
    assert _mean_shift(found, UNMOVED) == pytest.approx(0, abs=0.1)
    rates = {rate.wave: sum(rate.answered.values()) for rate in found.rates}
    asked = {rate.wave: sum(rate.asked.values()) for rate in found.rates}
    assert all(rates[wave] > 0 for wave in Wave)
    assert all(0 < rates[wave] <= asked[wave] for wave in Wave)
    midway = [one for one in found.results.burden if (one.wave, one.role) == (Wave.MIDWAY, Role.MENTOR)]
    assert midway[0].counts["mostly-i"]["yes"] > 0
    assert found.actions
    assert found.notes


def test_the_story_that_was_taken_back_is_in_no_quote() -> None:
    plan = programme("exco-2020")
    with memory() as session:
        simulate_cohort(session, plan, FateScript())
        told = stories.stories(session, plan.key)
        found = results_of(session, queries.cohort(session, plan.key))

    withdrawn = [one.id for one in told if one.withdrawn_at]
    assert len(withdrawn) == 1
    assert [quote.story for quote in found.quotes] == [one.id for one in told if one.id not in withdrawn]
