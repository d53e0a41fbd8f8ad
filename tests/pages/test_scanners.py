"""Mail servers open every link, by HEAD and GET, and some press the buttons: nothing comes of it."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH
from domain.letter.questions import QuestionName
from mail.decoded import words_of_mime
from services import links
from services.pairings import history
from storage.database import Database
from storage.tables.every import Base
from storage.tables.letters import LetterRow
from tests.living import Life, evaluation, lived, mentoring, utc
from tests.pages.applicants import applied
from tests.pages.visiting import PAGES, Link, in_store, link_in, visiting, visiting_world
from tests.services.asking import asking
from tests.world import World

pytestmark = pytest.mark.store
_LATER = timedelta(days=1)
_EVERY = 5
"""Of so many letters one is followed to whatever its page leads to; the others to their own question."""


def _introduced() -> Life:
    life = Life()
    life.until(utc(2027, 6, 15))
    return life


_LIVES: Sequence[Callable[[], Life]] = (_introduced, lambda: lived(mentoring), lambda: lived(evaluation))


@pytest.fixture
def letters(database: Database) -> list[tuple[Link, datetime]]:
    """Every link of the letters of pairs and applicants at every stage, and the moment after it came."""
    for life in _LIVES:
        in_store(database, life())
    applied(database)
    with database.begin() as session:
        rows = [(row.mime, row.written_at) for row in session.query(LetterRow)]
    return [(link_in(mime), at + _LATER) for mime, at in rows]


def _everything(database: Database) -> str:
    """Every row of every table."""
    with database.engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        return str([sorted(map(str, connection.execute(table.select()))) for table in tables])


def test_a_scanner_that_opens_every_link_and_sends_every_form_as_it_is_changes_nothing(
    database: Database, letters: list[tuple[Link, datetime]]
) -> None:
    before, sent = _everything(database), 0

    for number, (link, at) in enumerate(letters):
        with visiting(database, at) as client:
            page = client.get(f"/to/{link.token}").text
            for path in (link.path, *(_links_in(page) if number % _EVERY == 0 else ())):
                assert client.head(path).status_code in (200, 303)
                sent += _sends_blindly(client, path)

    assert sent
    assert _everything(database) == before


def _sends_blindly(client: TestClient, path: str) -> int:
    """Open this page and send each form on it with what is filled in beforehand; so many forms."""
    forms = _Forms(client.get(path, follow_redirects=True).text).forms
    for action, fields in forms:
        told = client.post(action, data=fields)
        assert told.status_code == 422, (path, told.status_code)
    return len(forms)


def _links_in(page: str) -> list[str]:
    return [href for href in _Forms(page).links if href.startswith("/to/")]


class _Forms(HTMLParser):
    """The forms of a page with their fields as they are, and its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "a":
            self.links.append(told.get("href") or "")
        elif tag == "form":
            self.forms.append((told["action"] or "", {}))
        elif tag in ("input", "textarea") and self.forms:
            chosen = told.get("type") not in ("radio", "checkbox") or "checked" in told
            if chosen and told.get("name"):
                self.forms[-1][1][told["name"] or ""] = told.get("value") or ""


_TOKENS = st.one_of(st.integers(0, 50), st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
_PARTS = st.one_of(
    st.sampled_from([*QuestionName]).map(str), st.sampled_from(["induction", "1", "0", "..", "%2e", "ä"])
)


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with visiting(database, utc(2027, 6, 15)) as client:
        yield client


@given(data=st.data())
def test_no_look_at_any_address_writes_anything(
    database: Database, client: TestClient, letters: list[tuple[Link, datetime]], data: st.DataObject
) -> None:
    before = _everything(database)
    token = data.draw(_TOKENS)
    known = letters[token % len(letters)][0].token if isinstance(token, int) else token
    path = "/".join(["", "to", known, *data.draw(st.lists(_PARTS, max_size=2))])
    for address in (path, *data.draw(st.lists(st.sampled_from(_FIXED), max_size=1))):
        for method in ("GET", "HEAD"):
            assert client.request(method, f"{PAGES}{address}").status_code < 500

    assert _everything(database) == before


_FIXED = ("/", "/health", "/accessibility", "/style/tandem.css", "/nowhere")


def test_no_token_stands_anywhere_but_in_its_letter(
    database: Database, letters: list[tuple[Link, datetime]]
) -> None:
    with database.begin() as session:
        for row in session.query(LetterRow):
            assert link_in(row.mime).token in words_of_mime(row.mime)
            row.mime = b""
    kept = _everything(database)

    assert [link for link, _ in letters if link.token in kept] == []


@pytest.mark.server
async def test_ten_at_once_with_one_answer_are_one_event(world: World) -> None:
    pairing = await world.begin()
    now = datetime.now(UTC) + timedelta(days=365)
    await world.until(pairing, utc(2027, 6, 15))
    mentor = world.pairing(pairing).person(BOTH[0])
    ((_, token),) = links.new_links(asking(world), mentor.email)

    async with visiting_world(world, now) as client:
        posts = [client.post(f"/to/{token}/introduction", data={"answer": "yes"}) for _ in range(10)]
        told = await asyncio.gather(*posts)

    assert {one.status_code for one in told} == {200}
    found = history(asking(world), pairing)
    assert [one.kind for one in found.outcomes].count(OutcomeKind.ACCEPTED) == 1
    events = (await world.pairings.handle(pairing).fetch_history()).to_json()
    assert token not in events
