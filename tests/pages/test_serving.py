"""The pages as a process that listens: who is slow is let go, and keeps nobody else waiting."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from domain.errors import Unreachable
from pages import form_body
from pages.app import create_app
from pages.serving import ImpatientProtocol, server
from services.context import Context
from storage.database import Database
from tests.ports import free_ports

pytestmark = pytest.mark.store


@contextmanager
def _listening(store: Database) -> Iterator[int]:
    """The port at which the pages listen."""

    async def away() -> object:
        raise Unreachable("The Temporal server is away.")

    (port,) = free_ports(1)
    app = create_app(lambda actor: Context(store, away, actor))  # type: ignore[arg-type]
    running = server(app, "127.0.0.1", port, "127.0.0.1")
    thread = threading.Thread(target=lambda: asyncio.run(running._serve()), daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield port
    running.should_exit = True
    thread.join(10)


def _sent(port: int, text: str) -> bytes:
    """What comes back until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(text.encode())
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_who_does_not_finish_asking_is_let_go(
    sqlite_store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImpatientProtocol, "within", 0.3)

    with _listening(sqlite_store) as port:
        assert _sent(port, "GET / HTTP/1.1\r\nHost: pages\r\nX-Slow: ") == b""
        assert b"200 OK" in _sent(port, "GET /health HTTP/1.1\r\nHost: pages\r\nConnection: close\r\n\r\n")


def test_a_form_that_does_not_arrive_in_time_is_refused(
    sqlite_store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form_body, "_WITHIN", 0.3)
    asks = "POST /to/x/introduction HTTP/1.1\r\nHost: pages\r\nConnection: close\r\nContent-Length: 100\r\n"

    with _listening(sqlite_store) as port:
        told = _sent(port, f"{asks}Content-Type: application/x-www-form-urlencoded\r\n\r\nanswer=")

    assert b"408 Request Timeout" in told
    assert b"That took too long" in told
