"""What a cohort has told to everybody in it, and what it asks about its pairings."""

import asyncio
from collections.abc import Callable, Iterable

from temporalio import activity
from temporalio.client import Client

from activities.running import redacted_errors, signal
from domain.application.events import ApplicationSignal, Close, ExtendDeadline, Unmatched
from domain.cohort.activity_io import Batch, DateChange, NextPairings
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage
from storage import applications, cohorts, drafts, queries
from storage.database import Database
from workflows.names import BROADCAST, CLOSE_APPLICATIONS, COUNT_OPEN, TELL_UNMATCHED, TO_BEGIN

_LIVING = tuple(stage for stage in ApplicationStage if stage is not ApplicationStage.COMPLETED)
"""Who is out of the running may be taken up again, and must know the dates then."""
_AT_A_TIME = 20
"""Signals under way: the server takes about as long for so many as for one."""


class Broadcast:
    """Each may be repeated: who has heard something hears nothing new, and a retry goes on where the last
    try was."""

    def __init__(self, database: Database, client: Client) -> None:
        self._database = database
        self._client = client

    @activity.defn(name=TO_BEGIN)
    async def to_begin(self, question: NextPairings) -> Batch:
        """The next pairings of a cohort, for its workflow to begin."""
        with redacted_errors():
            return await asyncio.to_thread(self._to_begin, question)

    @activity.defn(name=COUNT_OPEN)
    async def count_open(self, cohort: str) -> int:
        """How many pairings of this cohort are not over."""
        with redacted_errors():
            return await asyncio.to_thread(self._count_open, cohort)

    @activity.defn(name=BROADCAST)
    async def spread(self, spreading: DateChange) -> None:
        """Tell every application and pairing that a date has changed."""
        with redacted_errors():
            if spreading.event is not None:
                await self._tell(await asyncio.to_thread(self._lives, spreading.cohort), spreading.event)
            elif spreading.closes is not None:
                workflow_ids = await asyncio.to_thread(self._applications, spreading.cohort)
                await self._tell(workflow_ids, ExtendDeadline(closes=spreading.closes))

    @activity.defn(name=TELL_UNMATCHED)
    async def tell_unmatched(self, cohort: str) -> None:
        """Tell whoever has no partner in the approved draft."""
        with redacted_errors():
            await self._tell(await asyncio.to_thread(self._without_a_partner, cohort), Unmatched())

    @activity.defn(name=CLOSE_APPLICATIONS)
    async def hand_over(self, cohort: str) -> None:
        """Tell every application that the cohort is over."""
        with redacted_errors():
            await self._tell(await asyncio.to_thread(self._applications, cohort), Close())

    @property
    def activities(self) -> tuple[Callable[..., object], ...]:
        """All of them, for a worker."""
        return (self.to_begin, self.count_open, self.spread, self.tell_unmatched, self.hand_over)

    async def _tell(self, workflow_ids: Iterable[str], news: ApplicationSignal) -> None:
        """Tell these, twenty at a time. A try that is cut off leaves behind the last of those up to
        whom all have been told: an id and not a number, since an entity may end between two tries."""
        last = next(iter(activity.info().heartbeat_details), "")
        left = sorted(workflow_id for workflow_id in workflow_ids if workflow_id > last)
        for start in range(0, len(left), _AT_A_TIME):
            batch = left[start : start + _AT_A_TIME]
            await asyncio.gather(*(signal(self._client, workflow_id, news) for workflow_id in batch))
            activity.heartbeat(batch[-1])

    def _to_begin(self, question: NextPairings) -> Batch:
        with self._database.begin() as session:
            return cohorts.next_batch(session, question)

    def _count_open(self, cohort: str) -> int:
        with self._database.begin() as session:
            return cohorts.count_open(session, cohort)

    def _pairings(self, cohort: str) -> list[str]:
        with self._database.begin() as session:
            return [
                EntityKind.PAIRING.workflow_id(p.id)
                for p in queries.pairings(session, cohort)
                if p.stage.is_open
            ]

    def _lives(self, cohort: str) -> list[str]:
        return [*self._applications(cohort), *self._pairings(cohort)]

    def _applications(self, cohort: str) -> list[str]:
        with self._database.begin() as session:
            found = applications.applications(session, cohort, _LIVING)
        return [EntityKind.APPLICATION.workflow_id(view.id) for view in found]

    def _without_a_partner(self, cohort: str) -> list[str]:
        """Whoever came to be in order since the approval may still be in the next draft."""
        with self._database.begin() as session:
            unplaced = drafts.unplaced_when_approved(session, cohort)
        return [EntityKind.APPLICATION.workflow_id(application) for application in unplaced]
