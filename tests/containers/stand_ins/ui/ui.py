"""Shows what the Web UI asks the server for first: the namespace that it is told to begin with."""

import asyncio
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client


async def _namespace() -> str:
    client = await Client.connect(os.environ["TEMPORAL_ADDRESS"])
    wanted = DescribeNamespaceRequest(namespace=os.environ["TEMPORAL_DEFAULT_NAMESPACE"])
    return (await client.workflow_service.describe_namespace(wanted)).namespace_info.name


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = asyncio.run(_namespace())
        self.send_response(200)
        self.end_headers()
        self.wfile.write(found.encode())


HTTPServer(("0.0.0.0", 8080), _Page).serve_forever()
