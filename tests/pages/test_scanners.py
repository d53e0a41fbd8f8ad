"""Mail servers open every link, by HEAD and GET, and some press the buttons: nothing comes of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import product
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from domain.enums import Role, Wave
from domain.letter.questions import QuestionName
from mail.mime_text import text_of_mime
from pages.app import ROUTES
from services import goals
from services.goals import AgreementWords, GoalWords
from storage import answers
from storage.database import Database
from storage.tables.entities import CohortRow
from storage.tables.every import Base
from storage.tables.letters import LetterRow
from tests.living import Life, bristol_rules, evaluation, lived, mentoring, utc
from tests.pages.applicants import applied
from tests.pages.scanner import open_and_send, questions_on
from tests.pages.visiting import PAGES, Link, in_store, link_in, visiting
from tests.pages.whole import whole
from tests.services.asking import storing

pytestmark = [pytest.mark.store, pytest.mark.slow]
_LATER = timedelta(days=1)
_EVERY = 8
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


def test_a_scanner_that_opens_every_link_and_sends_every_form_as_it_is_changes_nothing(
    database: Database, letters: list[tuple[Link, datetime]]
) -> None:
    before, told = whole(database), list[tuple[str, int]]()

    for number, (link, at) in enumerate(letters):
        with visiting(database, at) as client:
            more = questions_on(client, f"/to/{link.token}") if number % _EVERY == 0 else []
            for path in (link.path, *more):
                told += open_and_send(client, path)

    assert {status for _, status in told} == {422}
    assert whole(database) == before


def test_what_somebody_has_written_themselves_is_sent_as_it_stands_and_nothing_changes(
    database: Database,
) -> None:
    life = lived(evaluation, lambda: bristol_rules().replace(asks=tuple(Wave)))
    pairing, now = in_store(database, life), life.now + timedelta(hours=1)
    context = storing(database, now)
    words = AgreementWords(confidentiality="Ours", how_often="", not_spoken_of="", ending_well="")
    with database.begin() as session:
        answers.save(session, pairing, Role.MENTOR, Wave.END, {"trust": "4", "worked": "Walks"})
        token = link_in(session.query(LetterRow).filter_by(role=Role.MENTOR.value)[0].mime).token
    for role in Role:
        goals.agree(context, pairing, role, words, read="")
    goals.write_goal(context, pairing, Role.MENTOR, GoalWords(goal="Ask", plan="", is_shared=True), None)
    goals.write_goal(context, pairing, Role.MENTEE, GoalWords(goal="Tell", plan="", is_shared=True), None)
    goals.give_feedback(context, pairing, Role.MENTOR, 1, "Tell more")
    before = whole(database)

    own = ("questions/end", "questions/end?trust=5", "goal/1", "feedback/1", "agreement")
    paths = [f"/to/{token}/{path}" for path in own]
    with visiting(database, now) as client:
        told = [status for path in paths for _, status in open_and_send(client, path)]
        again = client.post(paths[0], data={"trust": "4", "worked": "Walks"}).text

    assert told == [200, 200, 200, 200, 422]
    assert "Nothing has changed" in again
    assert whole(database) == before


_FILLED_IN = {
    "role": (*Role, "nobody"),
    "question": (*QuestionName, "nothing"),
    "hue": ("8a4b2d", "red"),
    "name": ("tandem", "other"),
    "gathering": ("induction", "nothing"),
    "about": ("1", "new", "induction", "end"),
}
_EVERY_FIFTH = 5
"""So few of what each question can be about are tried with each link, other ones with the next."""


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with visiting(database, utc(2027, 6, 15)) as client:
        yield client


def test_no_look_at_any_route_with_the_link_of_whomever_writes_anything_or_asks_the_server(
    database: Database, client: TestClient, letters: list[tuple[Link, datetime]]
) -> None:
    before = whole(database)
    with database.begin() as session:
        cohorts = (session.query(CohortRow)[0].key, "nowhere")
    tokens = (letters[0][0].token, letters[-1][0].token, "mistyped")

    told = [
        client.request(method, path).status_code
        for path in _addresses({**_FILLED_IN, "token": tokens, "cohort": cohorts})
        for method in ("GET", "HEAD")
    ]

    assert set(told) == {200, 303, 404}  # the server is away: whoever asked it would be told so by 503
    assert len(told) > 250
    assert whole(database) == before


def _addresses(filled: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every route with each of what can stand in it."""
    for route in ROUTES:
        if route.methods and "GET" in route.methods:
            names = list(route.param_convertors)
            values = list(product(*(filled[name] for name in names)))
            for some in values[:: _EVERY_FIFTH if "about" in names else 1]:
                yield route.path.format(**dict(zip(names, some, strict=True)))


_TOKENS = st.one_of(st.integers(0, 50), st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
_PARTS = st.one_of(
    st.sampled_from([*QuestionName]).map(str), st.sampled_from(["induction", "1", "0", "..", "%2e", "ä"])
)


@given(data=st.data())
def test_no_look_at_any_address_writes_anything(
    database: Database, client: TestClient, letters: list[tuple[Link, datetime]], data: st.DataObject
) -> None:
    before = whole(database)
    token = data.draw(_TOKENS)
    known = letters[token % len(letters)][0].token if isinstance(token, int) else quote(token, safe="")
    path = "/".join(["", "to", known, *data.draw(st.lists(_PARTS, max_size=2))])
    for method in ("GET", "HEAD"):
        assert client.request(method, f"{PAGES}{path}").status_code < 500

    assert whole(database) == before


def test_no_token_stands_anywhere_but_in_its_letter(
    database: Database, letters: list[tuple[Link, datetime]]
) -> None:
    with database.begin() as session:
        for row in session.query(LetterRow):
            assert link_in(row.mime).token in text_of_mime(row.mime)
            row.mime = b""
    with database.engine.connect() as connection:
        kept = str([list(connection.execute(table.select())) for table in Base.metadata.sorted_tables])

    assert [link for link, _ in letters if link.token in kept] == []
