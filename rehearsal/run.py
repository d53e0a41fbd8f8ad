"""One cohort played from its opening to its report, on skipped clocks."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from temporalio.client import Client

from domain.errors import NotFound
from domain.programme.programme import Programme
from domain.programme.timetable import calendar_of, rules_of
from rehearsal import cast
from rehearsal.applicant_personas import Applicant
from rehearsal.play import Player
from rehearsal.scripts import Script
from rehearsal.visits.visitors import Visitors
from services.cohorts.opening import open_cohort
from services.context import Context
from services.matching import drafts
from storage import queries
from storage.database import Database
from temporal.client import Applications, Cohorts, Pairings

_ACTOR = "the demo"
_LOOK_EVERY = 0.05
_A_MINUTE = timedelta(minutes=1)


class CohortRun:
    """A cohort of this programme, with simulated people in it."""

    def __init__(
        self,
        client: Client,
        database: Database,
        programme: Programme,
        script: Script,
        forgiving: bool = False,
        visitors: Visitors | None = None,
    ) -> None:
        async def connect() -> Client:
            return client

        self._context = Context(database, connect, _ACTOR)
        self._database = database
        self._programme = cast.unreviewed(programme)
        self._script = script
        self._player = Player(client, database, forgiving, visitors)
        self._applications, self._pairings, self._cohorts = (
            Applications(client),
            Pairings(client),
            Cohorts(client),
        )

    async def whole(self) -> list[str]:
        """Everything; the pairings there were. Raises Refused if nobody could be paired."""
        applying = await self._open()
        await asyncio.gather(*(self._application(applicant) for applicant in applying))
        await self._match()
        pairings = await self._begin_pairings()
        await asyncio.gather(*(self._pairing(pairing, number) for number, pairing in enumerate(pairings)))
        await self._player.to_the_end(self._cohorts, self._programme.key)
        ends = (
            self._player.out_of_the_running(self._applications, applicant.start.application)
            for applicant in applying
        )
        await asyncio.gather(*ends)
        return pairings

    async def _open(self) -> list[Applicant]:
        await open_cohort(self._context, self._programme, self._programme.key, is_demo=True)
        with self._database.begin() as session:
            return cast.applicants(session, self._programme, self._script, datetime.now(UTC))

    async def _application(self, applicant: Applicant) -> None:
        """Until the closing date is over; who applies later does so then."""
        key = applicant.start.application
        await self._applications.begin(applicant.start)
        await self._player.play(self._applications, key, applicant.happenings)
        closing = calendar_of(self._programme).closes or rules_of(self._programme).introductions
        await self._player.carry(self._applications, key, closing + timedelta(days=5))

    async def _match(self) -> None:
        """The cohort drafts by itself when applications close; where they never do, somebody asks."""
        key, closes = self._programme.key, calendar_of(self._programme).closes
        if closes is None:
            await drafts.make_draft(self._context, key)
        else:
            await self._player.until(self._cohorts, key, closes + _A_MINUTE)
        while not self._has_draft():  # noqa: ASYNC110
            await asyncio.sleep(_LOOK_EVERY)

    def _has_draft(self) -> bool:
        try:
            drafts.latest_draft(self._context, self._programme.key)
        except NotFound:
            return False
        return True

    async def _begin_pairings(self) -> list[str]:
        """The draft is approved some days before the introductions; the ids of its pairings."""
        key, approved = self._programme.key, cast.approved_at(rules_of(self._programme))
        await self._player.until(self._cohorts, key, approved)
        await self._player.letters_read(self._cohorts, key)
        cast.check_anybody_paired(key, drafts.latest_draft(self._context, key).stored.draft)
        await drafts.approve(replace(self._context, clock=lambda: approved), key)
        with self._database.begin() as session:
            return [pairing.id for pairing in queries.pairings(session, key)]

    async def _pairing(self, pairing: str, number: int) -> None:
        happenings = self._script.happenings(rules_of(self._programme), pairing, number)
        await self._player.play(self._pairings, pairing, happenings)
        await self._player.to_the_end(self._pairings, pairing)
