"""The door to the embedded server's Web UI, which itself answers whatever host it is asked for.

A page of the web whose name was pointed at this machine asks for that name, and is refused: it could read,
and end, what goes on here. A browser keeps one host to a connection, so the first request tells. The Web UI
listens where such a page would have to guess: at one of the sixteen million addresses of this machine's own
network, where the system has them (Linux), and at a port by chance.
"""

import asyncio
import re
import secrets
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from typing import NamedTuple

LOOPBACK = "127.0.0.1"
_LONGEST_HEAD = 64 * 1024
_PATIENCE = 30
"""Seconds for a request to begin."""
_HOST = re.compile(rb"^host:[ \t]*(\S+)[ \t]*\r$", re.IGNORECASE | re.MULTILINE)
_REFUSAL = b"HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class HiddenAddress(NamedTuple):
    host: str
    port: int


def hidden_address() -> HiddenAddress:
    """Where the Web UI listens, free just now."""
    host = f"127.{'.'.join(str(secrets.randbelow(254) + 1) for _ in range(3))}"
    with socket.socket() as probe:
        probe.bind((host if sys.platform == "linux" else LOOPBACK, 0))
        return HiddenAddress(*probe.getsockname())


@asynccontextmanager
async def web_ui_door(port: int, behind: HiddenAddress) -> AsyncIterator[None]:
    """Open at this port of this machine, for as long as the context lasts."""
    hosts = {f"{name}:{port}".encode() for name in (LOOPBACK, "localhost")}

    async def let_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer), suppress(OSError, TimeoutError, asyncio.IncompleteReadError, ValueError):
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _PATIENCE)
            if set(_HOST.findall(head)) <= hosts and _HOST.search(head):
                await _pass_on(head, reader, writer, behind)
            else:
                writer.write(_REFUSAL)
                await writer.drain()

    server = await asyncio.start_server(let_in, LOOPBACK, port, limit=_LONGEST_HEAD)
    try:
        yield
    finally:
        server.close()


async def _pass_on(
    head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, behind: HiddenAddress
) -> None:
    from_ui, to_ui = await asyncio.open_connection(*behind)
    to_ui.write(head)
    await asyncio.gather(_copy(reader, to_ui), _copy(from_ui, writer))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with closing(writer), suppress(OSError):
        while data := await reader.read(_LONGEST_HEAD):
            writer.write(data)
            await writer.drain()
