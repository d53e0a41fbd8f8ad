"""What holds for every page: headers, limits, links that do not work, what is logged."""

from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from starlette.testclient import TestClient

from domain.entity.entity import EntityKind
from domain.enums import Role
from domain.letter.letter import LetterName
from pages.form_body import LARGEST_BODY
from pages.limits import PageLimits
from pages.middleware import masked
from storage.database import Database
from tests.conftest import emptied
from tests.every import every
from tests.living import Life, utc
from tests.logged import logged
from tests.pages.visiting import Link, in_store, link, visiting

pytestmark = pytest.mark.store
NOW = utc(2027, 6, 15)
_MADE_UP = "x" * 22
_FIXED = ("/", "/health", "/accessibility", "/style/tandem.css", "/style/hue-8a4b2d.css")


@pytest.fixture
def store(sqlite_store: Database) -> Iterator[Database]:
    yield from emptied(sqlite_store)


@pytest.fixture
def mentors(store: Database) -> Link:
    life = Life()
    life.until(NOW)
    pairing = in_store(store, life)
    return link(store, EntityKind.PAIRING.workflow_id(pairing), LetterName.INTRODUCTION, Role.MENTOR)


@pytest.fixture
def client(store: Database) -> Iterator[TestClient]:
    with visiting(store, NOW) as client:
        yield client


@every("path", (*_FIXED, f"/to/{_MADE_UP}", f"/to/{_MADE_UP}/introduction", "/nowhere", "/style/other.css"))
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"].startswith("noindex")
    assert headers["Strict-Transport-Security"]
    assert "set-cookie" not in headers
    assert headers["Cache-Control"] == "no-store" or path.startswith("/style/")


def test_without_tls_there_is_no_promise_of_it(store: Database) -> None:
    with visiting(store, host="http://127.0.0.1:8333") as client:
        assert "Strict-Transport-Security" not in client.get("/health").headers


@every("path", ("/", "/accessibility", f"/to/{_MADE_UP}"))
def test_nothing_is_loaded_from_elsewhere(client: TestClient, path: str) -> None:
    shown = client.get(path).text

    assert "<script" not in shown
    assert "<img" not in shown
    assert 'src="http' not in shown
    assert "url(" not in client.get("/style/govuk-frontend.css").text


def test_what_cannot_even_be_a_token_has_the_page_of_every_wrong_link(client: TestClient) -> None:
    made_up = client.get(f"/to/{_MADE_UP}").text

    for token in ("ä" * 22, normalize("NFD", "é")):
        shown = client.get(f"/to/{token}")
        assert (shown.status_code, shown.text) == (404, made_up), token


def _another(store: Database) -> str:
    life = Life()
    life.until(NOW)
    pairing = in_store(store, life)
    return link(store, EntityKind.PAIRING.workflow_id(pairing), LetterName.INTRODUCTION, Role.MENTEE).token


def test_a_page_goes_thirty_days_after_the_end(store: Database) -> None:
    life = Life()
    life.until(NOW)
    life.until_over()
    over = life.entity.since
    pairing = in_store(store, life)
    told = link(store, EntityKind.PAIRING.workflow_id(pairing), LetterName.INTRODUCTION, Role.MENTOR)

    with visiting(store, over.replace(year=over.year + 2)) as client:
        assert client.get(told.path).status_code == 404
    with visiting(store, over) as client:
        assert client.get(f"/to/{told.token}").status_code == 200


def test_a_link_that_is_asked_for_too_often_waits_and_others_do_not(store: Database, mentors: Link) -> None:
    other = _another(store)
    with visiting(store, NOW, PageLimits(by_link=3)) as client:
        told = [client.get(f"/to/{mentors.token}").status_code for _ in range(4)]

        assert told == [200, 200, 200, 429]
        assert client.get(f"/to/{other}").status_code == 200


def test_who_guesses_links_is_stopped(store: Database) -> None:
    with visiting(store, NOW, PageLimits(by_wrong_links=3)) as client:
        told = [client.get(f"/to/{number:022}").status_code for number in range(5)]

    assert told == [404, 404, 404, 429, 429]


@every(
    ("body", "headers", "status"),
    [
        (b"a=" + b"x" * LARGEST_BODY, {}, 413),
        (b"{}", {"content-type": "application/json"}, 415),
        (b"answer=%FF", {}, 400),
        (b"&".join(b"a=1" for _ in range(300)), {}, 400),
        (b"answer=yes", {"sec-fetch-site": "cross-site"}, 403),
        (b"answer=yes", {"origin": "https://elsewhere.example"}, 403),
    ],
)
def test_what_no_page_of_ours_sends_is_refused(
    client: TestClient, mentors: Link, body: bytes, headers: dict[str, str], status: int
) -> None:
    sent = {"content-type": "application/x-www-form-urlencoded", **headers}

    assert client.post(mentors.path, content=body, headers=sent).status_code == status


@every(
    "headers",
    ({"origin": "null"}, {"sec-fetch-site": "same-origin"}, {"origin": "https://pages.example"}, {}),
)
def test_a_form_of_ours_is_taken(client: TestClient, mentors: Link, headers: dict[str, str]) -> None:
    assert client.post(mentors.path, data={"answer": "yes"}, headers=headers).status_code == 503


def test_no_link_and_no_address_is_in_the_log(client: TestClient, mentors: Link) -> None:
    with logged("page") as lines:
        client.get(mentors.path)
        client.get(f"/{mentors.token}")

    assert [line["page"] for line in lines] == ["/to/*/introduction", "(another)"]
    assert mentors.token not in str(lines)


@every("path", ("/to/abc/x?y", "/to/abc", "/to/abc/", "//to/abc", "/style/abc\n.css", "/style/" + "abc" * 50))
def test_a_path_is_logged_without_its_link(path: str) -> None:
    assert "abc" not in masked(path)


def test_a_store_that_is_away_is_said_and_the_process_lives(tmp_path: Path) -> None:
    with visiting(Database(f"sqlite:///{tmp_path}/none.db"), NOW) as client:
        shown = client.get(f"/to/{_MADE_UP}")
        answered = client.post(f"/to/{_MADE_UP}/introduction", data={"answer": "yes", "why": "<b>"})

        assert (shown.status_code, answered.status_code) == (503, 503)
        assert 'name="why" value="&lt;b&gt;"' in answered.text
        assert client.get("/health").text == "ok\n"
