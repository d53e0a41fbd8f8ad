"""Applying by a page: read first, prove the address, fill in, check, send."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from domain.enums import Correspondent, Role
from domain.letter.letter import LetterName
from domain.programme.programme import Programme
from importing.programme_file import read_programme
from pages.inputs import EDIT
from services.applications import updates
from services.applications.reading import list_applications
from storage import links, queries
from storage.database import Database
from storage.tables.entities import ApplicationRow
from storage.tables.letters import LetterRow
from tests.activities.company import open_in_store
from tests.factories import PROGRAMMES
from tests.living import bristol, utc
from tests.pages.scanner import fields_of
from tests.pages.visiting import PAGES, UNLIMITED, link_in, visiting, visiting_world
from tests.services.asking import asking, storing
from tests.services.conftest import open_cohort
from tests.world import World, eventually

pytestmark = pytest.mark.store
NOW = utc(2027, 5, 3, 10)
ANSWERS = {"name": "Canary Applicant", "department": "Physics", "goals": "listening\nasking"}


def _south_west() -> Programme:
    return read_programme(PROGRAMMES / "south-west-2022.toml")


@pytest.fixture
def key(database: Database) -> str:
    return open_cohort(storing(database, NOW), bristol())


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with visiting(database, NOW) as client:
        yield client


def test_what_it_asks_and_what_it_is_comes_before_any_choice(client: TestClient, key: str) -> None:
    shown = client.get(f"/apply/{key}").text
    assert "each of you is mentor and mentee at once" in shown
    assert "Wednesday 30 June 2027, 09:30 to 11:30" in shown
    assert f'href="/apply/{key}/mentor"' in shown
    assert shown.index("What it asks of you") < shown.index("Apply as")


def test_both_arrangements_are_explained_where_one_can_choose(database: Database) -> None:
    key = open_cohort(storing(database, NOW), _south_west())
    with visiting(database, NOW) as client:
        shown = client.get(f"/apply/{key}").text
    assert "What the arrangements mean" in shown


def test_appointments_are_named_by_the_hours_that_they_are_in(database: Database) -> None:
    key = open_cohort(storing(database, NOW), read_programme(PROGRAMMES / "city-2021.toml"))
    with visiting(database, NOW) as client:
        shown = client.get(f"/apply/{key}").text
    assert shown.count("One-to-one interview (Mentor): ") == 1
    assert "09:30 to 12:30 (Online) or" in shown
    assert "10:00 to 10:30" not in shown


@pytest.mark.parametrize("path", ["/apply/nothing", "/apply/nothing/mentor", "/apply/{key}/boss"])
def test_what_there_is_not_is_no_page(client: TestClient, key: str, path: str) -> None:
    assert client.get(path.format(key=key)).status_code == 404


def test_an_address_that_is_none_is_a_mistake(client: TestClient, key: str) -> None:
    for typed in ("", "ann", "ann@@uni.example", "ann@uni.example\nBcc: all@uni.example"):
        told = client.post(f"/apply/{key}/mentor", data={"email": typed})
        assert (told.status_code, 'href="#email"' in told.text) == (422, True), typed


def test_until_when_one_applies_is_said_and_what_becomes_of_who_is_late(
    database: Database, client: TestClient, key: str
) -> None:
    with visiting(database, utc(2027, 6, 8)) as late:
        for path in (f"/apply/{key}", f"/apply/{key}/mentor"):
            assert "Please apply by Monday 7 June 2027." in client.get(path).text
            assert "closed on Monday 7 June 2027. You can still apply: we keep" in late.get(path).text


def test_who_comes_after_the_last_day_is_told_where_nothing_is_kept(database: Database) -> None:
    plan = bristol().applications
    assert plan
    late = bristol().replace(applications=plan.replace(late="declined"))
    key = open_cohort(storing(database, NOW), late)
    with visiting(database, utc(2027, 12, 1)) as client:
        shown = client.get(f"/apply/{key}/mentor").text
    assert "Applications closed on" in shown
    assert "<form" not in shown


def test_a_link_to_a_form_opens_nobodys_page(database: Database, client: TestClient, key: str) -> None:
    with database.begin() as session:
        token = _made(session, key)
    for path in (f"/to/{token}", f"/to/{token}/introduction", f"/to/{token}/form"):
        assert client.get(path).status_code == 404  # there is no letter with it


def _made(session: Session, key: str) -> str:
    return links.make(
        session,
        person=None,
        workflow_id=f"form-mentor-{key}",
        role=Correspondent.APPLICANT,
        purpose="application_form",
        email="ann@uni.example",
        now=NOW,
    )


@pytest.mark.server
async def test_one_applies_by_the_link_in_ones_own_letter_and_is_kept_only_when_it_is_sent(
    world: World,
) -> None:
    key, email = open_in_store(world), "canary-new@uni.example"
    async with visiting_world(world) as client:
        asked = await client.post(f"/apply/{key}/mentor", data={"email": email.upper()})
        assert "We have sent you a letter" in asked.text
        form = _form_link(world, key)
        assert not list_applications(asking(world), key)
        wrong = await client.post(form, data={**ANSWERS, "department": ""})
        assert (wrong.status_code, 'href="#department"' in wrong.text) == (422, True)
        check = await client.post(form, data=ANSWERS)
        assert "Check your answers" in check.text
        old = fields_of(check.text)
        assert not list_applications(asking(world), key)
        back = await client.post(form, data={**ANSWERS, EDIT: "yes"})
        assert 'value="Physics"' in back.text
        sent = await client.post(form, data={**ANSWERS, "_sure": "yes"})
        again = await client.post(form, data={**ANSWERS, **old, "_sure": "yes"})
        other = {**ANSWERS, "department": "Chemistry", "_sure": "yes"}
        outdated = await client.post(form, data={**other, **old})
        (view,) = list_applications(asking(world), key)
        assert view.application.department == "Physics"
        known = fields_of(outdated.text)
        meant = await client.post(form, data={**other, **known})

    assert "Your application has arrived" in sent.text
    assert (again.status_code, outdated.status_code, meant.status_code) == (200, 409, 200)
    assert "You have applied already" in outdated.text
    (view,) = list_applications(asking(world), key)
    assert (view.application.email, view.application.goals) == (email, ("listening", "asking"))
    assert view.application.department == "Chemistry"
    await eventually(lambda: world.letters_about(world.applications, view.id))


@pytest.mark.server
async def test_who_has_withdrawn_and_sends_the_form_again_is_not_told_that_it_has_arrived(
    world: World,
) -> None:
    key, sent = open_in_store(world), {**ANSWERS, "_sure": "yes"}
    async with visiting_world(world) as client:
        await client.post(f"/apply/{key}/mentor", data={"email": "canary-back@uni.example"})
        form = _form_link(world, key)
        assert (await client.post(form, data=sent)).status_code == 200
        (view,) = list_applications(asking(world), key)
        await eventually(lambda: world.letters_about(world.applications, view.id))
        await updates.withdraw(asking(world), key, view.id, Role.MENTOR)

        again = await client.post(form, data=sent)
    assert (again.status_code, "Your application has ended." in again.text) == (422, True)
    assert "You have applied already" not in again.text


@pytest.mark.server
async def test_nobodys_mailbox_is_filled_by_somebody_else(world: World) -> None:
    key = open_in_store(world)
    async with visiting_world(world) as client:
        for _ in range(5):
            told = await client.post(f"/apply/{key}/mentor", data={"email": "canary-victim@uni.example"})
            assert told.status_code == 200
    with world.database.begin() as session:
        many = session.scalar(
            select(func.count()).where(
                LetterRow.recipient == "canary-victim@uni.example", LetterRow.cohort == key
            )
        )
        assert many == 3
        assert not session.scalars(select(ApplicationRow).where(ApplicationRow.cohort == key)).all()


@pytest.mark.server
async def test_a_form_opens_for_seven_days(world: World) -> None:
    key = open_in_store(world)
    async with visiting_world(world) as client:
        await client.post(f"/apply/{key}/mentee", data={"email": "canary-late@uni.example"})
        form = _form_link(world, key)
        assert (await client.get(form)).status_code == 200
    async with visiting_world(world, datetime.now(UTC) + timedelta(days=7, minutes=1)) as client:
        assert (await client.get(form)).status_code == 404


def test_nobody_has_us_write_to_everybody(database: Database, key: str) -> None:
    """The server is away, so that none is written: what is asked for counts all the same."""
    with visiting(database, NOW, replace(UNLIMITED, by_form_letters=2)) as client:
        told = [client.post(f"/apply/{key}/mentor", data={"email": f"a{n}@uni.example"}) for n in range(3)]
        wrong = client.post(f"/apply/{key}/mentor", data={"email": ""})

    assert [each.status_code for each in told] == [503, 503, 422]
    assert "please try again in an hour, or write to" in told[2].text
    assert "Enter your email address" in wrong.text


def _form_link(world: World, key: str) -> str:
    with world.database.begin() as session:
        (found,) = [x for x in queries.letters(session, cohort=key) if x.name == LetterName.APPLICATION_FORM]
        path = link_in(session.get_one(LetterRow, found.id).mime).path
    assert not path.startswith(PAGES)
    return path
