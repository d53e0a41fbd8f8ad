"""A partner says yes or no to the introduction."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import Correspondent, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import Accept
from services import links
from services.auditing import list_entries
from services.pairings import history
from storage.audit import AuditFilter
from storage.database import Database
from storage.tables.audit import AuditRow
from tests.living import Life, utc
from tests.pages.visiting import Link, in_store, link, visiting, visiting_world
from tests.services.asking import asking
from tests.world import World

pytestmark = [pytest.mark.store]
NOW = utc(2027, 6, 15)


@pytest.fixture
def pairing(database: Database) -> str:
    life = Life()
    life.until(NOW)
    return in_store(database, life)


@pytest.fixture
def mentors(database: Database, pairing: str) -> Link:
    return _introduction(database, pairing, Role.MENTOR)


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with visiting(database, NOW) as client:
        yield client


def _introduction(database: Database, pairing: str, role: Role | Correspondent) -> Link:
    return link(database, EntityKind.PAIRING.workflow_id(pairing), LetterName.INTRODUCTION, role)


def test_the_letter_leads_to_the_question_and_nothing_is_chosen(client: TestClient, mentors: Link) -> None:
    shown = client.get(mentors.path)

    assert shown.status_code == 200
    assert mentors.path.endswith("/introduction")
    assert "Would you like to go ahead with Canary Mentee 0?" in shown.text
    assert " checked" not in shown.text


def test_who_chooses_nothing_is_told_so_before_anything_else(client: TestClient, mentors: Link) -> None:
    told = client.post(mentors.path, data={})

    assert told.status_code == 422
    assert "<title>Error: Would you like" in told.text
    assert 'href="#answer">Choose yes or no' in told.text
    assert told.text.index('tabindex="-1"') < told.text.index("<form")


def test_no_is_asked_twice(client: TestClient, mentors: Link) -> None:
    told = client.post(mentors.path, data={"answer": "no"})

    assert told.status_code == 200
    assert "In an hour we tell Canary Mentee 0" in told.text
    assert 'name="_sure"' in told.text


def test_without_the_server_the_answer_stays_on_the_page(client: TestClient, mentors: Link) -> None:
    told = client.post(mentors.path, data={"answer": "yes"})

    assert told.status_code == 503
    assert '<input type="hidden" name="answer" value="yes">' in told.text
    assert "Yes, I would like to go ahead" in told.text
    assert "Bristol" in told.text
    assert ">yes<" not in told.text
    assert "<title>Error: we have not recorded it" in told.text


def test_the_page_of_the_pair_says_where_it_stands(client: TestClient, mentors: Link) -> None:
    shown = client.get(f"/to/{mentors.token}")

    assert shown.status_code == 200
    assert "The two of you are asked whether you would like to go ahead." in shown.text
    assert f'href="{mentors.path}">Would you like to go ahead' in shown.text
    assert "canary-t0@" in shown.text


def test_who_has_said_yes_reads_so_on_their_page(database: Database) -> None:
    life = Life()
    life.until(NOW)
    life.update(Accept(role=Role.MENTOR))
    pairing = in_store(database, life)
    with visiting(database, NOW) as client:
        told = client.get(f"/to/{_introduction(database, pairing, Role.MENTOR).token}").text
        asked = client.get(f"/to/{_introduction(database, pairing, Role.MENTEE).token}").text

    assert "You have said yes. We wait for the answer of Canary Mentee 0." in told
    assert ">Change your answer about Canary Mentee 0<" in told
    assert "The two of you are asked" in asked
    assert ">Would you like to go ahead with" in asked


def test_once_it_is_settled_the_letter_leads_to_a_page_that_says_so(database: Database, pairing: str) -> None:
    told = _introduction(database, pairing, Role.MENTOR)
    with visiting(database, utc(2027, 6, 13)) as client:  # before pairs are introduced
        shown = client.get(told.path)
        answered = client.post(told.path, data={"answer": "yes"})

    for page in (shown, answered):
        assert "There is nothing to answer here now" in page.text


@pytest.mark.server
async def test_an_answer_is_what_the_command_would_have_told(world: World) -> None:
    pairing = await world.begin()
    view = world.pairing(pairing)
    await world.until(pairing, utc(2027, 6, 15))
    ((_, token),) = links.new_links(asking(world), view.mentor.email)

    async with visiting_world(world, utc(2027, 6, 15)) as client:
        told = await client.post(f"/to/{token}/introduction", data={"answer": "yes"})
        again = await client.post(f"/to/{token}/introduction", data={"answer": "yes"})
        shown = await client.get(f"/to/{token}/introduction")

    assert (told.status_code, again.status_code) == (200, 200)
    assert "You have said yes" in told.text
    assert "You said yes on" in shown.text
    found = history(asking(world), pairing)
    (accepted,) = (one for one in found.outcomes if one.kind is OutcomeKind.ACCEPTED)
    assert accepted.role is Role.MENTOR
    assert found.actors[accepted.actor or ""] == view.mentor.name
    with world.database.begin() as session:
        asked = [row for row in session.query(AuditRow) if row.actor == accepted.actor]
    assert {row.action for row in asked} == {"pairings.accept"}
    assert asked[0].subjects == [f"pairing-{pairing}"]
    entries = list_entries(asking(world), AuditFilter(subject=pairing), 50)
    assert view.mentor.name in {name for _, name in entries}
    assert world.pairing(pairing).stage is Stage.APPLICATION
