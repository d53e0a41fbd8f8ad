"""What a worker sees to before it begins."""

import asyncio
from pathlib import Path

import pytest

from domain.errors import NotFound
from settings import Settings
from storage.database import Database
from tests.storage.migrating import release_the_next
from worker import run_worker

pytestmark = pytest.mark.store


def test_a_worker_whose_tables_are_of_an_earlier_version_does_not_begin(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path)
    database = Database(settings.store_url)
    database.upgrade()
    release_the_next(monkeypatch, tmp_path)
    database.close()

    with pytest.raises(NotFound, match=r"are of an earlier version; run: ⟦db upgrade⟧$"):
        asyncio.run(run_worker(settings))
