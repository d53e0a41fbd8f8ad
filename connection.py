"""Reaching the Temporal server, and telling it what it must know of us."""

from datetime import timedelta

import structlog
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.envconfig import ClientConfig, ClientConnectConfig
from temporalio.runtime import Runtime
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import BadInput, Unreachable
from settings import Settings
from tracing.plugins import tracing_plugins
from workflows.names import SEARCH_ATTRIBUTES
from workflows.plugin import tandem_plugin

log = structlog.get_logger()


async def connect(settings: Settings, runtime: Runtime | None = None) -> Client:
    """A client for the server that Temporal's own variables and profile file name, else the
    embedded one; its metrics and logs go where `runtime` says.

    Raises Unreachable, saying where, if it does not answer; BadInput if they are wrong.
    """
    try:
        config = ClientConfig.load_client_connect_config()
    except (RuntimeError, OSError) as problem:
        raise BadInput(f"Temporal's own settings (TEMPORAL_*, or its profile file): {problem}") from None
    config.setdefault("target_host", settings.embedded_address)
    return await _connect(config, settings, runtime)


async def connect_embedded(settings: Settings) -> Client:
    """A client for the embedded server, whatever Temporal's own variables say."""
    return await _connect(ClientConnectConfig(target_host=settings.embedded_address), settings)


async def _connect(config: ClientConnectConfig, settings: Settings, runtime: Runtime | None = None) -> Client:
    plugins = [tandem_plugin(), *tracing_plugins(settings)]
    try:
        return await Client.connect(**config, plugins=plugins, runtime=runtime)
    except RuntimeError:
        raise Unreachable(
            f"The Temporal server at {config['target_host']} does not answer. Is it up? (tandem up)"
        ) from None


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
