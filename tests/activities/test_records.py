"""Recording, when the store is away and when it is asked for twice."""

import asyncio
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, select, text
from temporalio.testing import ActivityEnvironment

from activities.records import Records
from domain.entity.entity import EntityKind
from domain.enums import BOTH, ApplicationStage, Role, Stage
from domain.letter.states import LetterState
from domain.pairing.events import Accept, Withdraw
from ops.local.catcher import mail_catcher
from ops.local.server import temporal_server
from storage import applications, arrivals, cohorts, queries
from storage.database import Database
from storage.tables.entities import PairingRow
from temporal.diagnosis import why_unanswered
from tests.activities.company import MENTEE, MENTOR, apply, open_in_store, pair_up, stands
from tests.conftest import new_postgres_database, settings_in
from tests.living import Life, bristol, utc
from tests.logged import logged
from tests.mail.application_stories import application, cohort_life, demanding, living
from tests.mail.office import opened
from tests.mail.stories import SENDER
from tests.world import World, eventually, pair
from worker import working

pytestmark = pytest.mark.server


def _let_in(server: str, database: str, allowed: bool) -> None:
    """Close or open a PostgreSQL database to everybody, at once."""
    admin = create_engine(make_url(server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {database} ALLOW_CONNECTIONS {str(allowed).lower()}"))
        if not allowed:
            ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(text(ending), {"name": database})
    admin.dispose()


@pytest.mark.slow
async def test_a_pairing_waits_for_a_store_that_is_away_and_loses_nothing(
    postgres_url: str, tmp_path: Path
) -> None:
    url = new_postgres_database(postgres_url)
    settings = settings_in(tmp_path).model_copy(update={"database_url": url})
    store, name = Database(url), str(make_url(url).database)
    async with temporal_server(settings) as client, mail_catcher(settings), working(client, store, settings):
        world = World(settings, client, store)
        pairing = await world.begin()
        await world.until(pairing, utc(2027, 6, 15))
        await world.delivered(pairing)

        await asyncio.to_thread(_let_in, postgres_url, name, False)
        with logged("record_waits") as logs:
            accepting = [
                asyncio.create_task(world.pairings.update(pairing, Accept(role=role))) for role in BOTH
            ]
            await _waits_in_a_regular_activity(world, pairing)
            await eventually(lambda: "record_waits" in [line["event"] for line in logs])
        handle = world.pairings.handle(pairing)
        assert "This is being recorded." in await world.told(handle)
        await asyncio.to_thread(_let_in, postgres_url, name, True)
        await asyncio.gather(*accepting)

        assert "This is being recorded." not in await world.told(handle)
        assert world.pairing(pairing).stage is Stage.INDUCTION
        assert [o.number for o in world.outcomes(pairing)] == list(range(1, len(world.outcomes(pairing)) + 1))
        letters = await world.delivered(pairing)
        assert len({letter["Message-ID"] for letter in letters}) == len(world.letters(pairing))
    store.close()


@pytest.mark.slow
async def test_rows_that_somebody_has_locked_hold_up_no_other_life(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More of them than a worker has lives in hand, or threads; each for longer than a try."""
    monkeypatch.setattr("activities.records._THREADS", 2)
    url = new_postgres_database(postgres_url)
    settings = settings_in(tmp_path).model_copy(update={"database_url": url})
    store = Database(url)
    leaves = Withdraw(role=Role.MENTEE)
    async with temporal_server(settings) as client, mail_catcher(settings), working(client, store, settings):
        world = World(settings, client, store)
        *locked, free = await world.begin_many(9)
        await eventually(lambda: all(world.outcomes(pairing) for pairing in (*locked, free)))

        with closing(Database(url)) as somebody, somebody.begin() as session:
            session.execute(select(PairingRow).where(PairingRow.id.in_(locked)).with_for_update())
            leaving = [asyncio.create_task(world.pairings.update(pairing, leaves)) for pairing in locked]
            await asyncio.sleep(0.1)  # all of them are being recorded, or are about to be
            async with asyncio.timeout(4):
                await world.pairings.update(free, leaves)
            for pairing in locked:
                await _waits_in_a_regular_activity(world, pairing)
            assert world.pairing(free).stage is Stage.ENDED
            told = await why_unanswered(
                client, EntityKind.PAIRING.workflow_id(locked[0]), timedelta(seconds=20)
            )
            assert "has heard it, but its record is not taken" in told
            assert "is busy: canceling statement due to lock timeout." in told
            assert {world.pairing(pairing).stage for pairing in locked} == {Stage.APPLICATION}

        await eventually(lambda: {world.pairing(pairing).stage for pairing in locked} == {Stage.ENDED})
        await asyncio.gather(*leaving, return_exceptions=True)
    store.close()


async def test_what_is_recorded_twice_of_an_application_is_there_once_with_its_letters(world: World) -> None:
    """As when a worker is lost after the transaction and before it could say so."""
    entries = living(bristol(), Role.MENTOR, datetime.now(UTC)).entries
    key = opened(world.database, bristol())
    with world.database.begin() as session:
        _, made = arrivals.upsert(session, key, application(), datetime.now(UTC))
    records = Records(world.database, world.client, SENDER.address)

    for entry in (*entries, *entries):
        await ActivityEnvironment().run(records.record_application, entry.replace(id=made))

    entity = EntityKind.APPLICATION.workflow_id(made)
    await eventually(lambda: _states(world, entity) == {LetterState.SENT})
    with world.database.begin() as session:
        letters = queries.letters(session, workflow_id=entity)
        numbers = [outcome.number for outcome in queries.outcomes(session, entity)]
        assert [letter.name for letter in letters] == ["application_received"]
        assert numbers == list(range(1, len(numbers) + 1))
        assert applications.application(session, made).stage is ApplicationStage.IN_ORDER


async def test_a_cohorts_letters_hold_the_figures_of_the_moment(world: World) -> None:
    entries = cohort_life(demanding("bristol")).entries
    key = opened(world.database, demanding("bristol"))
    with world.database.begin() as session:
        arrivals.upsert(session, key, application(), datetime.now(UTC))
        cohorts.add_pairs(session, queries.cohort(session, key), [pair(1, key)], datetime.now(UTC))
    records = Records(world.database, world.client, SENDER.address)

    for entry in (*entries, *entries):
        await ActivityEnvironment().run(records.record_cohort, entry.replace(id=key))

    with world.database.begin() as session:
        letters = queries.letters(session, workflow_id=EntityKind.COHORT.workflow_id(key))
        bodies = [queries.letter(session, letter.id)[1].decode() for letter in letters]
    assert [letter.name for letter in letters] == ["cohort_closing", "draft_ready", "cohort_report"]
    assert all("1 application: incomplete" in body for body in bodies)
    assert all("1 pairing: application" in body for body in bodies)


async def test_recording_a_beginning_tells_the_applications(world: World) -> None:
    key = open_in_store(world)
    ids = await apply(world, key, MENTOR, MENTEE)
    (pairing,) = pair_up(world, key, (MENTOR[0], MENTEE[0]))
    records = Records(world.database, world.client, SENDER.address)

    for _ in range(2):
        await ActivityEnvironment().run(records.record, Life().entries[0].replace(id=pairing))

    for told in ids:
        await stands(world, told, ApplicationStage.PAIRED)


def _states(world: World, entity: str) -> set[LetterState]:
    with world.database.begin() as session:
        return {letter.state for letter in queries.letters(session, workflow_id=entity)}


async def _waits_in_a_regular_activity(world: World, pairing: str) -> None:
    """It shows in the Web UI as pending, with its failure, instead of holding a worker."""
    pending: list[object] = []

    async def look() -> None:
        described = await world.pairings.handle(pairing).describe()
        pending[:] = [a for a in described.raw_description.pending_activities if a.HasField("last_failure")]

    for _ in range(600):
        await look()
        if pending:
            return
        await asyncio.sleep(0.05)
    await eventually(lambda: pending, seconds=0)
