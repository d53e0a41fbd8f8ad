"""Stores of other versions."""

from pathlib import Path
from shutil import copytree

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import storage.migrations
from storage.database import Database

FOLDER = Path(str(storage.migrations.__file__)).parent
_NEXT = """
revision = "0002"
down_revision = "0001"


def upgrade() -> None: ...
def downgrade() -> None: ...
"""


def release_the_next(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """From now on this code is of a version that has one migration more."""
    copytree(FOLDER, folder / "migrations")
    (folder / "migrations/versions/0002_next.py").write_text(_NEXT)
    monkeypatch.setattr("storage.database._MIGRATIONS", folder / "migrations")


def downgrade(database: Database, revision: str) -> None:
    """Bring the tables down to this version."""
    with database.migrating() as connection:
        command.downgrade(_config(connection), revision)


def _config(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
