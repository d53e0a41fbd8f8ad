"""People and actors are written down once, whoever is first."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest
from sqlalchemy.orm import Session

from storage.database import Database
from storage.engine import ON_REQUEST
from storage.people import get_or_create_actor, get_or_create_person

pytestmark = pytest.mark.store


@pytest.mark.parametrize(
    "get_or_create",
    [
        lambda session: get_or_create_actor(session, "kate"),
        lambda session: get_or_create_person(session, "Ann", "ann@uni.example"),
    ],
    ids=["actor", "person"],
)
def test_whoever_is_new_to_two_at_once_is_one(
    database: Database, get_or_create: Callable[[Session], str]
) -> None:
    """The second looks before the first has committed."""
    written = Event()

    def first() -> str:
        with database.begin() as session:
            made = get_or_create(session)
            written.set()
            time.sleep(0.2)
            return made

    def second(store: Database) -> str:
        written.wait()
        with store.begin() as session:
            return get_or_create(session)

    with closing(Database(database._url, ON_REQUEST)) as store, ThreadPoolExecutor(2) as two:
        one, other = two.submit(first), two.submit(second, store)

        assert one.result() == other.result()
