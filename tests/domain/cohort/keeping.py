"""Cohorts in memory, by stage."""

from functools import cache

from domain.cohort.events import Approve
from domain.enums import CohortStage
from tests.factories import MAY_3 as MAY_3
from tests.factories import SimulatedCohort as Keeping
from tests.factories import utc

__all__ = ["Keeping"]

OPENS = utc(2027, 5, 10, 8)
CLOSES = utc(2027, 6, 7, 22, 59)
"""The end of a Monday."""
ENDS = utc(2028, 2, 4, 23, 59)
"""The end of a Friday."""


def open_for_applications() -> Keeping:
    return Keeping()


def matching() -> Keeping:
    """Applications have closed, and the matches are drafted."""
    entity = Keeping()
    entity.until(CLOSES)
    entity.work()
    return entity


def running() -> Keeping:
    """The matches are approved, and three pairings have begun."""
    entity = matching()
    entity.until(utc(2027, 6, 10))
    entity.update(Approve())
    entity.work(pairings=3)
    return entity


def announced() -> Keeping:
    return Keeping(opens=OPENS)


def ended() -> Keeping:
    entity = running()
    entity.until(ENDS)
    entity.work()
    return entity


_HOW = {
    CohortStage.ANNOUNCED: announced,
    CohortStage.OPEN: open_for_applications,
    CohortStage.MATCHING: matching,
    CohortStage.RUNNING: running,
    CohortStage.ENDED: ended,
}


@cache
def _at(stage: CohortStage) -> Keeping:
    entity = _HOW[stage]()
    assert entity.stage is stage
    return entity


def at(stage: CohortStage) -> Keeping:
    """Bristol's cohort at this stage; each test gets its own copy."""
    return _at(stage).copied()
