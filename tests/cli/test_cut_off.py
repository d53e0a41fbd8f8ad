"""A command that is cut off between its two writes, by whatever signal and wherever: a worker does the
rest."""

import asyncio
import subprocess
import sys
from datetime import timedelta
from itertools import product
from pathlib import Path
from uuid import uuid4

import pytest

import ops.reconcile.periodic
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationStage
from ops.personal_files import personal_files
from ops.reconcile.periodic import Periodic
from storage import applications, queries
from storage.tables.server import MessageRow
from tests.cli.applications.applied import in_weeks, people, write
from tests.cli.conftest import Tandem
from tests.cli.cut import POINTS
from tests.ops.local.up import environment
from tests.world import World, eventually
from tests.worlds import all_begun, pairings_of

pytestmark = pytest.mark.slow

PROGRAMME = "programmes/bristol-2021.toml"
_ENDS = {"SIGKILL": (-9, b""), "SIGHUP": (-1, b""), "SIGINT": (130, b"")}
CUTS = tuple(product(POINTS, _ENDS))


@pytest.fixture
def periodic(world: World, monkeypatch: pytest.MonkeyPatch) -> Periodic:
    """What a worker does every fifteen seconds, without the waiting."""
    monkeypatch.setattr(ops.reconcile.periodic, "LEFT", timedelta())
    return Periodic(world.client, world.database, personal_files(world.settings))


async def cut(world: World, point: str, signal: str, *command: str) -> None:
    """Run this command until it is cut off there."""
    python = (sys.executable, "-m", "tests.cli.cut", point, signal)
    process = await asyncio.create_subprocess_exec(
        *python,
        *command,
        env=environment(world.settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    _, said = await process.communicate()
    assert (process.returncode, said) == _ENDS[signal]


def waiting(world: World) -> int:
    with world.database.begin() as session:
        return session.query(MessageRow).count()


@pytest.fixture
async def key(tandem: Tandem) -> str:
    key = f"cohort-{uuid4().hex[:8]}"
    done = await tandem("cohort", "open", PROGRAMME, "--key", key, "--starting", in_weeks(2))
    assert done.code == 0, done.err
    return key


@pytest.mark.parametrize(("point", "signal"), CUTS)
async def test_every_application_of_a_file_lives(
    world: World, key: str, periodic: Periodic, tmp_path: Path, point: str, signal: str
) -> None:
    await cut(world, point, signal, "application", "import", key, write(tmp_path, people(key, 5)))
    with world.database.begin() as session:
        assert len(applications.applications(session, key)) == 5

    await periodic.tell_what_is_left()

    assert waiting(world) == 0
    await eventually(lambda: _stages(world, key) == [ApplicationStage.IN_ORDER] * 5)


def _stages(world: World, key: str) -> list[ApplicationStage]:
    with world.database.begin() as session:
        return [view.stage for view in applications.applications(session, key)]


async def test_what_was_put_right_in_an_application_reaches_it(
    world: World, tandem: Tandem, key: str, periodic: Periodic, tmp_path: Path
) -> None:
    row = ("Bo", f"bo@{key}.example", "mentor", "", "reading")
    await tandem("application", "import", key, write(tmp_path, [row]))

    await cut(world, "written", "SIGKILL", "application", "amend", key, row[1], "--set", "department=Law")
    assert _stages(world, key) == [ApplicationStage.INCOMPLETE]
    await periodic.tell_what_is_left()

    assert _stages(world, key) == [ApplicationStage.IN_ORDER]


@pytest.mark.parametrize("point", POINTS)
async def test_a_cohort_that_is_opened_with_pairs_begins_them_and_has_its_mornings(
    world: World, periodic: Periodic, tmp_path: Path, point: str
) -> None:
    key = f"cohort-{uuid4().hex[:8]}"
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(
        "mentor_name,mentor_email,mentee_name,mentee_email\n"
        f"Ann,ann@{key}.example,Bo,bo@{key}.example\nCy,cy@{key}.example,Di,di@{key}.example\n"
    )
    opening = ("cohort", "open", PROGRAMME, "--key", key, "--starting", in_weeks(2), "--pairs", str(pairs))

    await cut(world, point, "SIGKILL", *opening)
    await periodic.tell_what_is_left()

    await eventually(lambda: len(pairings_of(world, key)) == 2 and all_begun(world, key))
    assert await world.client.get_schedule_handle(f"digest-{key}").describe()


async def test_a_draft_that_was_approved_begins_its_pairs(
    world: World, tandem: Tandem, key: str, periodic: Periodic, tmp_path: Path
) -> None:
    mentee = ("Cy", f"cy@{key}.example", "mentee", "Law", "listening")
    await tandem("application", "import", key, write(tmp_path, [*people(key, 1), mentee]))
    await tandem("cohort", "close-applications", key, "--yes")
    assert (await tandem("match", "draft", key)).code == 0

    await cut(world, "written", "SIGKILL", "match", "approve", key, "--yes")
    assert not all_begun(world, key)
    await periodic.tell_what_is_left()

    await eventually(lambda: bool(pairings_of(world, key)) and all_begun(world, key))


@pytest.mark.parametrize("point", POINTS)
async def test_a_date_that_was_moved_is_told_once(
    world: World, key: str, periodic: Periodic, point: str
) -> None:
    await cut(world, point, "SIGKILL", "cohort", "extend", key, "--to", in_weeks(3))
    await periodic.tell_what_is_left()

    told = [outcome.kind for outcome in world.outcomes_of(world.cohorts, key)]
    assert told.count(OutcomeKind.EXTENDED) == 1


async def test_a_date_that_the_cohort_refuses_is_put_back_though_nobody_is_there(
    world: World, tandem: Tandem, key: str, periodic: Periodic
) -> None:
    with world.database.begin() as session:
        before = queries.cohort(session, key).programme
    await cut(world, "written", "SIGKILL", "cohort", "extend", key, "--to", in_weeks(3))
    with world.database.begin() as session:
        assert queries.cohort(session, key).programme != before
    await world.client.get_workflow_handle(f"cohort-{key}").terminate()

    await periodic.tell_what_is_left()

    with world.database.begin() as session:
        assert queries.cohort(session, key).programme == before
    assert waiting(world) == 0


@pytest.mark.parametrize("lines", [0, 1])
async def test_a_reader_that_leaves_early_stops_the_printing_and_nothing_else(
    world: World, key: str, tmp_path: Path, lines: int
) -> None:
    file = write(tmp_path, people(key, 5))
    command = f"{sys.executable} -m cli.main application import {key} {file} | head -n {lines}"
    process = await asyncio.create_subprocess_exec(
        *("bash", "-o", "pipefail", "-c", command),
        env=environment(world.settings),
        stderr=subprocess.PIPE,
    )
    _, said = await process.communicate()

    assert (process.returncode, said) == (0, b"")
    assert _stages(world, key) == [ApplicationStage.IN_ORDER] * 5
