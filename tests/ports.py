"""Ports for the servers of a test."""

import random
import socket


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on now, from below those that systems give to outgoing connections: one
    of these could take a port before our server does."""
    found: set[int] = set()
    while len(found) < count:
        port = random.SystemRandom().randrange(10_240, 32_768)
        if not _is_listening(port):
            found.add(port)
    return list(found)


def _is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
