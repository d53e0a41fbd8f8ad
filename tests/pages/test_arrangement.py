"""One partner proposes another arrangement on their page, and the other agrees on theirs."""

import pytest

from domain.entity.entity import EntityKind
from domain.enums import Arrangement, Role
from domain.letter.letter import LetterName
from domain.pairing.events import Accept, ProposeArrangement
from services import links
from storage import cohorts, queries
from storage.database import Database
from tests.living import Life, bristol, lived, mentoring, utc
from tests.pages.visiting import in_store, link, visiting, visiting_world
from tests.services.asking import asking
from tests.world import World

pytestmark = pytest.mark.store
_ALL = tuple(Arrangement)
NOW = utc(2027, 7, 15)


def _page(database: Database, life: Life, offered: tuple[Arrangement, ...] = _ALL) -> str:
    """The mentor's."""
    pairing = in_store(database, life)
    with database.begin() as session:
        cohort = queries.cohort(session, queries.pairing(session, pairing).cohort)
        cohorts.change_programme(session, cohort.key, cohort.programme.replace(arrangements=offered))
    workflow_id = EntityKind.PAIRING.workflow_id(pairing)
    return f"/to/{link(database, workflow_id, LetterName.INTRODUCTION, Role.MENTOR).token}"


def _proposed_by_the_mentee() -> Life:
    life = lived(mentoring)
    life.update(ProposeArrangement(role=Role.MENTEE, arrangement=Arrangement.REVERSE))
    return life


def test_where_there_is_one_arrangement_nothing_is_asked(database: Database) -> None:
    top = _page(database, lived(mentoring), (Arrangement.RECIPROCAL,))
    with visiting(database, NOW) as client:
        assert "/arrangement" not in client.get(top).text


def test_each_arrangement_is_explained_and_none_is_chosen(database: Database) -> None:
    top = _page(database, lived(mentoring))
    with visiting(database, NOW) as client:
        assert f'href="{top}/arrangement"' in client.get(top).text
        shown = client.get(f"{top}/arrangement").text
        blind = client.post(f"{top}/arrangement", data={})
    assert "So far: we take turns" in shown
    assert "has to agree" in shown
    assert " checked" not in shown
    assert (blind.status_code, "Choose one of these" in blind.text) == (422, True)


def test_what_the_other_one_proposes_is_answered_with_yes_or_no(database: Database) -> None:
    top = _page(database, _proposed_by_the_mentee())
    with visiting(database, NOW) as client:
        shown = client.get(f"{top}/arrangement").text
    assert "Yes: the roles stay as they are" in shown
    assert "No, as so far: we take turns" in shown


@pytest.mark.server
async def test_one_proposes_the_other_agrees_and_it_is_so(world: World) -> None:
    pairing = await world.begin(bristol().replace(arrangements=_ALL))
    for role in Role:
        await world.pairings.update(pairing, Accept(role=role))
    pages = {}
    for role in Role:
        ((_, pages[role]),) = links.new_links(asking(world), world.pairing(pairing).person(role).email)
    before = world.pairing(pairing).arrangement
    other = next(one for one in Arrangement if one is not before)

    async with visiting_world(world) as client:
        asked = await client.post(f"/to/{pages[Role.MENTEE]}/arrangement", data={"arrangement": other.value})
        assert "You have made a proposal" in asked.text
        assert world.pairing(pairing).arrangement is before
        agreed = await client.post(f"/to/{pages[Role.MENTOR]}/arrangement", data={"arrangement": other.value})

    assert "You go on like this" in agreed.text
    assert world.pairing(pairing).arrangement is other
