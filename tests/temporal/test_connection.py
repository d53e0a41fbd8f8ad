"""What the Temporal server must know of Tandem before its first workflow."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from domain.errors import Refused
from temporal.server_setup import register_search_attributes
from tests.world import World
from workflows.names import SEARCH_ATTRIBUTES, STAGE

pytestmark = pytest.mark.server

_PATIENCE = 20
"""Seconds for the server to know a namespace everywhere."""


async def _new_namespace(world: World, kind: "IndexedValueType.ValueType") -> Client:
    """One that knows the stage as this, and nothing else of Tandem's."""
    name = f"namespace-{uuid4().hex[:8]}"
    wanted = RegisterNamespaceRequest(namespace=name)
    wanted.workflow_execution_retention_period.FromTimedelta(timedelta(days=1))
    await world.client.workflow_service.register_namespace(wanted)
    client = Client(world.client.service_client, namespace=name)
    known = AddSearchAttributesRequest(namespace=name, search_attributes={STAGE.name: kind})
    async with asyncio.timeout(_PATIENCE):
        while not await _is_added(client, known):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return client


async def _is_added(client: Client, known: AddSearchAttributesRequest) -> bool:
    try:
        await client.operator_service.add_search_attributes(known)
    except RPCError:
        return False
    return STAGE.name in await _known(client)


async def _known(client: Client) -> dict[str, int]:
    question = ListSearchAttributesRequest(namespace=client.namespace)
    return dict((await client.operator_service.list_search_attributes(question)).custom_attributes)


async def test_missing_search_attributes_are_added_however_often_it_is_asked_for(world: World) -> None:
    client = await _new_namespace(world, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)

    for _ in range(2):
        await register_search_attributes(client)

    wanted = {key.name: int(key.indexed_value_type) for key in SEARCH_ATTRIBUTES}
    async with asyncio.timeout(_PATIENCE):
        while (await _known(client)).items() < wanted.items():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert (await _known(client)).items() >= wanted.items()


async def test_a_search_attribute_of_another_type_is_refused_with_a_sentence(world: World) -> None:
    client = await _new_namespace(world, IndexedValueType.INDEXED_VALUE_TYPE_TEXT)

    with pytest.raises(Refused, match=r"knows the search attribute TandemStage as text, .* as keyword"):
        await register_search_attributes(client)
