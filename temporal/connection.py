"""Reaching the Temporal server, and telling it what it must know of us."""

import os
import socket
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import structlog
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.envconfig import ClientConfig, ClientConnectConfig
from temporalio.runtime import Runtime
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import BadInput, Refused, Unreachable
from domain.suggestion import suggest
from settings import Settings
from temporal.diagnosis import server_answered
from temporal.plugin import tandem_plugin
from temporal.tracing.plugins import tracing_plugins
from temporal.version import this_version
from workflows.names import SEARCH_ATTRIBUTES

log = structlog.get_logger()


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
    plugins = [tandem_plugin(), *tracing_plugins(settings)]
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


async def register_search_attributes(client: Client) -> None:
    """Make the search attributes known to the server; harmless if they are. Raises Unreachable if it does
    not have our namespace, or answers with another error.

    Where an operator must do it (Temporal Cloud), it is only said which are missing. Raises Refused if one
    is known as something else: no life could tell where it stands, and all would stand still.
    """
    try:
        await _register_search_attributes(client)
    except RPCError as problem:
        if problem.status not in (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED):
            raise server_answered(problem) from None
        names = [key.name for key in SEARCH_ATTRIBUTES]
        log.warning("search attributes must be registered by an operator", names=names)


async def _register_search_attributes(client: Client) -> None:
    listed = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    wanted = {key.name: IndexedValueType.ValueType(int(key.indexed_value_type)) for key in SEARCH_ATTRIBUTES}
    _check_types(wanted, listed.custom_attributes)
    missing = {name: kind for name, kind in wanted.items() if name not in listed.custom_attributes}
    if missing:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
        )


def _check_types(
    wanted: Mapping[str, IndexedValueType.ValueType], known: Mapping[str, IndexedValueType.ValueType]
) -> None:
    """The server itself takes no notice of a second type for a name that it knows."""
    for name, kind in wanted.items():
        if known.get(name, kind) != kind:
            was, should = (_spoken(each) for each in (known[name], kind))
            raise Refused(
                f"The Temporal server knows the search attribute {name} as {was}, and Tandem needs it as "
                f"{should}. Have it removed: temporal operator search-attribute remove --name {name}"
            )


def _spoken(kind: IndexedValueType.ValueType) -> str:
    return IndexedValueType.Name(kind).removeprefix("INDEXED_VALUE_TYPE_").lower()


async def check_standalone_activities(client: Client) -> None:
    """Raises Refused if the server has no standalone activities, as which letters are delivered; Unreachable
    if it answers with another error."""
    try:
        await client.count_activities()
    except RPCError as problem:
        if problem.status is not RPCStatusCode.UNIMPLEMENTED:
            raise server_answered(problem) from None
        raise Refused(
            "The Temporal server has no standalone activities, and letters are delivered as such. Server "
            "1.32 has them; in 1.31, or where they are switched off, set activity.enableStandalone in its "
            "dynamic configuration (deploy/README.md#temporal)."
        ) from None


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
