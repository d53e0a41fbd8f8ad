"""What a Temporal server must know, and be able to do, for Tandem."""

from collections.abc import Mapping
from datetime import timedelta

import structlog
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.errors import Refused
from temporal.diagnosis import server_answered
from workflows.names import SEARCH_ATTRIBUTES

log = structlog.get_logger()


async def register_search_attributes(client: Client) -> None:
    """Make the search attributes known to the server; harmless if they are. Raises Unreachable if it does
    not have our namespace, or answers with another error.

    Where an operator must do it (Temporal Cloud), it is only said which are missing. Raises Refused if one
    is known as something else: no workflow could tell where it stands, and all would stand still.
    """
    try:
        await _register_search_attributes(client)
    except RPCError as problem:
        if problem.status not in (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED):
            raise server_answered(problem) from None
        names = [key.name for key in SEARCH_ATTRIBUTES]
        log.warning("search_attributes_missing", names=names)


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
