"""Whatever is wrong with a link, its page is the same to the byte, and so is the work that is done for it: as
many questions to the store, of the same words. A clock could not tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from starlette.testclient import TestClient

from domain.entity.entity import EntityKind
from domain.enums import Correspondent, Role
from domain.letter.letter import LetterName
from storage import applications, links, people
from storage.database import Database
from storage.tables.letters import LinkRow
from tests.every import every
from tests.living import Life, utc
from tests.pages.applicants import applied
from tests.pages.visiting import in_store, link, visiting

pytestmark = pytest.mark.store
NOW = utc(2027, 6, 15)
_LATER = NOW + timedelta(days=3 * 365)
_MADE_UP = "x" * 22


def _partners(database: Database, life: Life | None = None) -> str:
    """The token of a partner's link."""
    life = life or Life()
    life.until(NOW)
    pairing = in_store(database, life)
    return link(database, EntityKind.PAIRING.workflow_id(pairing), LetterName.INTRODUCTION, Role.MENTEE).token


def _moved(database: Database) -> str:
    """Its reader has another address by now."""
    token = _partners(database)
    with database.begin() as session:
        (person,) = people.by_ids(session, [_whose(database, token)]).values()
        people.amend(session, person.email, f"new-{person.email}", None)
    return token


def _revoked(database: Database) -> str:
    token = _partners(database)
    person = _whose(database, token)
    with database.begin() as session:
        links.revoke_all(session, person, "another@uni.example", NOW)
    return token


def _whose(database: Database, token: str) -> str:
    with database.begin() as session:
        return (
            session.scalars(select(LinkRow.person).where(LinkRow.digest == links.digest_of(token))).one()
            or ""
        )


def _too_old(database: Database) -> str:
    life = Life()
    life.until_over()
    return _partners(database, life)


def _managers(database: Database) -> str:
    """Of a line manager who is none any more."""
    made = applied(database)
    found = link(
        database,
        EntityKind.APPLICATION.workflow_id(made),
        LetterName.MANAGER_REQUEST,
        Correspondent.MANAGER,
    )
    with database.begin() as session:
        told = applications.application(session, made).application
        applications.change_answers(session, made, told.replace(manager_email="other@uni.example"), NOW)
    return found.token


def _to_a_form(database: Database) -> str:
    """It opened a form once, for a week."""
    with database.begin() as session:
        return links.make(
            session,
            person=None,
            workflow_id="form-mentor-nowhere",
            role=Correspondent.APPLICANT,
            purpose=LetterName.APPLICATION_FORM,
            email="ann@uni.example",
            now=NOW,
        )


@pytest.fixture
def wrong(database: Database) -> dict[str, str]:
    """A token for each way in which a link opens nothing."""
    works = _partners(database)
    return {
        "made up": _MADE_UP,
        "mistyped": works[:-1],
        "swapped": works.swapcase(),
        "revoked": _revoked(database),
        "moved": _moved(database),
        "too old": _too_old(database),
        "another manager": _managers(database),
        "a form's": _to_a_form(database),
    }


@contextmanager
def _asked(database: Database) -> Iterator[list[str]]:
    """What the store is asked meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


def _told(client: TestClient, database: Database, method: str, path: str) -> tuple[Any, ...]:
    """All that can be seen of an answer, and what was done for it."""
    with _asked(database) as asked:
        answer = client.request(method, path, data={"answer": "yes"} if method == "POST" else None)
    return answer.status_code, answer.content, sorted(answer.headers.items()), asked


@every(
    ("method", "rest"),
    [
        *((method, rest) for method in ("GET", "HEAD") for rest in ("", "/introduction", "/form")),
        ("GET", "/calendar.ics"),
        ("POST", "/form"),
        ("POST", "/introduction"),
        ("POST", "/sitting/induction"),
    ],
)
def test_all_that_is_seen_and_done_is_the_same(
    database: Database, wrong: dict[str, str], method: str, rest: str
) -> None:
    with visiting(database, _LATER) as client:
        told = {way: _told(client, database, method, f"/to/{token}{rest}") for way, token in wrong.items()}

    same = told["made up"]
    assert same[0] == 404
    assert [way for way, one in told.items() if one != same] == []


def test_what_is_right_asks_more(database: Database) -> None:
    """Or the test above would count nothing."""
    with visiting(database, NOW) as client:
        right = _told(client, database, "GET", f"/to/{_partners(database)}")
        wrong = _told(client, database, "GET", f"/to/{_MADE_UP}")

    assert (right[0], wrong[0]) == (200, 404)
    assert len(right[3]) > len(wrong[3]) > 1
