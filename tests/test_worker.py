"""What a worker sees to before it begins."""

import asyncio
from pathlib import Path

import pytest

from domain.errors import NotFound
from settings import Settings
from storage.database import Database
from tests.storage.migrating import downgrade
from worker import run_worker


def test_a_worker_whose_tables_are_of_an_earlier_version_does_not_begin(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    database = Database(settings.store_url)
    database.upgrade()
    downgrade(database, "-1")
    database.close()

    with pytest.raises(NotFound, match=r"are of an earlier version; run: tandem db upgrade$"):
        asyncio.run(run_worker(settings))
