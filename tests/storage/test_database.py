import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from traceback import format_exception
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError

from domain.errors import BadInput, NotFound, Unreachable
from storage.database import Database, StoreError
from storage.tables.entities import CohortRow, PairingRow
from storage.tables.matching import DraftRow
from storage.tables.people import PersonRow
from tests.every import every
from tests.living import utc
from tests.ports import free_ports
from tests.world import written_down

pytestmark = pytest.mark.store


def _people(database: Database) -> int:
    with database.begin() as session:
        return session.scalar(select(func.count()).select_from(PersonRow)) or 0


def _person(number: int = 1) -> PersonRow:
    return PersonRow(id=str(number), email=f"ann{number}@uni.example", name="Ann")


def _fail_halfway(database: Database) -> None:
    with database.begin() as session:
        session.add(_person())
        session.flush()
        raise RuntimeError("halfway")


def test_a_transaction_is_committed_at_its_end(database: Database) -> None:
    with database.begin() as session:
        session.add(_person())

    assert _people(database) == 1


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="halfway"):
        _fail_halfway(database)

    assert _people(database) == 0


def test_a_row_that_refers_to_nothing_is_refused(database: Database) -> None:
    with pytest.raises(StoreError), database.begin() as session:
        session.add(DraftRow(cohort="no-such-cohort", number=1, draft={}, made_at=utc(2027, 6, 1)))


def test_an_error_tells_no_name_and_no_address(database: Database) -> None:
    with database.begin() as session:
        session.add(_person())
    same_id = PersonRow(id="1", email="canary@uni.example", name="Canary")

    with pytest.raises(StoreError) as told, database.begin() as session:
        session.add(same_id)

    assert "canary" not in _all_told(told.value)


def _all_told(problem: BaseException) -> str:
    """What a log would show of this: the error and everything it says it was caused by."""
    return "".join(format_exception(problem)).lower()


def test_an_error_names_its_kind_and_on_postgresql_the_rule_that_was_broken(database: Database) -> None:
    with database.begin() as session:
        session.add(_person())

    with pytest.raises(StoreError) as told, database.begin() as session:
        session.add(PersonRow(id="2", email="ann1@uni.example", name="Ann"))

    assert (
        str(told.value)
        == {
            "sqlite": "IntegrityError: refused by the database",
            "postgresql": 'UniqueViolation: duplicate key value violates unique constraint "uq_people_email"',
        }[database.engine.dialect.name]
    )


@pytest.fixture
def new_store(tmp_path: Path) -> Iterator[Database]:
    """A store whose file has no room in it that was used before."""
    made = Database(f"sqlite:///{tmp_path / 'tandem.db'}")
    made.upgrade()
    yield made
    made.close()


def test_a_full_disk_is_called_one_and_nothing_is_lost_that_was_there(new_store: Database) -> None:
    with new_store.begin() as session:
        session.add(_person())
    with new_store.engine.connect() as connection:
        connection.execute(text("PRAGMA max_page_count = 1"))  # it may not grow, as on a full disk

    with pytest.raises(Unreachable, match="no room left on the disk"), new_store.begin() as session:
        session.add_all([PersonRow(id=f"x{n}", email=f"x{n}@uni.example", name="x" * 900) for n in range(99)])
    assert _people(new_store) == 1

    with new_store.engine.connect() as connection:
        connection.execute(text("PRAGMA max_page_count = 100000"))
    with new_store.begin() as session:
        session.add(_person(2))
    assert _people(new_store) == 2


def test_a_database_that_can_only_be_read_is_called_so_and_not_a_mistake_of_ours(database: Database) -> None:
    with pytest.raises(Unreachable, match="can only be read, and not written to"):
        _write_where_it_is_only_read(database)
    database.engine.dispose()  # SQLite's connection would go on so


def _write_where_it_is_only_read(database: Database) -> None:
    said = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}
    with database.begin() as session:
        session.execute(text(said[database.engine.dialect.name]))
        session.add(_person())


@every("content", [b"a photograph" * 1000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_store_is_called_damaged(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "tandem.db"
    file.write_bytes(content)
    store = Database(f"sqlite:///{file}")

    with pytest.raises(Unreachable, match="is damaged, or none: "), store.begin() as session:
        session.execute(select(PersonRow))
    with pytest.raises(Unreachable, match="is damaged, or none: "):
        store.upgrade()
    store.close()


def test_a_store_that_refused_a_row_takes_the_next(database: Database) -> None:
    with pytest.raises(StoreError), database.begin() as session:
        session.add_all([_person(), PersonRow(id="2", email="ann1@uni.example", name="Ann")])

    assert _people(database) == 0
    with database.begin() as session:
        session.add(_person())
    assert _people(database) == 1


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 7, 20, 10, 30, 15, 123456, tzinfo=ZoneInfo("Europe/London")),
        datetime(2027, 7, 20, 2, 0, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
        datetime(2027, 10, 31, 1, 30, fold=1, tzinfo=ZoneInfo("Europe/London")),
        utc(2027, 12, 24),
    ],
    ids=str,
)
def test_a_moment_from_any_zone_comes_back_as_the_same_moment_in_utc(
    database: Database, moment: datetime
) -> None:
    (pairing,) = written_down(database)
    with database.begin() as session:
        session.get_one(PairingRow, pairing).until = moment

    with database.begin() as session:
        found = session.get_one(PairingRow, pairing).until

    assert found == moment.astimezone(UTC)
    assert found is not None
    assert found.utcoffset() == timedelta()


def test_no_moment_comes_back_as_none(database: Database) -> None:
    (pairing,) = written_down(database)

    with database.begin() as session:
        assert session.get_one(PairingRow, pairing).until is None


def test_moments_are_compared_as_moments(database: Database) -> None:
    written_down(database)
    tomorrow = datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(days=1)

    with database.begin() as session:
        assert session.scalars(select(CohortRow.key).where(CohortRow.opened_at < tomorrow)).all()
        assert not session.scalars(select(CohortRow.key).where(CohortRow.opened_at > tomorrow)).all()


def test_workers_wait_for_one_another(database: Database) -> None:
    (pairing,) = written_down(database)

    url = database.engine.url.render_as_string(hide_password=False)
    workers = [Database(url) for _ in range(4)]

    def count_one_more(worker: Database) -> None:
        with worker.begin() as session:
            row = session.get_one(PairingRow, pairing, with_for_update=True)
            time.sleep(0.02)  # long enough for the others to come
            row.sessions += 1

    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(count_one_more, workers * 2))

    with database.begin() as session:
        assert session.get_one(PairingRow, pairing).sessions == 8
    for worker in workers:
        worker.close()


def test_a_store_without_tables_says_how_to_make_them(empty: Database) -> None:
    with (
        pytest.raises(NotFound, match=r"^The store at \S+ has no tables yet; run: ⟦db upgrade⟧$"),
        empty.begin() as session,
    ):
        session.get(PersonRow, "1")


def test_an_upgrade_makes_the_folder_of_the_store(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a' / 'b' / 'tandem.db'}")

    database.upgrade()

    assert written_down(database)
    database.close()


def test_a_store_that_closed_opens_again(database: Database) -> None:
    (pairing,) = written_down(database)

    database.close()

    with database.begin() as session:
        assert session.get(PairingRow, pairing)


def test_a_statement_that_is_wrong_is_not_called_unreachable(postgres_url: str) -> None:
    database = Database(postgres_url)

    with pytest.raises(ProgrammingError), database.begin() as session:
        session.execute(text("SELEKT 1"))
    database.close()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'gone' / 'tandem.db'}")

    with (
        pytest.raises(Unreachable, match=r"^The database at sqlite:///\S+/gone/tandem.db does not answer: "),
        database.begin() as session,
    ):
        session.get(PersonRow, "1")


@pytest.fixture
def nowhere() -> Database:
    """A PostgreSQL server that is not there."""
    (port,) = free_ports(1)
    return Database(f"postgresql://tandem:opensesame@127.0.0.1:{port}/tandem")


def _read(database: Database) -> None:
    with database.begin() as session:
        session.get(PersonRow, "1")


@pytest.mark.parametrize("ask", [_read, Database.upgrade])
def test_a_server_that_does_not_answer_is_named_without_the_password(
    nowhere: Database, ask: Callable[[Database], None]
) -> None:
    with pytest.raises(Unreachable, match=r"does not answer: .*Connection refused") as told:
        ask(nowhere)

    assert "127.0.0.1" in str(told.value)
    assert "/tandem" in str(told.value)
    assert "opensesame" not in str(told.value)


@every(
    "url",
    [
        "tandem.db",
        "C:\\tandem.db",
        "",
        "opensesame",
        "postgresql:/tandem:opensesame@x",
        "postgresql://tandem:opensesame@x:port/tandem",
        "postgresql://tandem:opensesame@[::1/tandem",
    ],
)
def test_what_is_no_database_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadInput, match="TANDEM_DATABASE_URL is not a database URL") as told:
        Database(url)

    assert "opensesame" not in str(told.value)


@pytest.mark.parametrize("url", ["mysql://u:opensesame@x/y", "oracle://u:opensesame@x"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(BadInput, match="in SQLite or PostgreSQL") as told:
        Database(url)

    assert "opensesame" not in str(told.value)


@pytest.mark.parametrize(
    "scheme", ["postgresql", "postgresql+psycopg", "postgresql+psycopg2", "postgresql+asyncpg"]
)
def test_whatever_driver_is_named_the_one_that_ships_is_used(postgres_url: str, scheme: str) -> None:
    database = Database(postgres_url.replace(postgres_url.partition(":")[0], scheme, 1))

    with database.begin() as session:
        assert session.scalar(text("SELECT 1")) == 1
    database.close()


def test_making_a_database_opens_nothing(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'tandem.db'}")

    assert list(tmp_path.iterdir()) == []
