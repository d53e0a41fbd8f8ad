"""Everything one may ask of a running pairing, as typed methods."""

import asyncio
from datetime import timedelta

import structlog
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import (
    ActivityFailureError,
    Client,
    WorkflowHandle,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import (
    ActivityIDConflictPolicy,
    RetryPolicy,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)
from temporalio.envconfig import ClientConfig, ClientConnectConfig
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.dispatch import dispatch, recall
from domain.entry import Snapshot
from domain.errors import BadInput, NotFound, Refused, Unreachable
from domain.events import Attend, Event, LetterFailed, Reschedule
from domain.words import Stage
from settings import Settings
from workflows.names import (
    COHORT,
    MATCH,
    NEEDS_ATTENTION,
    PAIRINGS_QUEUE,
    SEARCH_ATTRIBUTES,
    STAGE,
    workflow_id,
)
from workflows.pairing import PairingWorkflow
from workflows.plugin import tandem_plugin
from workflows.start import PairingStart

log = structlog.get_logger()

_PATIENCE = timedelta(seconds=20)
_MATCHING = timedelta(minutes=5)
_NO_WORKER = (
    f"No worker has taken this up within {_PATIENCE.seconds} s. Is one running? (tandem up, or tandem "
    "worker) It may still be done when one comes: look at the pairing before you give the command again."
)


async def connect(settings: Settings) -> Client:
    """A client for the server that Temporal's own variables and profile file name, else the
    embedded one. Raises Unreachable, saying where, if it does not answer; BadInput if they are wrong."""
    try:
        config = ClientConfig.load_client_connect_config()
    except (RuntimeError, OSError) as problem:
        raise BadInput(f"Temporal's own settings (TEMPORAL_*, or its profile file): {problem}") from None
    config.setdefault("target_host", settings.embedded_address)
    return await _connect(config)


async def connect_embedded(settings: Settings) -> Client:
    """A client for the embedded server, whatever Temporal's own variables say."""
    return await _connect(ClientConnectConfig(target_host=settings.embedded_address))


async def _connect(config: ClientConnectConfig) -> Client:
    try:
        return await Client.connect(**config, plugins=[tandem_plugin()])
    except RuntimeError:
        raise Unreachable(
            f"The Temporal server at {config['target_host']} does not answer. Is it up? (tandem up)"
        ) from None


class Pairings:
    """The pairings that live on this server."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def start(self, start: PairingStart) -> bool:
        """Begin this pairing's life unless it has begun. Says whether it was new."""
        attributes = TypedSearchAttributes(
            [
                SearchAttributePair(COHORT, start.cohort),
                SearchAttributePair(STAGE, Stage.APPLICATION.value),
                SearchAttributePair(NEEDS_ATTENTION, value=False),
            ]
        )
        try:
            await self._client.start_workflow(
                PairingWorkflow.run,
                start,
                id=workflow_id(start.pairing),
                task_queue=PAIRINGS_QUEUE,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
                search_attributes=attributes,
                static_summary=f"Pairing {start.pairing}, {start.arrangement}",
                static_details=f"One pair of cohort {start.cohort}. Who they are is in Tandem's store only.",
            )
        except WorkflowAlreadyStartedError:
            return False
        return True

    async def tell(self, pairing: str, event: Event) -> Snapshot:
        """Tell a pairing that something happened; returns how it stands once that is recorded.

        Raises Refused with the domain's sentence if the rules do not allow it, NotFound if no such
        pairing runs.
        """
        try:
            snapshot: Snapshot = await self.handle(pairing).execute_update(
                event.kind, event, result_type=Snapshot, rpc_timeout=_PATIENCE
            )
        except WorkflowUpdateFailedError as failure:
            raise Refused(_sentence(failure)) from None
        except WorkflowUpdateRPCTimeoutOrCancelledError:
            asking = asyncio.current_task()
            if asking and asking.cancelling():
                raise asyncio.CancelledError from None
            raise Unreachable(_NO_WORKER) from None
        except RPCError as problem:
            raise _said(problem, pairing) from None
        return snapshot

    async def signal(self, pairing: str, event: Attend | Reschedule | LetterFailed) -> None:
        """Tell a pairing something without waiting for an answer. Raises NotFound."""
        names = {Attend: "bulk_attendance", Reschedule: "reschedule", LetterFailed: "letter_failed"}
        try:
            await self.handle(pairing).signal(names[type(event)], event)
        except RPCError as problem:
            raise _said(problem, pairing) from None

    async def state(self, pairing: str) -> Snapshot | None:
        """How the pairing stands, as last recorded. Raises NotFound."""
        try:
            state: Snapshot | None = await self.handle(pairing).query("state", result_type=Snapshot)
        except RPCError as problem:
            raise _said(problem, pairing) from None
        return state

    async def deliver_again(self, letter: str) -> None:
        """Have this letter of the outbox delivered now, however long it was to wait."""
        await recall(self._client, letter)
        await dispatch(self._client, [letter])

    def handle(self, pairing: str) -> WorkflowHandle[PairingWorkflow, Stage]:
        return self._client.get_workflow_handle_for(PairingWorkflow.run, workflow_id(pairing))


def _sentence(failure: WorkflowUpdateFailedError) -> str:
    return failure.cause.message if isinstance(failure.cause, ApplicationError) else str(failure.cause)


def _said(problem: RPCError, pairing: str) -> Exception:
    if problem.status is RPCStatusCode.NOT_FOUND:
        return NotFound(f"Pairing {pairing} is not running: it is over, or there is none of that id.")
    if problem.status in (RPCStatusCode.UNAVAILABLE, RPCStatusCode.DEADLINE_EXCEEDED):
        return Unreachable(f"The Temporal server does not answer: {problem.message}")
    return problem


async def register_search_attributes(client: Client) -> None:
    """Make the search attributes known to the server; harmless if they are.

    Where an operator must do it (Temporal Cloud), it is only said which are missing.
    """
    try:
        await _register_search_attributes(client)
    except RPCError as problem:
        if problem.status not in (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED):
            raise
        names = [key.name for key in SEARCH_ATTRIBUTES]
        log.warning("search attributes must be registered by an operator", names=names)


async def _register_search_attributes(client: Client) -> None:
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    missing = {
        key.name: IndexedValueType.ValueType(int(key.indexed_value_type))
        for key in SEARCH_ATTRIBUTES
        if key.name not in listed.custom_attributes
    }
    if missing:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
        )


async def keep_closed(client: Client, retention: timedelta) -> None:
    """Let the server keep workflows for this long after they are over."""
    config = NamespaceConfig()
    config.workflow_execution_retention_ttl.FromTimedelta(retention)
    await client.workflow_service.update_namespace(
        UpdateNamespaceRequest(namespace=client.namespace, config=config)
    )


async def is_ready(client: Client) -> bool:
    """Whether the server's namespace answers."""
    try:
        await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=client.namespace))
    except RPCError:
        return False
    return True


async def draft_matches(client: Client, cohort: str) -> None:
    """Have a worker make a new draft of this cohort's matches, and wait for it.

    Raises Refused if a pin breaks a rule, Unreachable if no worker makes it in time.
    """
    try:
        await client.execute_activity(
            MATCH,
            cohort,
            id=f"match:{cohort}",
            task_queue=PAIRINGS_QUEUE,
            schedule_to_close_timeout=_MATCHING,
            retry_policy=RetryPolicy(non_retryable_error_types=[Refused.__name__, BadInput.__name__]),
            id_conflict_policy=ActivityIDConflictPolicy.USE_EXISTING,
            summary="Draft the matches",
        )
    except ActivityFailureError as failure:
        if isinstance(failure.cause, ApplicationError):
            raise Refused(failure.cause.message) from None
        raise Unreachable(_NO_WORKER) from None
