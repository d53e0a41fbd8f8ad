"""Stores without any tables."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A fresh store without tables, once on SQLite and once on PostgreSQL."""
    made = empty_store(request, tmp_path)
    yield made
    made.close()


def empty_store(request: pytest.FixtureRequest, folder: Path) -> Database:
    """A fresh store without tables, of the kind that the fixture is asked for."""
    if request.param == "sqlite":
        return Database(f"sqlite:///{folder / 'empty.db'}")
    return Database(_empty_postgres(request.getfixturevalue("postgres_url")))


def _empty_postgres(server: str) -> str:
    name = f"tandem_empty_{uuid4().hex[:8]}"
    admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
