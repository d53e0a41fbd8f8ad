"""Links that open a page: found by their token, revocable, and nothing in the store that would open one."""

import pytest

from domain.enums import Correspondent, Role
from storage import links, people
from storage.database import Database
from storage.tables.letters import LinkRow
from tests.living import utc

pytestmark = pytest.mark.store
NOW = utc(2027, 6, 15)


def _made(database: Database, role: Role | Correspondent = Role.MENTOR) -> tuple[str, str | None]:
    """The token, and whose it is."""
    with database.begin() as session:
        person = people.get_or_create_person(session, "Ann", "ann@uni.example")
        whose = None if role is Correspondent.MANAGER else person
        told = {"workflow_id": "pairing-x-01", "role": role, "purpose": "home", "email": "Ann@uni.example"}
        return links.make(session, person=whose, now=NOW, **told), whose  # type: ignore[arg-type]


def _of_a_form(database: Database) -> str:
    """The token of a link to a form that went to the same address, whoever that is."""
    told = {"workflow_id": "form-mentor-x", "purpose": "application_form", "email": "ann@uni.example"}
    with database.begin() as session:
        return links.make(session, person=None, role=Correspondent.APPLICANT, now=NOW, **told)


@pytest.mark.parametrize("role", [Role.MENTEE, Correspondent.APPLICANT, Correspondent.MANAGER])
def test_a_link_is_found_by_its_token(database: Database, role: Role | Correspondent) -> None:
    token, person = _made(database, role)

    with database.begin() as session:
        found = links.find(session, token)

    anns = links.address_digest(" ANN@uni.example")
    reaches = anns if person else links.address_digest("")
    assert found == links.PageLink(person, "pairing-x-01", role, anns, NOW, reaches, None)


def test_a_token_is_128_bits_and_no_two_are_alike(database: Database) -> None:
    tokens = {_made(database)[0] for _ in range(50)}

    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {22}


def test_the_store_does_not_hold_a_token(database: Database) -> None:
    token, _ = _made(database)

    with database.begin() as session:
        assert token not in str([vars(row) for row in session.query(LinkRow)])


def test_all_of_somebodys_links_are_revoked_at_once(database: Database) -> None:
    token, person = _made(database)
    managers, _ = _made(database, Correspondent.MANAGER)
    form = _of_a_form(database)
    assert person

    with database.begin() as session:
        links.revoke_all(session, person, "ann@uni.example", NOW)

    with database.begin() as session:
        assert links.find(session, token) is None
        assert links.find(session, form) is None
        assert links.find(session, managers)
