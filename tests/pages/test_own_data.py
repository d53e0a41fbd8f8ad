"""What is for nobody but its reader: their address, and what is kept about them."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from domain.audit import AuditResult
from domain.entity.entity import EntityKind
from domain.enums import Correspondent, Role, Stage
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.pairing.events import Accept
from pages.limits import PageLimits
from services import links
from services.erasure.ledger import ErasureLedger
from services.erasure.personal_files import PersonalFiles
from services.people import amend
from storage import audit, queries
from storage.audit import AuditFilter
from storage.database import Database
from storage.tables.letters import LetterRow
from tests.every import every
from tests.factories import accepted, pairing_in, utc
from tests.pages.applicants import NOW as APPLIED
from tests.pages.applicants import applied
from tests.pages.visiting import SENDER, in_store, link, link_in, visiting, visiting_world
from tests.services.asking import asking
from tests.world import World, eventually

pytestmark = pytest.mark.store
NOW = utc(2027, 6, 16)
_STRONG = ("address", "data", "erase")


@pytest.fixture
def pairing(database: Database) -> str:
    return in_store(database, pairing_in(accepted))


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with visiting(database, NOW) as client:
        yield client


def _page(database: Database, pairing: str, role: Role = Role.MENTOR) -> str:
    found = link(database, EntityKind.PAIRING.workflow_id(pairing), LetterName.BOTH_ACCEPTED, role)
    return f"/to/{found.token}"


def _email(database: Database, pairing: str, role: Role = Role.MENTOR) -> str:
    with database.begin() as session:
        return queries.pairing(session, pairing).person(role).email


def _asked(database: Database) -> list[tuple[str, AuditResult]]:
    with database.begin() as session:
        return [(one.action, one.result) for one, _ in audit.entries(session, AuditFilter(), 100)]


def test_they_stand_under_a_heading_of_their_own(
    client: TestClient, database: Database, pairing: str
) -> None:
    due, _, own = client.get(_page(database, pairing)).text.partition("You and your data")

    for name in _STRONG:
        assert f'/{name}"' not in due
        assert f'/{name}"' in own
    for name in ("concerns", "wellbeing"):
        assert f'href="#{name}"' in own
        assert f'id="{name}"' in own
    assert 'href="mailto:dignity@bristol.example"' in own


@every("name", _STRONG)
def test_the_address_that_the_letter_went_to_comes_first(
    client: TestClient, database: Database, pairing: str, name: str
) -> None:
    at, email = f"{_page(database, pairing)}/{name}", _email(database, pairing)
    partners = _email(database, pairing, Role.MENTEE)
    asked = client.get(at).text
    assert "The email address that the letter went to" in asked
    assert email not in asked

    for typed in ("", " ", partners, email[1:]):
        told = client.post(
            at, data={"letter-address": typed, "opened": "yes", "_sure": "yes", "answer": "here"}
        )
        assert (told.status_code, email in told.text) == (422, False), typed
        assert "<title>Error: " in told.text
        assert ("Type the email address that" in told.text) == (not typed.strip())

    opened = client.post(at, data={"letter-address": f" {email.upper()} "})
    assert opened.status_code == 200
    assert 'name="opened" value="yes"' in opened.text
    assert "set-cookie" not in opened.headers
    assert _asked(database) == []


def test_what_was_typed_goes_along_with_each_form_and_a_wrong_answer_keeps_it(
    client: TestClient, database: Database, pairing: str
) -> None:
    at, email = f"{_page(database, pairing)}/erase", _email(database, pairing)

    wrong = client.post(at, data={"letter-address": email, "opened": "yes"})
    assert (wrong.status_code, "Choose yes or no" in wrong.text) == (422, True)
    warned = client.post(at, data={"letter-address": email, "opened": "yes", "answer": "yes"})
    assert "cannot be undone" in warned.text
    for shown in (wrong.text, warned.text):
        assert f'name="letter-address" value="{email}"' in shown


def test_too_many_wrong_addresses_shut_it_for_an_hour_whatever_the_link(
    database: Database, pairing: str
) -> None:
    email = _email(database, pairing)
    with visiting(database, NOW, PageLimits(by_wrong_letter_addresses=3)) as client:
        at = f"{_page(database, pairing)}/data"
        told = [client.post(at, data={"letter-address": f"{n}{email}"}).status_code for n in range(4)]
        again = client.post(at.replace("/data", "/erase"), data={"letter-address": email})
        partners = f"{_page(database, pairing, Role.MENTEE)}/data"
        right = client.post(partners, data={"letter-address": _email(database, pairing, Role.MENTEE)})

    assert told == [422, 422, 422, 429]
    assert (again.status_code, right.status_code) == (429, 200)


@every("role", Role)
def test_what_is_kept_is_shown_on_the_page_without_the_partner(
    client: TestClient, database: Database, pairing: str, role: Role
) -> None:
    email, partners = _email(database, pairing, role), _email(database, pairing, role.partner)
    proof = {"letter-address": email, "opened": "yes"}
    shown = client.post(f"{_page(database, pairing, role)}/data", data={**proof, "answer": "here"})

    assert shown.status_code == 200
    assert email in shown.text
    assert f"Your pairing {pairing}" in shown.text
    assert partners not in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert _asked(database)[0] == ("subject_access.export.show", AuditResult.DONE)


def test_what_is_kept_is_taken_along_as_a_file(client: TestClient, database: Database, pairing: str) -> None:
    proof = {"letter-address": _email(database, pairing), "opened": "yes"}
    taken = client.post(f"{_page(database, pairing)}/data", data={**proof, "answer": "file"})

    assert taken.headers["content-disposition"] == 'attachment; filename="about-you.zip"'
    with ZipFile(io.BytesIO(taken.content)) as archive:
        assert {"person.html", "person.json"} <= set(archive.namelist())
    assert _asked(database) == [("subject_access.export.export", AuditResult.DONE)]


def test_an_applicant_sees_what_is_kept_and_a_line_manager_has_no_such_question(database: Database) -> None:
    application = applied(database)
    about = EntityKind.APPLICATION.workflow_id(application)
    applicants = link(database, about, LetterName.APPLICATION_RECEIVED, Correspondent.APPLICANT)
    managers = link(database, about, LetterName.MANAGER_REQUEST, Correspondent.MANAGER)
    with visiting(database, APPLIED) as client:
        assert "/data" in client.get(f"/to/{applicants.token}").text
        assert "You and your data" not in client.get(f"/to/{managers.token}").text
        for name in _STRONG:
            assert "nothing to answer" in client.get(f"/to/{managers.token}/{name}").text


def test_an_address_is_changed_after_a_page_that_says_what_happens(
    client: TestClient, database: Database, pairing: str
) -> None:
    at, email = f"{_page(database, pairing)}/address", _email(database, pairing)
    proof = {"letter-address": email, "opened": "yes"}

    assert "is not an email address" in client.post(at, data={**proof, "email": "nobody"}).text
    already = client.post(at, data={**proof, "email": email.upper(), "_sure": "yes"})
    assert "go to this address already" in already.text
    warned = client.post(at, data={**proof, "email": "New@uni.example"})
    assert "All our letters go to new@uni.example" in warned.text
    assert _email(database, pairing) == email


@pytest.mark.server
async def test_a_changed_address_ends_the_link(world: World) -> None:
    at, pairing = await _at_work(world)
    email = _email(world.database, pairing)
    new, proof = f"new-{email}", {"letter-address": email, "opened": "yes"}
    taken = {**proof, "email": _email(world.database, pairing, Role.MENTEE), "_sure": "yes"}

    async with visiting_world(world, NOW) as client:
        refused = await client.post(f"{at}/address", data=taken)
        told = await client.post(f"{at}/address", data={**proof, "email": new, "_sure": "yes"})
        after = await client.get(at)

    assert (refused.status_code, "cannot be taken here" in refused.text) == (422, True)
    assert "somebody" not in re.sub(r"<[^>]*>", " ", refused.text)
    assert (told.status_code, f"Our letters go to {new}" in told.text) == (200, True)
    assert after.status_code == 404
    assert _email(world.database, pairing) == new
    await eventually(lambda: _sent_to(world, email, LetterName.FORMER_ADDRESS))
    assert "is on its way there" in told.text


@pytest.mark.server
async def test_where_nothing_is_to_come_a_letter_brings_the_link_that_works(world: World) -> None:
    pairing = await world.begin()
    email = world.pairing(pairing).mentor.email
    asks = replace(asking(world), mail_from=SENDER.address, pages=SENDER.pages)

    amended = await amend(asks, email, f"new-{email}", None)

    await eventually(lambda: _sent_to(world, amended.person.email, LetterName.ADDRESS_CHANGED))
    with world.database.begin() as session:
        (mime,) = _mimes(session, amended.person.email, LetterName.ADDRESS_CHANGED)
    async with visiting_world(world) as client:
        assert (await client.get(link_in(mime).path)).status_code == 200


def _mimes(session: Session, email: str, name: LetterName) -> list[bytes]:
    return [row.mime for row in session.query(LetterRow).filter_by(recipient=email, name=name)]


def _sent_to(world: World, email: str, name: LetterName) -> bool:
    with world.database.begin() as session:
        rows = session.query(LetterRow).filter_by(recipient=email, name=name)
        return [row.state for row in rows] == [LetterState.SENT]


@pytest.mark.server
async def test_who_asks_to_be_erased_has_left_and_is_in_the_list_of_erasures(
    world: World, tmp_path: Path
) -> None:
    at, pairing = await _at_work(world)
    person = world.pairing(pairing).person(Role.MENTOR)
    ledger = ErasureLedger(tmp_path / "erasures", tmp_path / "key")
    sent = {"letter-address": person.email, "opened": "yes", "answer": "yes", "_sure": "yes"}

    async with visiting_world(world, NOW, PersonalFiles(ledger, tmp_path)) as client:
        told = await client.post(f"{at}/erase", data=sent)

    assert (told.status_code, "You will be erased" in told.text) == (200, True)
    assert [line.person for line in ledger.lines()] == [person.id]
    assert world.pairing(pairing).stage is Stage.ENDED


@pytest.mark.server
async def test_where_nobody_has_said_where_the_list_of_erasures_is_the_page_says_whom_to_ask(
    world: World,
) -> None:
    at, pairing = await _at_work(world)
    email = world.pairing(pairing).person(Role.MENTOR).email
    sent = {"letter-address": email, "opened": "yes", "answer": "yes", "_sure": "yes"}

    async with visiting_world(world, NOW) as client:
        told = await client.post(f"{at}/erase", data=sent)

    assert (told.status_code, "who has it done" in told.text) == (422, True)
    assert "TANDEM_" not in told.text
    assert world.pairing(pairing).stage.is_open


async def _at_work(world: World) -> tuple[str, str]:
    """The page of the mentor of a pair that goes on, and which pair it is."""
    pairing = await world.begin()
    for role in Role:
        await world.pairings.update(pairing, Accept(role=role))
    ((_, token),) = links.new_links(asking(world), world.pairing(pairing).mentor.email)
    return f"/to/{token}", pairing
