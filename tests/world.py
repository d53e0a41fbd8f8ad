"""A whole Tandem at work, as tests use it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client, WorkflowHandle

from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome
from domain.enums import Arrangement, Stage
from domain.pairing.start import PairingStart
from domain.people import Pair, PersonDetails
from domain.programme.programme import Programme
from domain.programme.timetable import rules_of
from rehearsal.pair_personas import TimedEvent
from rehearsal.play import Player
from settings import Settings
from storage import cohorts, queries
from storage.database import Database
from storage.views import LetterView, PairingView
from temporal.client import Applications, Cohorts, EntityClient, Pairings
from temporal.connection import connect_embedded
from tests.living import bristol
from workflows.names import PAIRINGS_QUEUE, search_attributes_of
from workflows.pairing import PairingWorkflow
from workflows.timeouts import WORKFLOW_TASK_TIMEOUT
from workflows.visibility import introduction


def pair(number: int, cohort: str, arrangement: Arrangement = Arrangement.RECIPROCAL) -> Pair:
    """Two people with names that must never be seen outside the store and the letters."""
    return Pair(
        mentor=PersonDetails(name=f"Canary Mentor {number}", email=f"canary-m{number}@{cohort}.example"),
        mentee=PersonDetails(name=f"Canary Mentee {number}", email=f"canary-t{number}@{cohort}.example"),
        arrangement=arrangement,
    )


def written_down(
    database: Database, pairs: int = 1, programme: Programme | None = None, key: str | None = None
) -> list[str]:
    """The ids of so many pairings of a new cohort, in the store alone."""
    key, now = key or f"cohort-{uuid4().hex[:8]}", datetime.now(UTC)
    with database.begin() as session:
        cohort = cohorts.open_cohort(session, key, programme or bristol(), now, is_demo=False)
        return cohorts.add_pairs(session, cohort, [pair(n, key) for n in range(pairs)], now)


async def start_pairing(client: Client, start: PairingStart, queue: str = PAIRINGS_QUEUE) -> None:
    """Begin this pairing's life without a cohort around it."""
    await client.start_workflow(
        PairingWorkflow.run,
        start,
        id=EntityKind.PAIRING.workflow_id(start.pairing),
        task_queue=queue,
        task_timeout=WORKFLOW_TASK_TIMEOUT,
        search_attributes=search_attributes_of(start.cohort, Stage.APPLICATION),
        static_summary=f"Pairing {start.pairing}, {start.arrangement}",
        static_details=introduction(EntityKind.PAIRING, start.pairing, start.cohort),
    )


@dataclass
class World:
    settings: Settings
    client: Client
    database: Database
    pairings: Pairings = field(init=False)
    applications: Applications = field(init=False)
    cohorts: Cohorts = field(init=False)
    player: Player = field(init=False)

    def __post_init__(self) -> None:
        self.pairings = Pairings(self.client)
        self.applications = Applications(self.client)
        self.cohorts = Cohorts(self.client)
        self.player = Player(self.client, self.database)

    async def begin(self, programme: Programme | None = None) -> str:
        """The id of a new pairing of a new cohort, begun."""
        (pairing,) = await self.begin_many(1, programme)
        return pairing

    async def begin_many(self, pairs: int, programme: Programme | None = None) -> list[str]:
        ids = written_down(self.database, pairs, programme)
        for pairing in ids:
            await start_pairing(self.client, start_of(pairing, programme))
        return ids

    async def live(self, pairing: str, happenings: Sequence[TimedEvent]) -> Stage:
        """Let all of this happen to the pairing, and then live until it is over."""
        await self.player.play(self.pairings, pairing, happenings)
        stage: Stage = await self.player.to_the_end(self.pairings, pairing)
        return stage

    async def until(self, pairing: str, moment: datetime) -> None:
        """Carry this pairing's clock to this moment."""
        await self.player.until(self.pairings, pairing, moment)

    def pairing(self, pairing: str) -> PairingView:
        with self.database.begin() as session:
            return queries.pairing(session, pairing)

    def outcomes(self, pairing: str) -> list[Outcome]:
        return self.outcomes_of(self.pairings, pairing)

    def outcomes_of(self, lives: EntityClient[Any, Any], key: str) -> list[Outcome]:
        with self.database.begin() as session:
            return queries.outcomes(session, lives.kind.workflow_id(key))

    def letters(self, pairing: str) -> list[LetterView]:
        return self.letters_about(self.pairings, pairing)

    def letters_about(self, lives: EntityClient[Any, Any], key: str) -> list[LetterView]:
        with self.database.begin() as session:
            return queries.letters(session, workflow_id=lives.kind.workflow_id(key))

    async def delivered(self, pairing: str) -> list[EmailMessage]:
        """The letters of this pairing that reached a mailbox, once none is on its way any more."""
        await self.player.letters_read(self.pairings, pairing)
        ids = {letter.recipient for letter in self.letters(pairing)}
        return [letter for letter in self.mailbox() if str(letter["To"].addresses[0].addr_spec) in ids]

    def mailbox(self) -> Sequence[EmailMessage]:
        """Every letter the catcher kept."""
        files = sorted(self.settings.letters_folder.glob("*.eml"))
        return [_read(file) for file in files]

    async def told(self, handle: WorkflowHandle[Any, Any]) -> str:
        """The current details of a workflow, as the Web UI asks for them."""
        metadata = await handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
        return str(metadata.current_details)

    async def history_length(self, pairing: str) -> int:
        return (await self.pairings.handle(pairing).describe()).history_length


def start_of(pairing: str, programme: Programme | None = None) -> PairingStart:
    """With what a pairing begins that has been written down, in Bristol's programme unless one is given."""
    return PairingStart(
        pairing=pairing,
        cohort=pairing.rpartition("-")[0],
        arrangement=Arrangement.RECIPROCAL,
        rules=rules_of(programme or bristol()),
    )


async def beside(world: World, database: Database) -> World:
    """On the same server with a store of its own, for lives that nobody else should look at; no worker is
    at work for it."""
    return World(world.settings, await connect_embedded(world.settings), database)


@cache
def _read(file: Path) -> EmailMessage:
    """A letter that the catcher has kept never changes."""
    return message_from_bytes(file.read_bytes(), policy=default)


async def eventually(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait until this callable is true; AssertionError if it is not in time."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, "it did not come true in time"
        await asyncio.sleep(0.02)
