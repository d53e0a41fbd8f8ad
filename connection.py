"""Reaching the Temporal server, and telling it what it must know of us."""

from collections.abc import Mapping
from datetime import timedelta

import structlog
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.envconfig import ClientConfig, ClientConnectConfig
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import BadInput, Refused, Unreachable
from settings import Settings
from workflows.names import SEARCH_ATTRIBUTES
from workflows.plugin import tandem_plugin

log = structlog.get_logger()


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


async def register_search_attributes(client: Client) -> None:
    """Make the search attributes known to the server; harmless if they are.

    Where an operator must do it (Temporal Cloud), it is only said which are missing. Raises Refused if one
    is known as something else: no life could tell where it stands, and all would stand still.
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
