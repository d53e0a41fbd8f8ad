"""When data is due to go: by the clocks of the cohort it belongs to, or, where it belongs to none, by the
longest of all."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.retention import RetentionClass, RetentionPlan
from storage.tables.entities import CohortRow


class RunningClock(NamedTuple):
    """Something whose clock runs."""

    id: str
    at: datetime
    """When it is to go."""
    cohort: str | None = None


class Clocks:
    def __init__(self, plans: Mapping[str, RetentionPlan]) -> None:
        self._plans = plans

    def of(self, cohort: str, what: RetentionClass) -> timedelta:
        return self._plans[cohort].kept_for(what)

    def all_of(self, what: RetentionClass) -> list[timedelta]:
        """Those of all cohorts, or the default where there is none; the longest last."""
        plans: Iterable[RetentionPlan] = self._plans.values() or [RetentionPlan()]
        return sorted({plan.kept_for(what) for plan in plans})

    def longest(self, what: RetentionClass) -> timedelta:
        return self.all_of(what)[-1]


def clocks_of(session: Session) -> Clocks:
    """As the cohorts' own programmes say."""
    rows = session.execute(select(CohortRow.key, CohortRow.programme))
    return Clocks(
        {key: RetentionPlan.model_validate(programme.get("retention", {})) for key, programme in rows}
    )
