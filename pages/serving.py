"""The pages as a process that listens."""

import asyncio
from typing import Any, ClassVar

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from pages.proxies import behind

_KEPT_OPEN = 15
"""Seconds for a connection on which nobody asks anything."""
_AT_ONCE = 200
"""Connections and requests; more are answered with 503."""
_STOPS_WITHIN = 10
"""Seconds for what is being answered when the process is asked to stop."""


class ImpatientProtocol(H11Protocol):
    """Lets go of whoever does not say in time what they ask for; uvicorn alone would wait for ever."""

    within: ClassVar[float] = 10.0
    """Seconds from the connection, or the answer before, until the next request's headers are there."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait_for_headers()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._timer.cancel()
        super().connection_lost(exc)

    def _wait_for_headers(self) -> None:
        self._timer: asyncio.TimerHandle = self.loop.call_later(self.within, self._let_go)

    def _let_go(self) -> None:
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()


def server(app: ASGIApp, host: str, port: int, proxies: str) -> uvicorn.Server:
    """Ready to run. `proxies`: who is believed about whose request it is, with commas between."""
    return uvicorn.Server(
        uvicorn.Config(
            behind(app, proxies),
            host=host,
            port=port,
            http=ImpatientProtocol,
            log_config=None,
            access_log=False,  # it would log each link
            server_header=False,
            proxy_headers=False,  # it would believe a client that names another before a proxy adds its own
            timeout_keep_alive=_KEPT_OPEN,
            limit_concurrency=_AT_ONCE,
            timeout_graceful_shutdown=_STOPS_WITHIN,
            lifespan="off",
            ws="none",
        )
    )
