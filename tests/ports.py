"""Ports for the servers of a test."""

import os
import random
import socket

_PROCESSES = 8
_PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % _PROCESSES


def free_ports(count: int) -> list[int]:
    """Ports that nobody has now, from below those that systems give to outgoing connections: one of these
    could take a port before our server does. Each process of a run has its own."""
    found: set[int] = set()
    while len(found) < count:
        port = random.SystemRandom().randrange(10_240 + _PROCESS, 32_768, _PROCESSES)
        if not _is_taken(port):
            found.add(port)
    return list(found)


def _is_taken(port: int) -> bool:
    """Also by who has only bound it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
