"""A concern: from the page of who raises it to that of whom the programme names for it, to nobody else."""

import io
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from domain.entity.entity import EntityKind
from domain.enums import Correspondent, Role
from domain.errors import NotFound, Unreachable
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from mail.mime_text import text_of_mime
from pages.inputs import EDIT
from services import letters, raised_concerns, search
from services.context import Context
from services.reports import status, today
from services.subject_access.export import as_json, export, show
from storage import audit, cohorts, queries
from storage.audit import AuditFilter
from storage.database import Database
from storage.tables.concerns import RaisedConcernRow
from storage.tables.entities import CohortRow
from storage.tables.letters import LetterRow, LinkRow
from storage.tables.server import MessageRow
from tests.factories import accepted, pairing_in, utc
from tests.logged import logged
from tests.pages.applicants import NOW as APPLIED
from tests.pages.applicants import applied
from tests.pages.scanner import fields_of
from tests.pages.visiting import PAGES, SENDER, Link, in_store, link, link_in, visiting
from tests.services.asking import storing

if TYPE_CHECKING:
    from temporalio.client import Client

pytestmark = pytest.mark.store
NOW = utc(2027, 6, 16)
_CANARY = "zqxcanary"
_DIGNITY = "dignity@bristol.example"
_SAID = {"what": f"{_CANARY} was said to me.\r\nTwice.", "get-in-touch": "yes", "_sure": "yes"}


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


def _proof(database: Database, pairing: str) -> dict[str, str]:
    with database.begin() as session:
        email = queries.pairing(session, pairing).person(Role.MENTOR).email
    return {"letter-address": email, "opened": "yes"}


def _raise(client: TestClient, database: Database, pairing: str, **said: str) -> str:
    """What the page says then."""
    sent = {**_proof(database, pairing), **_SAID, **said}
    told = client.post(f"{_page(database, pairing)}/concern", data=sent)
    assert told.status_code == 200, told.text
    return told.text


def _letters(database: Database) -> list[LetterRow]:
    with database.begin() as session:
        asked = session.query(LetterRow).where(LetterRow.name == LetterName.CONCERN_RAISED)
        return list(asked.order_by(LetterRow.written_at, LetterRow.id))


def _link(database: Database) -> Link:
    return link_in(_letters(database)[-1].mime)


def _opened(client: TestClient, path: str, **sent: str) -> str:
    told = client.post(path, data={"letter-address": _DIGNITY, **sent})
    assert told.status_code == 200, told.text
    return told.text


def test_it_opens_to_who_types_the_address_and_says_first_who_reads_it(
    client: TestClient, database: Database, pairing: str
) -> None:
    at = f"{_page(database, pairing)}/concern"

    assert "The email address that the letter went to" in client.get(at).text
    proof = _proof(database, pairing)
    shown = client.post(at, data={"letter-address": proof["letter-address"]}).text
    assert "is shown to Dignity and Respect alone" in shown
    assert "neither to Staff Development" in shown
    assert "within 7 days" in shown
    assert " checked" not in shown
    blind = client.post(at, data=proof)
    assert blind.status_code == 422
    assert "Say what is not right" in blind.text
    assert "Choose whether Dignity and Respect may get in touch with you" in blind.text
    assert _letters(database) == []


def test_what_is_said_is_read_once_more_and_can_be_changed_before_it_goes(
    client: TestClient, database: Database, pairing: str
) -> None:
    at, proof = f"{_page(database, pairing)}/concern", _proof(database, pairing)
    typed = {**proof, "what": f"<b>{_CANARY}?", "get-in-touch": "yes", "reached-by": "0117 1, evenings"}

    checked = client.post(at, data=typed).text
    assert "Check what you are going to say" in checked
    assert '<span class="tandem-words">0117 1, evenings</span>' in checked
    assert f"&lt;b&gt;{_CANARY}?</span>" in checked
    again = client.post(at, data={**typed, EDIT: "yes"}).text
    assert f"&lt;b&gt;{_CANARY}?</textarea>" in again
    assert 'value="0117 1, evenings"' in again
    assert _letters(database) == []


def test_who_is_named_for_it_gets_a_letter_without_a_word_of_it_also_while_the_server_is_away(
    client: TestClient, database: Database, pairing: str
) -> None:
    told = _raise(client, database, pairing)

    assert "Dignity and Respect will read it" in told
    (letter,) = _letters(database)
    words = text_of_mime(letter.mime)
    with database.begin() as session:
        mentor = queries.pairing(session, pairing).mentor
        (message,) = session.query(MessageRow).all()
    assert (letter.recipient, letter.state, letter.person) == (_DIGNITY, LetterState.PENDING, None)
    assert letter.timezone is None  # so it goes at any hour
    assert message.target == letter.id
    for unsaid in (_CANARY, mentor.name, mentor.email, pairing):
        assert unsaid not in words
    assert f"Reply-To: Dignity and Respect <{_DIGNITY}>".encode() in letter.mime


def test_it_opens_to_whom_it_was_told_and_only_with_their_address(
    client: TestClient, database: Database, pairing: str
) -> None:
    _raise(client, database, pairing, **{"may-be-named": "yes"})
    at = _link(database).path

    assert at.endswith("/raised")
    assert _CANARY not in client.get(at).text
    for typed in ("", "reciprocal-mentoring@bristol.example"):
        wrong = client.post(at, data={"letter-address": typed, "opened": "yes", "state": "closed"})
        assert (wrong.status_code, _CANARY in wrong.text) == (422, False)
    shown = _opened(client, at)
    assert f"{_CANARY} was said to me.\nTwice." in shown
    assert _proof(database, pairing)["letter-address"] in shown
    assert "yes, by email" in shown
    assert client.get(at.removesuffix("/raised")).status_code == 404


def test_who_leaves_out_their_name_is_not_named(client: TestClient, database: Database, pairing: str) -> None:
    left_out = {"get-in-touch": "unnamed", "reached-by": "0117 496", "may-be-named": "yes"}
    _raise(client, database, pairing, **left_out)

    shown = _opened(client, _link(database).path)

    assert "somebody who does not say who they are" in shown
    with database.begin() as session:
        mentor = queries.pairing(session, pairing).mentor
    for unsaid in (mentor.name, mentor.email, "0117 496"):
        assert unsaid not in shown


def test_its_author_sees_that_it_was_received_or_closed_and_nothing_more(
    client: TestClient, database: Database, pairing: str
) -> None:
    _raise(client, database, pairing)
    at, proof = f"{_page(database, pairing)}/concern", _proof(database, pairing)
    asked = {"letter-address": proof["letter-address"]}
    assert "have not said yet that they have received it" in client.post(at, data=asked).text

    for state in ("received", "closed"):
        said = {"opened": "yes", "state": state, "note": f"{_CANARY}-{state}"}
        assert f"it is {state}, and nothing else" in _opened(client, _link(database).path, **said)
        seen = client.post(at, data=asked).text
        assert f"They have {state} it." in seen
        assert _CANARY not in seen
        assert f"{_CANARY}-{state}" in _opened(client, _link(database).path)


def test_an_old_page_of_its_reader_does_not_open_again_what_they_have_closed(
    client: TestClient, database: Database, pairing: str
) -> None:
    _raise(client, database, pairing)
    at = _link(database).path
    old = {**fields_of(_opened(client, at)), "opened": "yes", "letter-address": _DIGNITY, "state": "received"}
    _opened(client, at, opened="yes", state="closed", note="Spoke to both")

    told = client.post(at, data={**old, "note": ""})
    assert (told.status_code, "Spoke to both" in told.text, "Closed on" in told.text) == (409, True, True)
    with database.begin() as session:
        assert session.query(RaisedConcernRow).one().closed_at
    assert client.post(at, data={**old, **fields_of(told.text), "note": ""}).status_code == 200
    with database.begin() as session:
        assert session.query(RaisedConcernRow).one().closed_at is None


def test_their_page_says_the_same_to_who_has_raised_one_and_who_has_not(
    client: TestClient, database: Database, pairing: str
) -> None:
    at = _page(database, pairing)
    before = client.get(at).text
    _raise(client, database, pairing)

    assert client.get(at).text == before
    assert "Raise a concern with Dignity and Respect, or see how one stands" in before


def test_when_its_letter_has_not_arrived_its_author_is_told_and_the_link_is_dead(
    client: TestClient, database: Database, pairing: str
) -> None:
    _raise(client, database, pairing)
    path = _link(database).path
    with database.begin() as session:
        session.get_one(LetterRow, _letters(database)[0].id).state = LetterState.BOUNCED

    asked = {"letter-address": _proof(database, pairing)["letter-address"]}
    assert "has not reached them" in client.post(f"{_page(database, pairing)}/concern", data=asked).text
    assert client.get(path).status_code == 404


def test_the_same_twice_is_raised_once_and_many_a_day_are_too_many(
    client: TestClient, database: Database, pairing: str
) -> None:
    for _ in range(2):
        _raise(client, database, pairing)
    assert len(_letters(database)) == 1

    for number in range(4):
        _raise(client, database, pairing, what=f"Another, {number}")
    sent = {**_proof(database, pairing), **_SAID, "what": "Yet another"}
    refused = client.post(f"{_page(database, pairing)}/concern", data=sent)

    assert refused.status_code == 422
    assert f"Please write to {_DIGNITY} yourself" in refused.text
    assert "Yet another</textarea>" in refused.text
    assert len(_letters(database)) == 5


def test_where_nobody_is_named_the_page_says_whom_to_write_to_and_has_no_form(
    client: TestClient, database: Database, pairing: str
) -> None:
    at = _page(database, pairing)
    with database.begin() as session:
        row = session.query(CohortRow).one()
        row.programme = {key: told for key, told in row.programme.items() if key != "concerns"}

    shown = client.get(at).text
    assert f"{at}/concern" not in shown
    assert re.search(r"Write to Staff Development yourself: .*reciprocal-mentoring@", shown)
    assert "nothing to answer here" in client.get(f"{at}/concern").text


def test_an_applicant_can_raise_one_and_a_line_manager_cannot(database: Database) -> None:
    about = EntityKind.APPLICATION.workflow_id(applied(database))
    applicants = link(database, about, LetterName.APPLICATION_RECEIVED, Correspondent.APPLICANT)
    managers = link(database, about, LetterName.MANAGER_REQUEST, Correspondent.MANAGER)
    with visiting(database, APPLIED) as client:
        assert "/concern" in client.get(f"/to/{applicants.token}").text
        assert "/concern" not in client.get(f"/to/{managers.token}").text
        assert "nothing to answer" in client.get(f"/to/{managers.token}/concern").text


def test_nothing_that_a_coordinator_asks_tells_that_there_is_one(
    client: TestClient, database: Database, pairing: str
) -> None:
    context, cohort = storing(database, NOW), pairing.rpartition("-")[0]

    def seen() -> list[object]:
        with database.begin() as session:
            mentor = queries.pairing(session, pairing).mentor
        return [
            letters.list_letters(context, cohort=cohort),
            today.today(context),
            status.status(context, cohort),
            search.find_everywhere(context, "dignity"),
            show(context, mentor.email),
            as_json(show(context, mentor.email)),
        ]

    before = seen()
    _raise(client, database, pairing)

    assert seen() == before
    with pytest.raises(NotFound):
        letters.read_letter(context, _letters(database)[0].id)


def test_the_audit_says_that_it_was_done_and_neither_by_whom_nor_about_what(
    client: TestClient, database: Database, pairing: str
) -> None:
    _raise(client, database, pairing)
    _opened(client, _link(database).path, opened="yes", state="closed")

    with database.begin() as session:
        found = [(entry, name) for entry, name in audit.entries(session, AuditFilter(), 100)]
    assert {(entry.action, name) for entry, name in found} == {
        ("raised_concerns.raise_concern", "somebody with a concern"),
        ("raised_concerns.read_concern", "whom a concern was told to"),
        ("raised_concerns.note_progress", "whom a concern was told to"),
    }
    assert [entry.subjects for entry, _ in found] == [()] * len(found)


def test_its_author_takes_it_along_and_a_coordinator_who_exports_them_does_not(
    client: TestClient, database: Database, pairing: str
) -> None:
    _raise(client, database, pairing)
    _opened(client, _link(database).path, opened="yes", state="closed", note="zqxnote")
    proof = _proof(database, pairing)

    theirs = client.post(f"{_page(database, pairing)}/data", data={**proof, "answer": "file"})
    here = client.post(f"{_page(database, pairing)}/data", data={**proof, "answer": "here"})
    _, coordinators = export(storing(database, NOW), proof["letter-address"])

    assert _CANARY in _all_in(theirs.content)
    assert _CANARY in here.text
    assert "zqxnote" not in _all_in(theirs.content) + here.text
    assert _CANARY not in _all_in(coordinators)
    assert "Whether there are any is on your own page alone" in _all_in(coordinators)


def _all_in(archive: bytes) -> str:
    with ZipFile(io.BytesIO(archive)) as opened:
        json.loads(opened.read("person.json"))
        return "".join(opened.read(name).decode() for name in opened.namelist())


async def test_who_has_lost_the_letter_gets_another_and_the_first_link_is_dead(
    client: TestClient, database: Database, pairing: str
) -> None:
    _raise(client, database, pairing)
    first, cohort = _link(database), pairing.rpartition("-")[0]
    await _send_again(database, cohort, NOW + timedelta(hours=1))
    second = _link(database)

    assert first != second
    assert client.get(first.path).status_code == 404
    assert _CANARY in _opened(client, second.path)
    _opened(client, second.path, opened="yes", state="closed")
    await _send_again(database, cohort, NOW + timedelta(hours=2))
    assert len(_letters(database)) == 2


async def _send_again(database: Database, cohort: str, now: datetime) -> None:
    async def away() -> "Client":
        raise Unreachable("The Temporal server is away.")

    context = Context(database, away, "Jo", lambda: now, mail_from=SENDER.address, pages=PAGES)
    await raised_concerns.send_again(context, cohort)


def test_a_concern_stays_with_whom_it_was_told_to_when_the_programme_names_another(
    client: TestClient, database: Database, pairing: str
) -> None:
    _raise(client, database, pairing)
    cohort = pairing.rpartition("-")[0]
    with database.begin() as session:
        programme = cohorts.to_change(session, cohort).programme
        assert programme.concerns
        named = programme.concerns.replace(email="other@bristol.example")
        cohorts.change_programme(session, cohort, programme.replace(concerns=named))

    assert _CANARY in _opened(client, _link(database).path)


def test_no_log_says_that_there_was_one_nor_holds_the_link(
    client: TestClient, database: Database, pairing: str
) -> None:
    with logged("page") as lines:
        _raise(client, database, pairing)
        _opened(client, _link(database).path, opened="yes", state="received", note=_CANARY)

    assert [set(line) for line in lines] == [{"event", "level", "method", "page", "status", "ms"}] * 2
    assert [line["page"] for line in lines] == ["/to/*"] * 2


def test_the_words_stand_in_their_own_table_alone(
    client: TestClient, database: Database, pairing: str
) -> None:
    _raise(client, database, pairing)

    with database.begin() as session:
        row = session.query(RaisedConcernRow).one()
        links = session.query(LinkRow).where(LinkRow.role == Correspondent.CONCERNS).all()
        assert row.what == f"{_CANARY} was said to me.\nTwice."
        assert [(one.person, one.workflow_id) for one in links] == [(None, f"concern-{row.id}")]
        tables = [
            table for table in RaisedConcernRow.metadata.sorted_tables if table.name != "raised_concerns"
        ]
        everything = str([row for table in tables for row in session.execute(table.select())])
    assert _CANARY not in everything
