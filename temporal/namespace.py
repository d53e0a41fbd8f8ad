"""A namespace of the Temporal server is of one store: the ids of workflows are the same in every store.

The first worker writes its store's id there, as a schedule that never runs. That takes no other rights than
the coordinators' mornings do, on the embedded server, a cluster and Temporal Cloud alike; the namespace's own
data would take its administrator.
"""

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleSpec,
    ScheduleState,
)
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import Refused
from temporal.diagnosis import server_answered
from workflows.names import PAIRINGS_QUEUE

SENTINEL = "tandem-store"
"""The schedule, whose memo says the store's id under the same name."""
_NOTE = "Says which store this namespace is of, and never runs: docs/operations/backup-and-restore.md"


async def claim_namespace(client: Client, store: str) -> None:
    """Make the namespace this store's if it is nobody's yet. Raises as `check_namespace`."""
    try:
        if await _owner(client) is None:
            await _write(client, store)
    except RPCError as problem:
        raise server_answered(problem) from None
    await check_namespace(client, store)


async def check_namespace(client: Client, store: str) -> None:
    """Raises Refused if the namespace is another store's than that of this id, Unreachable if the server does
    not answer."""
    try:
        owner = await _owner(client)
    except RPCError as problem:
        raise server_answered(problem) from None
    if owner not in (None, store):
        raise Refused(
            f"Namespace {client.namespace} of the Temporal server belongs to another store than this one. "
            "Nothing was changed: check TANDEM_DATABASE_URL, TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE."
        )


async def _owner(client: Client) -> str | None:
    """The id of the store that has claimed the namespace. Raises RPCError."""
    try:
        found = await client.get_schedule_handle(SENTINEL).describe()
    except RPCError as problem:
        if problem.status is RPCStatusCode.NOT_FOUND:
            return None
        raise
    owner: str = await found.memo_value(SENTINEL, type_hint=str)
    return owner


async def _write(client: Client, store: str) -> None:
    """Unless another worker has just done so. Raises RPCError."""
    never = ScheduleActionStartWorkflow("Nothing", id=SENTINEL, task_queue=PAIRINGS_QUEUE)
    schedule = Schedule(action=never, spec=ScheduleSpec(), state=ScheduleState(note=_NOTE, paused=True))
    try:
        await client.create_schedule(SENTINEL, schedule, memo={SENTINEL: store})
    except ScheduleAlreadyRunningError:
        return
