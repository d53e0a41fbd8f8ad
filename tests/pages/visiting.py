"""Readers who open the links of their letters."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, NamedTuple

from httpx2 import ASGITransport, AsyncClient
from starlette.testclient import TestClient

from domain.entity.entity import Entry
from domain.enums import Correspondent, Role
from domain.errors import Unreachable
from domain.letter.letter import LetterName
from domain.letter.link_address import tokens_in
from mail.facts import Sender
from mail.record import record_with_letters
from pages.app import create_app
from pages.limits import PageLimits
from pages.request_state import Contexts
from services.context import Context
from services.erasure.personal_files import PersonalFiles
from storage import queries
from storage.database import Database
from storage.tables.letters import LetterRow
from tests.living import Life, life_of
from tests.world import World, written_down

if TYPE_CHECKING:
    from temporalio.client import Client

PAGES = "https://pages.example"
SENDER = Sender("tandem@uni.example", "0b1c", PAGES)
UNLIMITED = PageLimits(by_link=100_000, by_address=100_000, by_wrong_links=100_000)


class Link(NamedTuple):
    token: str
    path: str
    """From the top, question and all."""


def in_store(database: Database, life: Life) -> str:
    """The id of a pair to whom this has happened, with the letters about it in the outbox."""
    (pairing,) = written_down(database)
    go_on_in_store(database, pairing, life)
    return pairing


def go_on_in_store(database: Database, pairing: str, life: Life, since: int = 0) -> None:
    """Record what has happened to this pair, from so many entries on."""
    for entry in life.entries[since:]:
        known = life_of(entry).model_dump_json().replace(f'"{life.entity.id}', f'"{pairing}')
        state = type(life_of(entry)).model_validate_json(known).state
        keep(database, entry.replace(id=pairing, state=state))


def keep(database: Database, entry: Entry) -> None:
    """Record an entry, and write its letters with links."""
    with database.begin() as session:
        assert record_with_letters(session, entry, SENDER)


def link(
    database: Database,
    workflow_id: str,
    name: LetterName,
    role: Role | Correspondent,
    pages: str = PAGES,
) -> Link:
    """The link of the latest such letter to this reader, as it stands in the letter."""
    with database.begin() as session:
        found = [
            x for x in queries.letters(session, workflow_id=workflow_id) if (x.name, x.role) == (name, role)
        ]
        mime = session.get_one(LetterRow, found[-1].id).mime
    return link_in(mime, pages)


def link_in(mime: bytes, pages: str = PAGES) -> Link:
    body = message_from_bytes(mime, policy=default).get_body(("plain",))
    assert body
    (line,) = (line for line in body.get_content().splitlines() if line.startswith(f"{pages}/"))
    (token,) = tokens_in(line)
    return Link(token, line.removeprefix(pages))


def visiting(
    database: Database, now: datetime | None = None, limits: PageLimits = UNLIMITED, host: str = PAGES
) -> TestClient:
    """The pages, with a server that is away; `now`: what the clock shows."""
    return visiting_by(database, _clock(now), limits, host)


def visiting_by(
    database: Database, clock: Callable[[], datetime], limits: PageLimits = UNLIMITED, host: str = PAGES
) -> TestClient:
    """The same by a clock that goes on."""

    async def away() -> "Client":
        raise Unreachable("The Temporal server is away.")

    app = create_app(_contexts(database, away, clock), limits)
    return TestClient(app, base_url=host, follow_redirects=False)


def visiting_world(
    world: World, now: datetime | None = None, outside: PersonalFiles | None = None
) -> AsyncClient:
    """The pages of a Tandem at work, on whose loop it is: a client that waits would keep it from its work."""

    async def client() -> "Client":
        return world.client

    app = create_app(_contexts(world.database, client, _clock(now)), UNLIMITED, outside)
    return AsyncClient(transport=ASGITransport(app=app), base_url=PAGES)


def _contexts(
    database: Database, client: Callable[[], Awaitable["Client"]], clock: Callable[[], datetime]
) -> Contexts:
    def context(actor: str) -> Context:
        return Context(database, client, actor, clock, mail_from=SENDER.address, pages=SENDER.pages)

    return context


def _clock(now: datetime | None) -> Callable[[], datetime]:
    return lambda: now or datetime.now(UTC)
