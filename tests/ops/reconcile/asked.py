"""What the server is asked: how often each kind of question."""

from collections import Counter
from typing import Any

from temporalio.client import Client, Interceptor, OutboundInterceptor


class _Counting(OutboundInterceptor):
    def __init__(self, following: OutboundInterceptor, asked: Counter[str]) -> None:
        super().__init__(following)
        self._asked = asked

    def list_workflows(self, asked: Any) -> Any:
        self._asked["list"] += 1
        return super().list_workflows(asked)

    async def count_workflows(self, asked: Any) -> Any:
        self._asked["count"] += 1
        return await super().count_workflows(asked)

    async def describe_workflow(self, asked: Any) -> Any:
        self._asked["describe"] += 1
        return await super().describe_workflow(asked)

    async def start_workflow(self, asked: Any) -> Any:
        self._asked["start"] += 1
        return await super().start_workflow(asked)

    async def query_workflow(self, asked: Any) -> Any:
        self._asked["query"] += 1
        return await super().query_workflow(asked)

    def list_activities(self, asked: Any) -> Any:
        self._asked["list deliveries"] += 1
        return super().list_activities(asked)

    async def count_activities(self, asked: Any) -> Any:
        self._asked["count deliveries"] += 1
        return await super().count_activities(asked)


class _Interceptor(Interceptor):
    def __init__(self, asked: Counter[str]) -> None:
        self._asked = asked

    def intercept_client(self, following: OutboundInterceptor) -> OutboundInterceptor:
        return _Counting(following, self._asked)


def counting(client: Client) -> tuple[Client, Counter[str]]:
    """The same client, and what it is asked from now on."""
    asked, config = Counter[str](), client.config()
    config["interceptors"] = [*config["interceptors"], _Interceptor(asked)]
    return Client(**config), asked
