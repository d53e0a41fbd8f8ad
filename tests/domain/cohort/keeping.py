"""A cohort that keeps its calendar in a test, with somebody who does what it has to have done."""

from copy import copy
from datetime import datetime
from functools import cache
from typing import Any

from domain.cohort.calendar import calendar_of
from domain.cohort.cohort import Cohort, CohortStart, TaskKind
from domain.cohort.decide import apply
from domain.cohort.due import CohortEntry, begin, due
from domain.cohort.events import Approve, Begun, CohortEvent, Done, Drafted, OpenCounted
from domain.enums import CohortStage
from domain.programme.timetable import rules_of
from tests.applying import Following, programme
from tests.living import utc

MAY_3 = utc(2027, 5, 3, 10)
"""A Monday, five weeks before Bristol's closing date."""
OPENS = utc(2027, 5, 10, 8)
CLOSES = utc(2027, 6, 7, 22, 59)
"""The end of a Monday."""
ENDS = utc(2028, 2, 4, 23, 59)
"""The end of a Friday."""

_ENOUGH = 100


class Keeping(Following[Cohort, CohortEntry]):
    def __init__(self, key: str = "bristol-2021", now: datetime = MAY_3, **calendar: Any) -> None:
        plan = programme(key)
        days = calendar_of(plan).replace(**calendar)
        start = CohortStart(cohort="c", rules=rules_of(plan), calendar=days)
        super().__init__(begin(start, now), now, apply, due)

    @property
    def stage(self) -> CohortStage:
        return self.entity.stage

    @property
    def todo(self) -> list[TaskKind]:
        return [task.kind for task in self.entity.todo]

    @property
    def waits_for(self) -> str | None:
        return self.entries[-1].snapshot.waits_for

    def work(self, made: bool = True, open_pairings: int = 0, pairings: int = 0) -> list[TaskKind]:
        """Everything that is to be done is done, the first first; what it was."""
        did: list[TaskKind] = []
        while self.todo:
            assert len(did) < _ENOUGH, "there is always something more to do"
            did.append(self.todo[0])
            self.update(*self._what_came_of(self.todo[0], made, open_pairings, pairings), Done())
        return did

    def _what_came_of(
        self, task: TaskKind, made: bool, open_pairings: int, pairings: int
    ) -> list[CohortEvent]:
        match task:
            case TaskKind.DRAFT:
                return [Drafted(made=made)]
            case TaskKind.BEGIN:
                return [Begun(number=self.entity.begun_number + pairings, pairings=pairings, more=False)]
            case TaskKind.COUNT_OPEN:
                return [OpenCounted(open=open_pairings)]
        return []


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
    entity = copy(_at(stage))
    entity.entries = list(entity.entries)
    return entity
