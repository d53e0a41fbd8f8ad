"""What people do meanwhile: whole lives, the commands of both partners within two seconds.

Each life's clock is put forward by the server (time skipping) from one moment of the programme to the
next: half a year in a minute, and whatever falls due on the way at once for all lives of a cohort.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from temporalio.service import RPCError, RPCStatusCode

from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, ReviewChoice, Role
from domain.errors import TandemError
from domain.pairing.events import Accept, Answer, Attend, BookSession, LogSession, Pause, Resume, Review
from storage import queries
from tests.chaos.answers import Answered
from tests.chaos.lab import Lab
from tests.living import bristol_rules

_RETRY_EVERY = 0.5
_LOOK_EVERY = 0.5
_WITHIN = 2.0
"""Seconds between the commands of both partners, at most."""
_MARGIN = timedelta(hours=6)
"""A pause of some seconds puts off what follows by as much."""
_MOVED_TO = "2027-10-08 12:30-13:30"
_COMMAND_SECONDS = 25
_HEARD_SECONDS = 30


@dataclass
class Load:
    """The lives of one cohort."""

    lab: Lab
    cohort: str
    pairings: list[str]
    random: Random
    answered: list[Answered] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    """The last thing that each life could not be told, and why."""
    tries: int = 0
    over: set[str] = field(default_factory=set)
    _come_to: dict[str, datetime] = field(default_factory=dict)
    _carried: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """Both partners act at once: a clock that both put forward would go twice as far."""
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Until all lives are over."""
        await asyncio.gather(self._reschedule(), *(self._live(pairing) for pairing in self.pairings))

    async def _live(self, pairing: str) -> None:
        rules = bristol_rules()
        await self._until(pairing, rules.introductions)
        await self._both(pairing, lambda role: Accept(role=role), OutcomeKind.ACCEPTED)
        await self._attend(pairing)
        await self._meet(pairing)
        await self._moved.wait()
        await self._until(pairing, rules.gathering("review").sittings[0].ends + timedelta(days=1))
        await self._both(
            pairing,
            lambda role: Review(role=role, choice=ReviewChoice.CONTINUE),
            OutcomeKind.REVIEWED,
            about=ReviewChoice.CONTINUE.value,
        )
        await self._log(pairing, rules.sessions.opens + timedelta(days=140))
        assert rules.evaluation
        # The pause, however short, has put the questionnaire off to another morning.
        await self._until(pairing, rules.evaluation.opens + timedelta(days=2))
        await self._both(pairing, lambda role: Answer(role=role), OutcomeKind.ANSWERED)
        await self._until(pairing, rules.evaluation.closes + timedelta(days=200))
        self.over.add(pairing)

    async def _attend(self, pairing: str) -> None:
        await self._until(pairing, _ends("induction"))
        await self._tell(pairing, Attend(gathering="induction"))
        await self._until(pairing, _ends("training"))
        await self._tell(pairing, Attend(gathering="training"))
        for gathering in ("induction", "training"):
            for role in BOTH:
                self._note(pairing, OutcomeKind.ATTENDED, role=role, about=gathering)

    async def _heard(self, pairings: list[str], kind: OutcomeKind, about: str) -> bool:
        """Whether all of these have it recorded, within some time."""
        deadline = time.monotonic() + _HEARD_SECONDS
        while not await asyncio.to_thread(self._all_heard, pairings, kind, about):
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(_LOOK_EVERY)
        return True

    def _all_heard(self, pairings: list[str], kind: OutcomeKind, about: str) -> bool:
        try:
            with self.lab.database.begin() as session:
                lives = [queries.outcomes(session, EntityKind.PAIRING.workflow_id(each)) for each in pairings]
        except TandemError:
            return False
        return all(any((o.kind, o.about) == (kind, about) for o in outcomes) for outcomes in lives)

    async def _meet(self, pairing: str) -> None:
        """Three sessions, one of them booked, and a pause between."""
        opens, minutes = bristol_rules().sessions.opens, bristol_rules().sessions.minutes
        starts = opens + timedelta(days=20)
        await self._tell(pairing, BookSession(starts=starts, minutes=minutes))
        self._note(pairing, OutcomeKind.BOOKED, starts=starts)
        await self._log(pairing, starts)
        await self._tell(pairing, Pause())
        self._note(pairing, OutcomeKind.PAUSED)
        await self._tell(pairing, Resume())
        self._note(pairing, OutcomeKind.RESUMED)
        for days in (45, 70):
            await self._log(pairing, opens + timedelta(days=days))

    async def _log(self, pairing: str, starts: datetime) -> None:
        await self._until(pairing, starts + timedelta(hours=1))
        await self._tell(pairing, LogSession(starts=starts, minutes=60))
        self._note(pairing, OutcomeKind.HELD, starts=starts)

    async def _both(
        self, pairing: str, event: Callable[[Role], Any], kind: OutcomeKind, about: str | None = None
    ) -> None:
        async def one(role: Role) -> None:
            await asyncio.sleep(self.random.uniform(0, _WITHIN))
            await self._tell(pairing, event(role))
            self._note(pairing, kind, role=role, about=about)

        await asyncio.gather(*(one(role) for role in BOTH))

    async def _tell(self, pairing: str, event: Any) -> None:
        async def tell() -> None:
            await self._carry(pairing)  # a life that was begun again has the machine's clock
            await self.lab.pairings.update(pairing, event)

        await self._insist(pairing, tell)

    def _note(self, pairing: str, kind: OutcomeKind, **facts: Any) -> None:
        self.answered.append(Answered(pairing, kind, **facts))

    async def _until(self, pairing: str, moment: datetime) -> None:
        self._come_to[pairing] = moment + _MARGIN
        await self._insist(pairing, lambda: self._carry(pairing))

    async def _carry(self, pairing: str) -> None:
        try:
            async with self._carried[pairing]:
                await self.lab.player.until(self.lab.pairings, pairing, self._come_to[pairing])
        except RPCError as problem:
            if problem.status is not RPCStatusCode.NOT_FOUND:  # what has come to its end needs no more time
                raise

    async def _insist(self, pairing: str, asking: Callable[[], Any]) -> None:
        """Until it is answered with success: people give a command again that was not."""
        while True:
            self.tries += 1
            try:
                await asyncio.wait_for(asking(), _COMMAND_SECONDS)
                self.refusals.pop(pairing, None)
                return
            except (TandemError, RPCError, RuntimeError, TimeoutError) as problem:
                self.refusals[pairing] = f"{type(problem).__name__}: {problem}"
                await asyncio.sleep(_RETRY_EVERY)

    async def _reschedule(self) -> None:
        """The coordinator moves the mid-way review by a day, and everybody hears of it."""
        command = ("cohort", "reschedule", self.cohort, "review", "--to", _MOVED_TO, "--yes")
        while (await self.lab.tandem(*command))[0]:  # noqa: ASYNC110
            await asyncio.sleep(_RETRY_EVERY)
        starts = datetime.fromisoformat("2027-10-08T11:30+00:00")
        for pairing in self.pairings:
            self._note(pairing, OutcomeKind.RESCHEDULED, about="review", starts=starts)
        await self._heard(self.pairings, OutcomeKind.RESCHEDULED, "review")
        self._moved.set()  # who has not heard of it by now is the judge's to find


def _ends(gathering: str) -> datetime:
    return bristol_rules().gathering(gathering).sittings[0].ends
