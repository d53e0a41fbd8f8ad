"""What docs/operations/backup-and-restore.md says of Compose, line by line."""

import subprocess
from typing import Any

import pytest

from storage.database import Database
from tests.containers.stack import Stack
from tests.containers.waiting import until
from tests.docs.pages import blocks, text_of

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1500)]

_COMPOSE = "docker compose --file deploy/compose.yaml"


def test_a_store_that_is_lost_comes_back_from_its_dump(running: Stack) -> None:
    page = blocks(text_of("docs/operations/backup-and-restore.md"), "sh")
    back_up, restore = [block for block in page if _COMPOSE in block]
    before = _known(running)

    _do(running, back_up)
    owner = Database(running.database_url("tandem_owner"))
    with owner.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    owner.close()
    running.database.engine.dispose()
    _do(running, restore)

    until(lambda: running.health() == "healthy", seconds=60)
    assert _known(running) == before


def _known(running: Stack) -> list[Any]:
    return [running.tandem.read(*question) for question in (("pairing", "list"), ("mail", "list"))]


def _do(running: Stack, lines: str) -> None:
    """These lines of the page, on this stack rather than on the one that they name."""
    ours = lines.replace(_COMPOSE, " ".join(running.compose.compose_command_property))
    done = subprocess.run(
        ["/bin/sh", "-euc", ours], cwd=running.compose.context, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
