"""Whatever of the embedded server speaks HTTP answers its own host only: a page of the web whose name was
pointed at this machine reads nothing, and ends nothing."""

import asyncio
import http.client
import os

import psutil
import pytest

from ops.local.web_ui import LOOPBACK
from tests.world import World

pytestmark = pytest.mark.server

_THEIRS = "elsewhere.example"
_PATIENCE = 20


def _ask(port: int, host: str, path: str = "/api/v1/namespaces", method: str = "GET") -> int:
    """The status of the answer; 0 if it is no HTTP."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    try:
        connection.request(method, path, headers={"Host": host})
        return connection.getresponse().status
    except (http.client.HTTPException, OSError):
        return 0
    finally:
        connection.close()


@pytest.mark.parametrize("name", [LOOPBACK, "localhost"])
async def test_the_web_ui_answers_under_its_own_names(world: World, name: str) -> None:
    port = world.settings.ui_port
    for path in ("/", "/api/v1/namespaces", "/namespaces/default/workflows"):
        # Its own connection to the server comes up within a second or two.
        async with asyncio.timeout(_PATIENCE):
            while await asyncio.to_thread(_ask, port, f"{name}:{port}", path) != 200:  # noqa: ASYNC110
                await asyncio.sleep(0.1)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("host", [f"{_THEIRS}:PORT", _THEIRS, LOOPBACK, f"x{LOOPBACK}:PORT", f"{LOOPBACK}:1"])
async def test_under_another_name_it_answers_nobody(world: World, host: str, method: str) -> None:
    port = world.settings.ui_port
    assert await asyncio.to_thread(_ask, port, host.replace("PORT", str(port)), "/", method) == 421


async def test_a_request_that_names_two_hosts_or_none_is_refused(world: World) -> None:
    port = world.settings.ui_port
    own, theirs = f"Host: {LOOPBACK}:{port}\r\n", f"hOsT:{_THEIRS}\r\n"
    for hosts in (own + theirs, theirs + own, ""):
        reader, writer = await asyncio.open_connection(LOOPBACK, port)
        writer.write(f"GET /api/v1/namespaces HTTP/1.1\r\n{hosts}\r\n".encode())
        assert (await reader.readline()).startswith(b"HTTP/1.1 421"), hosts
        writer.close()


async def test_no_other_port_of_the_server_tells_such_a_page_anything(world: World) -> None:
    ours = psutil.Process(os.getpid())
    (server,) = [
        child
        for child in ours.children()
        if f"--port {world.settings.temporal_port}" in " ".join(child.cmdline())
    ]
    listening = [c.laddr for c in server.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    ports = {address.port for address in listening if address.ip == LOOPBACK}

    assert len(ports) >= 2
    for port in ports:
        answered = await asyncio.to_thread(_ask, port, f"{_THEIRS}:{port}")
        assert answered not in range(200, 400), port
    assert [address.ip for address in listening if address.ip != LOOPBACK]
