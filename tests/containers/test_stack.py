"""The image that is deployed, at work in containers: `make containers` runs this, `make test` does not."""

import asyncio
import csv
import re
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from importlib.metadata import version
from pathlib import Path

import pytest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import WorkflowExecutionStatus

from domain.enums import Stage
from domain.letter.states import LetterState
from domain.programme.programme import Programme
from domain.programme.timetable import first_day, starting
from importing.programme_file import read_programme
from rehearsal.reliability import Reliability
from rehearsal.run import CohortRun
from rehearsal.scripts import ReliabilityScript
from rehearsal.year import coming_year
from storage import queries
from tests.containers.images import REVISION
from tests.containers.stack import Stack
from tests.containers.waiting import until
from tests.deploy.files import services
from tests.living import BRISTOL

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1500)]

_PAIRS = 3
_CONNECTIONS = 10
_KILLS = 1
_STOPS_WITHIN = 5.0


def test_the_worker_is_healthy_and_is_nobody_in_particular(running: Stack) -> None:
    assert running.health() == "healthy"
    assert running.inside("id", "-u") == (0, "10001\n")


def test_which_commit_the_image_was_built_from_is_said_wherever_the_version_is(running: Stack) -> None:
    built = f"{version('tandem')}+{REVISION[:7]}"
    labels = running.engine.images.get(running.image).labels
    assert labels["org.opencontainers.image.revision"] == REVISION
    assert f'"version": "{built}"' in running.worker.logs().decode()
    until(lambda: f'version="{built}"' in running.page("worker", 9464, "/metrics"))


def test_no_log_grows_without_end(running: Stack) -> None:
    for service in services().keys() - {"tandem"}:
        kept = running.container(service).attrs["HostConfig"]["LogConfig"]["Config"]
        assert kept == {"max-size": "10m", "max-file": "5"}, service


@pytest.mark.parametrize("after", [0.05, 0.3, 1.0])
def test_a_worker_that_is_still_starting_hears_that_it_shall_stop(running: Stack, after: float) -> None:
    starting_ = running.engine.containers.run(running.image, ["worker"], detach=True)
    try:
        time.sleep(after)
        began = time.monotonic()
        starting_.stop(timeout=30)
        assert time.monotonic() - began < _STOPS_WITHIN
    finally:
        starting_.remove(force=True)


@pytest.mark.parametrize("name", ["temporal-schema", "temporal-namespace", "upgrade"])
def test_what_is_done_once_has_been_done(running: Stack, name: str) -> None:
    done = running.container(name)
    assert (done.status, done.attrs["State"]["ExitCode"]) == ("exited", 0), done.logs().decode()
    assert done.attrs["RestartCount"] == 0


async def test_the_namespace_keeps_for_ninety_days_what_is_over(running: Stack) -> None:
    client = await running.client()
    wanted = DescribeNamespaceRequest(namespace=client.namespace)
    found = await client.workflow_service.describe_namespace(wanted)
    assert found.config.workflow_execution_retention_ttl.ToTimedelta() == timedelta(days=90)


def test_the_worker_can_write_in_memory_alone(running: Stack) -> None:
    for place in ("/opt/tandem/bin", "/work", "/run/secrets", "/usr/bin"):
        assert running.inside("touch", f"{place}/canary")[0] != 0
    assert running.inside("touch", "/var/lib/tandem/canary") == (0, "")


def test_secrets_are_in_no_environment_and_in_no_log(running: Stack) -> None:
    passwords = [file.read_text().strip() for file in running.secrets.glob("*-password")]
    told = running.inside("env")[1] + running.worker.logs().decode()
    assert len(passwords) == 5
    assert not [password for password in passwords if password in told]


def test_the_image_has_nothing_to_build_or_install_with(running: Stack) -> None:
    for tool in ("/opt/tandem/bin/pip", "/opt/tandem/bin/hatchling", "/usr/bin/gcc"):
        assert running.inside("test", "-e", tool)[0] == 1


def test_the_worker_shows_its_metrics_to_the_network(running: Stack) -> None:
    assert "temporal_" in running.page("worker", 9464, "/metrics")


def test_a_coordinator_runs_a_cohort_and_each_letter_arrives_once(running: Stack) -> None:
    _write_pairs(running.tandem.files / "pairs.csv")
    day = _introduced_last_week(read_programme(BRISTOL)).isoformat()
    pairs = ("--pairs", "pairs.csv", "--key", "real")
    opening = ["cohort", "open", "bristol-2021", *pairs, "--starting", day, "--yes"]

    running.tandem.run(*opening)
    running.tandem.run(*opening)
    until(lambda: _sent(running, "real"))
    ids = [pairing["id"] for pairing in running.tandem.read("pairing", "list", "--cohort", "real")]
    for pairing in ids:
        running.tandem.run("pairing", "accept", pairing, "both")
    until(lambda: len(_sent(running, "real")) >= 4 * _PAIRS)

    assert len(ids) == _PAIRS
    assert running.tandem.read("pairing", "show", ids[0])["stage"] == Stage.INDUCTION
    arrived = Counter(running.letters())
    assert [arrived[letter] for letter in _sent(running, "real")] == [1] * len(_sent(running, "real"))


def test_a_link_in_a_letter_opens_its_reader_s_page_and_is_in_no_log(running: Stack) -> None:
    said = running.tandem.run("person", "link", "canary-0@real.example")
    path = re.findall(r"https://pages\.example(/\S+)", said)[0]
    assert "Canary" in running.public_page(path)

    logged = [running.container(name).logs().decode() for name in ("pages", "pages-proxy", "worker")]
    token = path.rpartition("/")[2]
    assert len(token) > 10
    assert not [log for log in logged if token in log]


def test_a_command_that_is_refused_says_so_with_its_exit_code(running: Stack) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        running.tandem.run("pairing", "accept", "real-99", "both")
    assert "real-99" in refused.value.stderr


async def test_a_cohort_lives_to_its_end_though_its_worker_is_killed_on_the_way(running: Stack) -> None:
    programme = _ahead(read_programme(BRISTOL))
    script = ReliabilityScript(6, Reliability(), seed=1)
    whole = asyncio.create_task(
        CohortRun(await running.client(), running.database, programme, script, forgiving=True).whole()
    )
    kills = 0
    while not whole.done() and kills < _KILLS:
        await asyncio.wait([whole], timeout=2)
        await asyncio.to_thread(_lose, running)
        kills += 1
    pairings = await whole

    with running.database.begin() as session:
        ends = [queries.pairing(session, pairing).stage for pairing in pairings]
        letters = queries.letters(session, cohort=programme.key)
    assert kills
    assert pairings
    assert not any(stage.is_open for stage in ends)
    on_their_way = {LetterState.PENDING, LetterState.CLAIMED, LetterState.IN_DATA, LetterState.DEFERRED}
    assert not [letter.name for letter in letters if letter.state in on_their_way]
    arrived = Counter(running.letters())
    sent = _sent(running, programme.key)
    assert not [letter for letter in sent if not arrived[letter]]
    # A letter that was with the mail server at that moment may go again, as the same letter.
    assert sum(arrived[letter] - 1 for letter in sent) <= kills * _CONNECTIONS


async def test_every_workflow_of_the_cohort_is_over_on_the_server(running: Stack) -> None:
    client = await running.client()
    cohort = read_programme(BRISTOL).key
    found = [workflow async for workflow in client.list_workflows(f"TandemCohort = '{cohort}'")]
    assert len(found) > _PAIRS
    assert {workflow.status for workflow in found} == {WorkflowExecutionStatus.COMPLETED}


def test_whoever_erases_somebody_adds_to_one_list_outside_the_store(running: Stack) -> None:
    with running.database.begin() as session:
        pairings = queries.pairings(session, cohort=read_programme(BRISTOL).key)
    erased = [pairings[0].mentor.email, pairings[1].mentor.email]
    for email, user in zip(erased, ("4711:4711", "10001:10001"), strict=True):
        assert "is erased" in running.tandem.run("person", "erase", email, "--yes", user=user)

    code, said = running.inside("cat", "/var/lib/tandem-erasures/erasures.jsonl")
    assert (code, len(said.splitlines())) == (0, 2)
    assert not [email for email in erased if email in said]


def test_a_stop_is_quick_and_clean(running: Stack) -> None:
    until(lambda: running.health() == "healthy", seconds=60)
    began = time.monotonic()
    running.worker.stop(timeout=30)
    took = time.monotonic() - began
    ended = running.worker.wait()["StatusCode"]
    running.worker.start()

    assert ended == 0
    assert took < _STOPS_WITHIN
    until(lambda: running.health() == "healthy", seconds=60)


def test_the_same_image_rehearses_a_programme(running: Stack) -> None:
    said = running.tandem.run("rehearse", "bristol-2021", "--pairs", "2", "--out", "/tmp/page")
    assert "rehears" in said.lower()


def _lose(running: Stack) -> None:
    """Kill the worker at work, and wait until it is at work again."""
    running.worker.kill()
    running.worker.start()
    until(lambda: running.health() == "healthy", seconds=60)


def _write_pairs(file: Path) -> None:
    columns = ["mentor_name", "mentor_email", "mentee_name", "mentee_email"]
    people = [[f"Canary {who}", f"canary-{who}@real.example"] for who in range(2 * _PAIRS)]
    rows: Sequence[list[str]] = [people[2 * n] + people[2 * n + 1] for n in range(_PAIRS)]
    with file.open("w", newline="") as target:
        csv.writer(target).writerows([columns, *rows])


def _introduced_last_week(programme: Programme) -> date:
    """From when on the calendar must run for the introductions to be over, by a week at most."""
    today = datetime.now(UTC).date()
    return today - timedelta(days=7) - (programme.introductions.on - first_day(programme))


def _ahead(programme: Programme) -> Programme:
    return starting(programme, coming_year(programme, datetime.now(UTC).date()))


def _sent(running: Stack, cohort: str) -> list[str]:
    """The Message-IDs of the letters that the outbox holds to be sent."""
    with running.database.begin() as session:
        ids = [letter.id for letter in queries.letters(session, state=LetterState.SENT, cohort=cohort)]
        return [str(message_from_bytes(queries.letter(session, id_)[1])["Message-ID"]) for id_ in ids]
