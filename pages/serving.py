"""The pages as a process that listens."""

import uvicorn
from starlette.types import ASGIApp

_KEPT_OPEN = 15
"""Seconds for a connection on which nobody asks anything."""
_AT_ONCE = 200
"""Connections and requests; more are answered with 503."""
_STOPS_WITHIN = 10
"""Seconds for what is being answered when the process is asked to stop."""


def server(app: ASGIApp, host: str, port: int, proxies: str) -> uvicorn.Server:
    """Ready to run. `proxies`: who is believed about whose request it is, with commas between."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,  # it would log each link
            server_header=False,
            forwarded_allow_ips=proxies,
            timeout_keep_alive=_KEPT_OPEN,
            limit_concurrency=_AT_ONCE,
            timeout_graceful_shutdown=_STOPS_WITHIN,
            lifespan="off",
            ws="none",
        )
    )
