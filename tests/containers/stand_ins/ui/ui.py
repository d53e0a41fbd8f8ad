"""Asks the server as the Web UI does: with its own certificate, and with the token that it is called with.

GET shows the namespace that it is told to begin with; POST tries to end a workflow there.
"""

import asyncio
import os
from collections.abc import Coroutine
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, TLSConfig
from temporalio.service import RPCError


def _file(name: str) -> bytes:
    return Path(os.environ[f"TEMPORAL_TLS_{name}"]).read_bytes()


async def _client(token: str) -> Client:
    return await Client.connect(
        os.environ["TEMPORAL_ADDRESS"],
        namespace=os.environ["TEMPORAL_DEFAULT_NAMESPACE"],
        tls=TLSConfig(
            server_root_ca_cert=_file("CA"),
            client_cert=_file("CERT"),
            client_private_key=_file("KEY"),
            domain=os.environ["TEMPORAL_TLS_SERVER_NAME"],
        ),
        rpc_metadata={"authorization": token} if token else {},
    )


async def _namespace(token: str) -> str:
    client = await _client(token)
    wanted = DescribeNamespaceRequest(namespace=client.namespace)
    return (await client.workflow_service.describe_namespace(wanted)).namespace_info.name


async def _terminate(token: str) -> str:
    await (await _client(token)).get_workflow_handle("canary").terminate()
    return "terminated"


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer(_namespace(self.headers.get("Authorization", "")))

    def do_POST(self) -> None:
        self._answer(_terminate(self.headers.get("Authorization", "")))

    def _answer(self, asking: Coroutine[Any, Any, str]) -> None:
        try:
            status, said = 200, asyncio.run(asking)
        except RPCError as problem:
            status, said = 403, problem.status.name
        self.send_response(status)
        self.end_headers()
        self.wfile.write(said.encode())


HTTPServer(("0.0.0.0", 8080), _Page).serve_forever()
