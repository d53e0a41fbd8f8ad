"""What applicants can do on their page: fill in what is missing, choose a date, say no."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from domain.application.completeness import beginning
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage, Correspondent
from domain.letter.letter import LetterName
from services import links
from storage import applications, arrivals, queries
from storage.database import Database
from tests.activities.company import open_in_store, stands
from tests.mail.application_stories import demanding
from tests.pages.applicants import NOW, applied, form
from tests.pages.visiting import Link, link, visiting, visiting_world
from tests.services.asking import asking
from tests.world import World, eventually

pytestmark = pytest.mark.store


def _received(database: Database, application: str) -> Link:
    about = EntityKind.APPLICATION.workflow_id(application)
    return link(database, about, LetterName.APPLICATION_RECEIVED, Correspondent.APPLICANT)


@pytest.fixture
def top(database: Database) -> str:
    """The page of somebody whose form lacks the department and the goals."""
    application = applied(database, form(department=None, goals=()))
    return f"/to/{_received(database, application).token}"


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with visiting(database, NOW) as client:
        yield client


def test_what_is_missing_is_asked_and_nothing_else(client: TestClient, top: str) -> None:
    shown = client.get(f"{top}/complete").text
    assert "Which department do you work in?" in shown
    assert "What would you like to learn or work on?" in shown
    assert 'name="name"' not in shown
    assert 'name="manager_email"' not in shown


def test_each_empty_answer_is_named_at_its_field(client: TestClient, top: str) -> None:
    told = client.post(f"{top}/complete", data={"department": "Physics"})
    assert told.status_code == 422
    assert 'href="#goals"' in told.text
    assert 'href="#department"' not in told.text
    assert 'value="Physics"' in told.text


def test_withdrawing_is_asked_twice(client: TestClient, top: str) -> None:
    assert client.post(f"{top}/withdraw", data={}).status_code == 422
    warned = client.post(f"{top}/withdraw", data={"answer": "yes"})
    assert (warned.status_code, 'name="_sure"' in warned.text) == (200, True)


def test_a_partners_question_is_none_of_theirs(client: TestClient, top: str) -> None:
    for question in ("pause", "leave", "support", "introduction"):
        assert "There is nothing to answer here now" in client.get(f"{top}/{question}").text


@pytest.mark.server
async def test_an_application_is_completed_and_withdrawn_by_its_page(world: World) -> None:
    key, told = open_in_store(world, demanding("bristol")), form(department=None, goals=())
    with world.database.begin() as session:
        programme, now = queries.cohort(session, key).programme, datetime.now(UTC)
        _, made = arrivals.upsert(session, key, told, now)
    await world.applications.begin(beginning(made, key, told, programme, now))
    await eventually(lambda: world.letters_about(world.applications, made))
    ((_, token),) = links.new_links(asking(world), told.email)

    async with visiting_world(world) as client:
        answers = {"department": "Physics", "goals": "listening\nasking, and waiting"}
        done = await client.post(f"/to/{token}/complete", data=answers)
        assert "your application is complete" in done.text, done.text
        await stands(world, made, ApplicationStage.CHECKING)
        left = await client.post(f"/to/{token}/withdraw", data={"answer": "yes", "_sure": "yes"})

    assert "your application is complete" in done.text
    with world.database.begin() as session:
        view = applications.application(session, made)
    assert view.application.goals == ("listening", "asking, and waiting")
    assert "You are off the list" in left.text
    await stands(world, made, ApplicationStage.WITHDRAWN)
