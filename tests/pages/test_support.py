"""A line manager's answer: by a link of their own, without a word of the role applied for."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from domain.application.completeness import beginning
from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationStage, Concern, Correspondent
from domain.letter.letter import LetterName
from services.applications.reading import history
from storage import applications, arrivals, links, queries
from storage.database import Database
from tests.activities.company import open_in_store, stands, view
from tests.mail.application_stories import demanding
from tests.pages.applicants import NOW, applied, form
from tests.pages.visiting import Link, link, visiting, visiting_world
from tests.services.asking import asking
from tests.world import World

_A_ROLE = re.compile(r"\b(mentor|mentee)s?\b", re.IGNORECASE)
pytestmark = pytest.mark.store


@pytest.fixture
def application(database: Database) -> str:
    return applied(database)


@pytest.fixture
def managers(database: Database, application: str) -> Link:
    about = EntityKind.APPLICATION.workflow_id(application)
    return link(database, about, LetterName.MANAGER_REQUEST, Correspondent.MANAGER)


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with visiting(database, NOW) as client:
        yield client


def test_three_answers_no_text_box_and_no_role(client: TestClient, managers: Link) -> None:
    for path in (managers.path, f"/to/{managers.token}"):
        shown = client.get(path)
        assert shown.status_code == 200
        assert "<textarea" not in shown.text
        assert 'type="text"' not in shown.text
        assert not _A_ROLE.search(path + shown.text)
    assert client.get(managers.path).text.count('type="radio"') == 3


def test_the_answer_of_another_does_not_open_it(
    client: TestClient, application: str, database: Database
) -> None:
    about = EntityKind.APPLICATION.workflow_id(application)
    applicants = link(database, about, LetterName.APPLICATION_RECEIVED, Correspondent.APPLICANT)

    shown = client.get(f"/to/{applicants.token}/support")
    told = client.post(f"/to/{applicants.token}/support", data={"answer": "yes"})

    for page in (shown, told):
        assert "There is nothing to answer here now" in page.text


def test_a_manager_who_is_no_longer_named_has_no_page(
    client: TestClient, application: str, database: Database, managers: Link
) -> None:
    with database.begin() as session:
        told = applications.application(session, application).application
        applications.change_answers(
            session, application, told.replace(manager_email="other@uni.example"), NOW
        )

    assert client.get(managers.path).status_code == 404


@pytest.mark.server
async def test_yes_is_the_support_that_the_command_would_record(world: World) -> None:
    key = open_in_store(world, demanding("bristol"))
    application = await _checking(world, key)
    token = _managers(world, application)

    async with visiting_world(world) as client:
        told = await client.post(f"/to/{token}/support", data={"answer": "yes"})

    assert "You have said yes" in told.text
    found = history(asking(world), key, application)
    confirmed = next(one for one in found.outcomes if one.kind is OutcomeKind.CONFIRMED)
    assert confirmed.about == "manager"
    assert found.actors[confirmed.actor or ""] == f"line manager of {application}"


def _managers(world: World, application: str) -> str:
    """The token of the line manager's link."""
    with world.database.begin() as session:
        return links.make(
            session,
            person=None,
            workflow_id=EntityKind.APPLICATION.workflow_id(application),
            role=Correspondent.MANAGER,
            purpose="support",
            email="boss@uni.example",
            now=datetime.now(UTC),
        )


async def _checking(world: World, key: str) -> str:
    """The id of an application that waits for its line manager."""
    told = form(manager_email="boss@uni.example")
    with world.database.begin() as session:
        programme, now = queries.cohort(session, key).programme, datetime.now(UTC)
        _, application = arrivals.upsert(session, key, told, now)
    await world.applications.begin(beginning(application, key, told, programme, now))
    await stands(world, application, ApplicationStage.CHECKING)
    return application


@pytest.mark.server
async def test_who_would_like_to_talk_is_on_the_coordinators_list_and_may_answer_then(world: World) -> None:
    key = open_in_store(world, demanding("bristol"))
    application = await _checking(world, key)
    token = _managers(world, application)

    async with visiting_world(world) as client:
        told = await client.post(f"/to/{token}/support", data={"answer": "talk"})
        assert "Thank you, we will talk about it" in told.text
        assert view(world, application).concerns == (Concern.MANAGER_ASKS,)
        await client.post(f"/to/{token}/support", data={"answer": "yes"})

    found = view(world, application)
    assert (found.stage, found.concerns) == (ApplicationStage.IN_ORDER, ())
