"""Periodic activities, for as long as there is a worker: telling what commands have left untold, and looking.

Each is one standalone activity on the server, whose every try ends by asking for the next, so that one worker
does it at a time, and nothing of it piles up there (docs/decisions/0012).
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.orm import Session
from temporalio import activity
from temporalio.client import Client
from temporalio.common import ActivityIDConflictPolicy, Priority, RetryPolicy
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities.running import heartbeats, redacted_errors
from domain.errors import TandemError
from domain.letter.kinds import Urgency
from ops.reconcile.context import ReconcileContext
from ops.reconcile.erasing import carry_on_erasing
from ops.reconcile.look import look
from ops.retention import remind_of_concerns, remove_what_is_due, until_night
from services.concurrency import gather_limited
from services.erasure.personal_files import PersonalFiles
from services.relay import Relay
from storage import messages
from storage.database import Database
from workflows.names import PAIRINGS_QUEUE, RECONCILE, RELAY, RETAIN

RELAY_EVERY = timedelta(seconds=15)
LOOK_EVERY = timedelta(minutes=1)
LEFT = timedelta(seconds=15)
"""What has waited for so long is left: by then a command has told what it has written."""
_AT_A_TIME = 20
_MANY = 200
_BEGIN_EVERY = timedelta(minutes=1)
_LONGEST = timedelta(hours=1)
_HEARTBEAT_SECONDS = 1
_SIGN_OF_LIFE = timedelta(seconds=10)
_IF_SOMETHING_IS_AWAY = RetryPolicy(
    initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30)
)
KINDS = (RELAY, RECONCILE, RETAIN)
_SUMMARIES = {
    RELAY: "Tell what commands have left untold",
    RECONCILE: "Look where the store and the server differ",
    RETAIN: "Remove in the night what has been kept for long enough",
}

log = structlog.get_logger()


class Periodic:
    """The periodic activities, for a worker to register."""

    def __init__(
        self, client: Client, database: Database, outside: PersonalFiles, mail_from: str = "", pages: str = ""
    ) -> None:
        """`mail_from`, `pages`: whom the letters come from that are written in the night, and the web address
        of the pages to which they lead; without one none is written."""
        self._sender = {"mail_from": mail_from, "pages": pages}
        self._client = client
        self._database = database
        self._outside = outside
        self._relay = Relay(client, database)

    @activity.defn(name=RELAY)
    async def relay(self) -> None:
        """Tell whatever has been left. Whoever does not answer is asked again the next time."""
        with redacted_errors():
            async with heartbeats(_HEARTBEAT_SECONDS):
                await self.tell_what_is_left()
        raise _again(RELAY_EVERY)

    @activity.defn(name=RECONCILE)
    async def reconcile(self) -> None:
        """Look once, and carry on with whoever is to be erased."""
        with redacted_errors():
            async with heartbeats(_HEARTBEAT_SECONDS):
                context = ReconcileContext(self._client, self._database)
                await carry_on_erasing(context, self._outside)
                await look(context)
        raise _again(LOOK_EVERY)

    @activity.defn(name=RETAIN)
    async def retain(self) -> None:
        """In the night: remove what is due, and remind of concerns. The first try only waits for it."""
        if activity.info().attempt > 1:
            with redacted_errors():
                async with heartbeats(_HEARTBEAT_SECONDS):
                    await asyncio.to_thread(self._in_the_night)
        raise _again(until_night(datetime.now(UTC)))

    def _in_the_night(self) -> None:
        """The one is done also where the other fails."""
        try:
            remove_what_is_due(self._client, self._database, self._outside)
        finally:
            remind_of_concerns(self._database, **self._sender)

    @property
    def activities(self) -> tuple[Callable[..., object], ...]:
        """All of them, for a worker."""
        return (self.relay, self.reconcile, self.retain)

    async def tell_what_is_left(self) -> None:
        silent: set[str] = set()
        while targets := await self._left(silent):
            answered = await gather_limited(_AT_A_TIME, self._tell, targets)
            silent |= {target for target, ok in zip(targets, answered, strict=True) if not ok}

    async def _left(self, but_not: Collection[str]) -> list[str]:
        before = datetime.now(UTC) - LEFT
        context = ReconcileContext(self._client, self._database)
        return await context.in_store(partial(_overdue, before=before, but_not=but_not))

    async def _tell(self, target: str) -> bool:
        """Says whether it has answered. One that does not, for whatever reason, keeps nobody else waiting."""
        try:
            answers = await self._relay.tell_all([target])
        except Exception as problem:  # noqa: BLE001
            # Of errors that are not our own sentences the text may hold anything.
            reason = str(problem) if isinstance(problem, TandemError) else None
            log.warning("message_waits", target=target, kind=type(problem).__name__, reason=reason)
            return False
        for answer in answers:
            if answer.refusal:
                kind, reason = answer.message.content.get("kind"), str(answer.refusal)
                log.warning("message_refused", target=target, message=kind, reason=reason)
        return True


@asynccontextmanager
async def periodic_activities(client: Client) -> AsyncIterator[None]:
    """Sees to it that all of them are on the server; whoever begins them second begins nothing."""
    beginning = asyncio.create_task(_keep_going(client))
    try:
        yield
    finally:
        beginning.cancel()
        with suppress(asyncio.CancelledError):
            await beginning


async def _keep_going(client: Client) -> None:
    while True:
        try:
            await begin(client, KINDS)
        except Exception as problem:  # noqa: BLE001
            log.warning("periodic_activity_not_started", kind=type(problem).__name__, reason=str(problem))
        await asyncio.sleep(_BEGIN_EVERY.total_seconds())


async def begin(client: Client, kinds: Iterable[str]) -> None:
    for kind in kinds:
        await client.start_activity(
            kind,
            id=f"tandem-{kind}",
            task_queue=PAIRINGS_QUEUE,
            start_to_close_timeout=_LONGEST,
            heartbeat_timeout=_SIGN_OF_LIFE,
            retry_policy=_IF_SOMETHING_IS_AWAY,
            id_conflict_policy=ActivityIDConflictPolicy.USE_EXISTING,
            priority=Priority(priority_key=Urgency.HIGH),
            summary=_SUMMARIES[kind],
        )


def _overdue(session: Session, before: datetime, but_not: Collection[str]) -> list[str]:
    return messages.overdue(session, before, _MANY, but_not)


def _again(after: timedelta) -> ApplicationError:
    """Not a failure: it has been done, and Temporal keeps the time until it is done again."""
    return ApplicationError(
        "Done; it is done again",
        type="Again",
        next_retry_delay=after,
        category=ApplicationErrorCategory.BENIGN,
    )
