"""Reaching the Temporal server, in a namespace that is of one store: ids are the same in every store.

The first worker writes its store's id there, as a schedule that never runs. That takes no other rights than
the coordinators' mornings do, on the embedded server, a cluster and Temporal Cloud alike; the namespace's own
data would take its administrator.
"""

import os
import socket
from pathlib import Path

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleSpec,
    ScheduleState,
)
from temporalio.envconfig import ClientConfig, ClientConnectConfig
from temporalio.runtime import Runtime
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import BadInput, Refused, Unreachable
from domain.suggestion import suggest
from settings import Settings
from temporal.codec import codec_of
from temporal.diagnosis import server_answered
from temporal.plugin import tandem_plugin
from temporal.tracing.plugins import tracing_plugins
from temporal.version import this_version
from workflows.names import PAIRINGS_QUEUE

_WHY = {
    "UnknownIssuer": "shows a certificate that nobody we trust vouches for (TEMPORAL_TLS_SERVER_CA_CERT_PATH "
    "says whom we trust)",
    "InvalidCertificate(Expired": "shows a certificate that has expired",
    "NotValidForName": "shows a certificate for another name (TEMPORAL_TLS_SERVER_NAME)",
    "InvalidContentType": "does not speak TLS, but a certificate, an API key or TEMPORAL_TLS asks for it",
    "ParseError": "was not asked: our certificate or its key is not PEM (TEMPORAL_TLS_CLIENT_CERT_PATH)",
    "Unauthenticated": "does not accept our API key (TEMPORAL_API_KEY)",
    "PermissionDenied": "does not let us in (TEMPORAL_API_KEY, TEMPORAL_NAMESPACE)",
    "TimeoutExpired": "takes a connection, but does not answer in time",
    "call error after connection": "answers, but hangs up. It may want TLS (TEMPORAL_TLS), or a client "
    "certificate that it accepts (TEMPORAL_TLS_CLIENT_CERT_PATH), one that has not expired",
    "dns error": "cannot be found: there is no such host",
}
"""What the SDK's words mean; the first that is found in them."""
_NO_ANSWER = f"does not answer. Is it up? ({suggest('up')})"


async def connect(settings: Settings, runtime: Runtime | None = None) -> Client:
    """A client for the server that Temporal's own variables and profile file name, else the
    embedded one; its metrics and logs go where `runtime` says.

    Raises Unreachable, saying where and why, if it cannot be spoken to; BadInput if they are wrong.
    """
    config = _as_temporal_says()
    config.setdefault("target_host", settings.embedded_address)
    return await _connect(config, settings, runtime)


async def connect_embedded(settings: Settings) -> Client:
    """A client for the embedded server, whatever Temporal's own variables say."""
    return await _connect(ClientConnectConfig(target_host=settings.embedded_address), settings)


def _as_temporal_says() -> ClientConnectConfig:
    """A variable that is set to nothing is not set: an empty key would ask for TLS."""
    variables = {name: value for name, value in os.environ.items() if value}
    file = variables.get("TEMPORAL_CONFIG_FILE")
    if file and not Path(file).exists():
        raise BadInput(f"TEMPORAL_CONFIG_FILE: there is no {file}.")
    try:
        return ClientConfig.load_client_connect_config(override_env_vars=variables)
    except (RuntimeError, OSError) as problem:
        raise _wrong(problem) from None


def _wrong(problem: Exception) -> BadInput:
    """Without the lines that repeat what stands in the profile file, which may be a key."""
    what = str(problem).partition("\n")[0]
    return BadInput(f"Temporal's own settings (TEMPORAL_*, or its profile file): {what}")


async def _connect(config: ClientConnectConfig, settings: Settings, runtime: Runtime | None = None) -> Client:
    plugins = [tandem_plugin(codec_of(settings)), *tracing_plugins(settings)]
    try:
        return await Client.connect(**config, plugins=plugins, runtime=runtime, identity=_identity())
    except ValueError as problem:
        raise _wrong(problem) from None
    except RuntimeError as problem:
        raise Unreachable(f"The Temporal server at {config['target_host']} {_why(problem)}") from None


def _why(problem: Exception) -> str:
    return next((f"{why}." for words, why in _WHY.items() if words in str(problem)), _NO_ANSWER)


def _identity() -> str:
    """What the Web UI calls this process: which version of Tandem it is, and where to find it."""
    return f"tandem {this_version()} {os.getpid()}@{socket.gethostname()}"


async def is_ready(client: Client) -> bool:
    """Whether the server's namespace answers."""
    try:
        await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=client.namespace))
    except RPCError:
        return False
    return True


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
