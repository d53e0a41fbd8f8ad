"""What a cohort has told to everybody in it, and what it asks about its pairings."""

import asyncio
from collections.abc import Callable, Iterable

from temporalio import activity
from temporalio.client import Client

from activities.discretion import discreet
from activities.placing import signal
from domain.admission.events import Close, Extend, Heard, Unmatched
from domain.cohort.asking import Batch, Beginning, Spreading, ToBegin
from domain.life import LifeKind
from domain.words import BOTH, ApplicationStage
from storage import applications, cohorts, drafts, reading
from storage.database import Database
from workflows.names import COUNT_OPEN, HAND_OVER, SPREAD, TELL_UNMATCHED, TO_BEGIN

_LIVING = tuple(stage for stage in ApplicationStage if stage is not ApplicationStage.COMPLETED)
"""Who is out of the running may be taken up again, and must know the dates then."""


class Everybody:
    """Each may be repeated from its beginning: who has heard something hears nothing new."""

    def __init__(self, database: Database, client: Client) -> None:
        self._database = database
        self._client = client

    @activity.defn(name=TO_BEGIN)
    async def to_begin(self, question: ToBegin) -> Batch:
        """The next pairings of a cohort, for its workflow to begin."""
        with discreet():
            return await asyncio.to_thread(self._to_begin, question)

    @activity.defn(name=COUNT_OPEN)
    async def count_open(self, cohort: str) -> int:
        """How many pairings of this cohort are not over."""
        with discreet():
            return await asyncio.to_thread(self._count_open, cohort)

    @activity.defn(name=SPREAD)
    async def spread(self, spreading: Spreading) -> None:
        """Tell every application and pairing that a date has changed."""
        with discreet():
            if spreading.event is not None:
                await self._tell(await asyncio.to_thread(self._pairings, spreading.cohort), spreading.event)
                news: Heard = spreading.event
            elif spreading.closes is not None:
                news = Extend(closes=spreading.closes)
            else:
                return
            await self._tell(await asyncio.to_thread(self._applications, spreading.cohort, _LIVING), news)

    @activity.defn(name=TELL_UNMATCHED)
    async def tell_unmatched(self, cohort: str) -> None:
        """Tell whoever has no partner in the approved draft."""
        with discreet():
            await self._tell(await asyncio.to_thread(self._without_a_partner, cohort), Unmatched())

    @activity.defn(name=HAND_OVER)
    async def hand_over(self, cohort: str) -> None:
        """Tell every application that the cohort is over."""
        with discreet():
            await self._tell(await asyncio.to_thread(self._applications, cohort, _LIVING), Close())

    @property
    def activities(self) -> tuple[Callable[..., object], ...]:
        """All of them, for a worker."""
        return (self.to_begin, self.count_open, self.spread, self.tell_unmatched, self.hand_over)

    async def _tell(self, lives: Iterable[str], news: Heard) -> None:
        for number, life in enumerate(lives):
            await signal(self._client, life, news)
            activity.heartbeat(number)

    def _to_begin(self, question: ToBegin) -> Batch:
        with self._database.begin() as session:
            found, more = cohorts.to_begin(session, question.cohort, question.after, question.most)
            attended = cohorts.attended_before(session, question.cohort)
        beginnings = tuple(
            Beginning(
                number=number,
                pairing=pairing.id,
                arrangement=pairing.arrangement,
                attended=tuple(
                    (role, gathering)
                    for role in BOTH
                    for gathering in sorted(attended.get(pairing.person(role).id, ()))
                ),
            )
            for number, pairing in found
        )
        return Batch(beginnings=beginnings, more=more)

    def _count_open(self, cohort: str) -> int:
        with self._database.begin() as session:
            return cohorts.count_open(session, cohort)

    def _pairings(self, cohort: str) -> list[str]:
        with self._database.begin() as session:
            return [LifeKind.PAIRING.of(p.id) for p in reading.pairings(session, cohort) if p.stage.is_open]

    def _applications(self, cohort: str, stages: Iterable[ApplicationStage]) -> list[str]:
        with self._database.begin() as session:
            found = applications.applications(session, cohort, stages)
        return [LifeKind.APPLICATION.of(view.id) for view in found]

    def _without_a_partner(self, cohort: str) -> list[str]:
        """Whoever came to be in order since the approval may still be in the next draft."""
        with self._database.begin() as session:
            unplaced = drafts.unplaced_when_approved(session, cohort)
        return [LifeKind.APPLICATION.of(application) for application in unplaced]
