"""Whatever goes wrong, at whichever layer: nobody's name, address or words are seen outside the store and the
letters."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from temporalio.client import ActivityFailureError, Client
from temporalio.common import RetryPolicy

from domain.enums import ApplicationStage, Role
from domain.letter.link_address import tokens_in
from domain.pairing.events import Accept
from domain.raised_concern import GetInTouch, ToldConcern
from mail.mime_text import text_of_mime
from ops.local.server import temporal_server
from services import links, raised_concerns
from storage import queries
from storage.database import Database
from storage.tables.entities import ApplicationRow, CohortRow
from storage.tables.letters import LetterRow
from tests.conftest import settings_in
from tests.mail.fake_smtp import Answers, FakeMailServer
from tests.ops.metrics.collector import Collector, collecting
from tests.ops.metrics.watched import Place, worker_process
from tests.pages.visiting import SENDER, link_in
from tests.ports import free_ports
from tests.services.asking import asking
from tests.services.erasure.canaries import CANARY, EMAIL, NAME, applied, canary, open_in, paired, somebody
from tests.sqlite_file import execute
from tests.world import World, eventually, start_of, start_pairing
from workflows.names import MATCH, PAIRINGS_QUEUE

pytestmark = pytest.mark.slow

_REFUSALS: tuple[Answers, ...] = (
    {"RCPT": f"550 5.1.1 <{EMAIL}>: {NAME} is not known here"},
    {"RCPT": f"451 4.2.0 <{EMAIL}>: {NAME} is away"},
    {"letter": f"554 5.7.1 what {NAME} <{EMAIL}> wrote is not wanted"},
    {"MAIL": f"421 4.3.0 no more for {NAME}"},
    {},
)
"""One connection each, the last for all that follow."""
_BROKEN = f"{{{{ partner }}}} and {NAME}: {{% if {CANARY} %}}"


@dataclass
class Seen:
    place: Place
    collector: Collector
    scrape: str
    said: list[str]
    """What commands that failed wrote to standard error."""
    concern: str
    """The token of the link to a concern that the canary has raised."""
    tokens: frozenset[str]
    """Of all links to pages that letters hold."""
    refused: list[str]
    """What the mail server said, as the store keeps it with letters."""

    @property
    def log(self) -> str:
        return self.place.log.read_text("utf-8")

    def of_the_server(self) -> dict[str, bytes]:
        """Every file of the home but the store: histories, visibility, schedules and logs of the server."""
        files = [file for file in self.place.settings.home.rglob("*") if file.is_file()]
        return {file.name: file.read_bytes() for file in files if not file.name.startswith("tandem.db")}

    def outside(self) -> list[str]:
        """All that is seen of it but the store and the letters."""
        server = map(str, self.of_the_server().values())
        return [self.log, self.scrape, str(self.collector.requests), *self.said, *server]


@pytest.fixture(scope="module")
async def seen(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Seen]:
    folder = tmp_path_factory.mktemp("canaries")
    metrics, otlp = free_ports(2)
    with FakeMailServer(*_REFUSALS) as mail, collecting(otlp) as collector:
        settings = settings_in(folder / "home").model_copy(update={"pages_url": SENDER.pages})
        sending = settings.model_copy(update={"smtp_port": mail.port})
        place = Place(sending, metrics, otlp, folder / "worker.log")
        database = Database(settings.store_url)
        await asyncio.to_thread(database.upgrade)
        async with temporal_server(settings) as client:
            world = World(settings, client, database)
            async with worker_process(place, signal.SIGTERM):
                said = await _go_wrong(place, world, folder)
                concern = await _raise_concern(world)
                scrape = await asyncio.to_thread(place.scrape)
        with database.begin() as session:
            refused = [letter.reply or "" for letter in queries.letters(session)]
            written = session.scalars(select(LetterRow.mime)).all()
        tokens = frozenset[str]().union(*(tokens_in(text_of_mime(mime)) for mime in written))
        yield Seen(place, collector, scrape, said, concern, tokens, refused)
        database.close()


async def _go_wrong(place: Place, world: World, folder: Path) -> list[str]:
    for key in ("first", "second"):
        open_in(world.database, key)
    applied(world.database, "first", canary(Role.MENTOR))
    applied(world.database, "first", somebody("tom", Role.MENTEE))
    pairing = paired(world.database, "first")
    await _accept(world, pairing)
    await eventually(lambda: _refusals(world) >= 2)
    said = [await asyncio.to_thread(_failing, place, *command) for command in _commands(folder, pairing)]
    await _broken_template(place, world)
    kim = paired(world.database, "first", "kim")
    with _without_letters(place):
        await _record_fails(place, world, kim)
    await _broken_answers(world)
    said.append(await asyncio.to_thread(_failing, place, "application", "list", "first"))
    await world.client.start_workflow("NoSuchWorkflow", id="no-such-workflow", task_queue=PAIRINGS_QUEUE)
    await eventually(lambda: place.shows("temporal_workflow_task_execution_failed_total{"))
    return said


def _commands(folder: Path, pairing: str) -> Iterator[tuple[str, ...]]:
    """Refused, or with a file that is broken in one way or another."""
    yield "pairing", "attend", pairing, f"{CANARY}-gathering", EMAIL
    yield "person", "amend", EMAIL, "--email", "tom@uni.example"
    yield "person", "show", f"{CANARY}.nobody@uni.example"
    rows = f"name,email,role\n{NAME},{EMAIL},{CANARY}\n{NAME},not {CANARY} address,mentor\n"
    for name, content in (
        ("rows.csv", rows.encode()),
        ("workbook.xlsx", b"PK\x03\x04" + NAME.encode()),
        ("noise.csv", b"\xff\xfe" + NAME.encode()),
        ("programme.toml", f'key = "{CANARY}"\ntitle = {NAME}'.encode()),
    ):
        file = folder / name
        file.write_bytes(content)
        ask = ("programme", "check") if name.endswith(".toml") else ("application", "import", "first")
        yield *ask, str(file)


async def _raise_concern(world: World) -> str:
    """The token of the link in the letter about it, which a worker has tried to deliver."""
    context = asking(world)
    context.mail_from, context.pages = SENDER.address, SENDER.pages
    ((_, token), *_) = links.new_links(context, EMAIL)
    reader = links.find_reader(context, token)
    assert reader
    told = ToldConcern(what=f"{CANARY} raised it", get_in_touch=GetInTouch.YES, reached_by=CANARY)
    await raised_concerns.raise_concern(context, reader, told)

    def letter() -> LetterRow:
        with world.database.begin() as session:
            return session.scalars(select(LetterRow).where(LetterRow.name == "concern_raised")).one()

    await eventually(lambda: letter().attempts > 0)
    return link_in(letter().mime).token


def _failing(place: Place, *command: str) -> str:
    done = place.tandem(*command)
    assert done.returncode != 0, command
    return done.stderr


def _refusals(world: World) -> int:
    with world.database.begin() as session:
        return sum(CANARY in (letter.reply or "").lower() for letter in queries.letters(session))


async def _broken_template(place: Place, world: World) -> None:
    pairing = paired(world.database, "second", "ann")
    with world.database.begin() as session:
        row = session.get_one(CohortRow, "second")
        row.programme = {**row.programme, "words": {"both_accepted": {"body": _BROKEN}}}
    await _record_fails(place, world, pairing)


async def _record_fails(place: Place, world: World, pairing: str) -> None:
    """Both accept, which calls for letters; that cannot be recorded."""

    def failed() -> int:
        return place.log.read_text("utf-8").count('"activity_type": "record"')

    before = failed()
    telling = asyncio.create_task(_accept(world, pairing))
    await eventually(lambda: failed() > before)
    telling.cancel()


async def _accept(world: World, pairing: str) -> None:
    await start_pairing(world.client, start_of(pairing))
    for role in Role:
        await world.pairings.update(pairing, Accept(role=role))


@contextmanager
def _without_letters(place: Place) -> Iterator[None]:
    file = place.settings.home / "tandem.db"
    execute(file, "ALTER TABLE letters RENAME TO letters_elsewhere")
    try:
        yield
    finally:
        execute(file, "ALTER TABLE letters_elsewhere RENAME TO letters")


async def _broken_answers(world: World) -> None:
    """What the store keeps is not what it should be, as after an edit by hand."""
    with world.database.begin() as session:
        broken = {"capacity": NAME, "goals": f"{CANARY} goal", "nothing": EMAIL}
        session.execute(update(ApplicationRow).values(answers=broken, stage=ApplicationStage.IN_ORDER))
    with suppress(ActivityFailureError):
        await _drafted(world.client)


async def _drafted(client: Client) -> None:
    await client.execute_activity(
        MATCH,
        "first",
        id="match:first",
        task_queue=PAIRINGS_QUEUE,
        start_to_close_timeout=timedelta(seconds=20),
        retry_policy=RetryPolicy(maximum_attempts=1),
    )


async def test_each_error_has_happened(seen: Seen) -> None:
    assert sum(CANARY in reply.lower() for reply in seen.refused) >= 2
    assert '"activity_type": "match"' in seen.log
    assert '"activity_type": "record"' in seen.log
    assert all(seen.said)
    assert "temporal_workflow_task_execution_failed_total{" in seen.scrape


async def test_no_log_metric_or_trace_names_anybody(seen: Seen) -> None:
    assert seen.collector.spans()
    for shown in (seen.log, seen.scrape, str(seen.collector.requests)):
        assert CANARY not in shown.lower()


async def test_no_file_of_the_server_names_anybody(seen: Seen) -> None:
    files = seen.of_the_server()

    assert any(b"pairing-first-01" in content for content in files.values())
    assert [name for name, content in files.items() if CANARY.encode() in content.lower()] == []


async def test_a_concern_is_seen_nowhere(seen: Seen) -> None:
    assert [text for text in seen.outside() if "raised_concern" in text] == []


async def test_no_link_to_a_page_is_seen_anywhere(seen: Seen) -> None:
    assert len(seen.tokens) >= 3
    assert seen.concern in seen.tokens
    assert [token for token in seen.tokens for text in seen.outside() if token in text] == []


async def test_a_command_that_is_refused_tells_its_sentence_alone(seen: Seen) -> None:
    *refused, _ = seen.said

    assert [said for said in refused if "Traceback" in said or "input_value" in said] == []


async def test_a_mistake_of_tandem_is_told_without_what_it_was_about(seen: Seen) -> None:
    *_, mistake = seen.said

    assert "Tandem has made a mistake" in mistake
    assert CANARY not in mistake.lower()
