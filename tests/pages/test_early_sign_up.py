"""Who is not sure comes to a session first, by a link to their own address, and may give the seat back."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from domain.application.early_sign_up import sessions_to_come
from domain.enums import ApplicationStage, Correspondent, Role
from domain.letter.letter import LetterName
from domain.programme.programme import Programme
from importing.programme_file import read_programme
from services.applications.reading import list_applications
from services.links import new_links
from storage import queries
from storage.database import Database
from storage.tables.letters import LetterRow
from tests.activities.company import open_in_store
from tests.every import every
from tests.factories import PROGRAMMES
from tests.living import utc
from tests.pages.early_sign_up import coming_south_west
from tests.pages.scanner import fields_of
from tests.pages.visiting import link_in, visiting, visiting_world
from tests.services.asking import asking, storing
from tests.services.conftest import open_cohort
from tests.world import World, eventually

pytestmark = pytest.mark.store
EMAIL = "canary-curious@uni.example"
BEFORE, AFTER_THE_FIRST = utc(2022, 6, 1), utc(2022, 6, 10)


def _south_west() -> Programme:
    return read_programme(PROGRAMMES / "south-west-2022.toml")


@pytest.fixture
def key(database: Database) -> str:
    return open_cohort(storing(database, BEFORE), _south_west())


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with visiting(database, AFTER_THE_FIRST) as client:
        yield client


def test_the_dates_that_are_to_come_are_offered_before_one_applies(client: TestClient, key: str) -> None:
    shown = client.get(f"/apply/{key}").text
    assert "Not sure yet?" in shown
    assert f'href="/apply/{key}/mentee/awareness"' in shown

    session = client.get(f"/apply/{key}/mentee/awareness").text
    assert "Come to: Awareness session" in session
    assert "Tuesday 14 June 2022, 14:00 to 15:00" in session
    assert "9 June" not in session


@every("path", ["mentor/nothing", "boss/awareness", "mentee/induction"])
def test_to_what_is_not_held_before_the_pairing_nobody_signs_up(
    client: TestClient, key: str, path: str
) -> None:
    shown = client.get(f"/apply/{key}/{path}")
    assert shown.status_code == 404 or "You cannot sign up now" in shown.text
    assert client.post(f"/apply/{key}/{path}", data={"email": EMAIL}).status_code == 404


def test_an_address_that_is_none_is_a_mistake(client: TestClient, key: str) -> None:
    told = client.post(f"/apply/{key}/mentee/awareness", data={"email": "nobody"})
    assert (told.status_code, 'href="#email"' in told.text) == (422, True)


def test_no_session_is_offered_when_applications_have_closed_or_it_is_over() -> None:
    south_west = _south_west()
    assert sessions_to_come(south_west, Role.MENTEE, BEFORE).keys() == {"awareness"}
    assert not sessions_to_come(south_west, Role.MENTEE, utc(2023, 1, 1))


@pytest.mark.server
async def test_one_comes_by_the_link_in_ones_own_letter_and_gives_the_seat_back_on_ones_page(
    world: World,
) -> None:
    key = open_in_store(world, coming_south_west())
    sessions = sessions_to_come(_programme(world, key), Role.MENTEE, asking(world).clock())
    first = next(iter(sessions["awareness"]))
    async with visiting_world(world) as client:
        asked = await client.post(f"/apply/{key}/mentee/awareness", data={"email": EMAIL.upper()})
        assert "We have sent you a letter" in asked.text
        path = _link(world, key)
        assert path.endswith("/come/awareness")
        assert not list_applications(asking(world), key)
        wrong = await client.post(path, data={"name": "", "sitting": first})
        assert (wrong.status_code, 'href="#name"' in wrong.text) == (422, True)
        blind = await client.post(path, data={"name": "Canary Curious"})
        assert (blind.status_code, "Choose a date" in blind.text) == (422, True)
        old = fields_of((await client.get(path)).text)
        told = await client.post(path, data={"name": "Canary Curious", "sitting": first})
        again = await client.post(path, data={"name": "Canary Curious", "sitting": first})
        other = await client.post(path, data={"name": "Somebody Else", "sitting": first})
        await eventually(lambda: _has_a_seat(world, key))
        second = [*sessions["awareness"]][1]
        outdated = await client.post(path, data={"name": "Canary Curious", "sitting": second, **old})

    assert "You have a seat on" in told.text
    assert (again.status_code, other.status_code) == (200, 422)
    assert (outdated.status_code, "You have a seat on" in outdated.text) == (409, True)
    (view,) = list_applications(asking(world), key)
    assert (view.stage, view.application.email) == (ApplicationStage.INVITED, EMAIL)
    await eventually(lambda: _has_letter(world, view.id, LetterName.GATHERING_INVITATION))

    ((_, token),) = new_links(asking(world), EMAIL)
    async with visiting_world(world) as client:
        seat = f"/to/{token}/seat/awareness"
        assert "You have a seat" in (await client.get(seat)).text
        gone = await client.post(seat, data={"sitting": "none"})
    assert "Thank you for telling us" in gone.text
    await eventually(lambda: _has_letter(world, view.id, LetterName.GATHERING_CANCELLED))


def _has_a_seat(world: World, key: str) -> bool:
    return any(view.signed_up for view in list_applications(asking(world), key))


def _programme(world: World, key: str) -> Programme:
    with world.database.begin() as session:
        return queries.cohort(session, key).programme


def _link(world: World, key: str) -> str:
    with world.database.begin() as session:
        (found,) = [x for x in queries.letters(session, cohort=key) if x.name == LetterName.APPLICATION_FORM]
        return link_in(session.get_one(LetterRow, found.id).mime).path


def _has_letter(world: World, application: str, name: LetterName) -> bool:
    letters = world.letters_about(world.applications, application)
    return any((x.name, x.role) == (name, Correspondent.APPLICANT) for x in letters)
