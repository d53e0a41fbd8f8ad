"""What is kept about a person: all of it is shown, and handed out without their partner."""

import io
import json
from zipfile import ZipFile

import pytest

from domain.enums import BOTH
from domain.errors import NotFound
from domain.pairing.events import Accept
from services.subject_access.export import export, show
from storage.tables.every import Base
from tests.services.asking import asking
from tests.world import World, eventually

pytestmark = pytest.mark.server

_SHOWN = {"people", "applications", "pairings", "outcomes", "letters", "stories", "match_marks", "drafts"}
_SHOWN |= {"bounces", "audit", "erasures", "actions", "agreements", "answers", "authors", "contact_wishes"}
_SHOWN |= {"goals", "links", "raised_concerns"}
_OF_NOBODY_WHO_TAKES_PART = {
    *("actors", "audit_end", "cohorts", "coordinators", "entries", "looks", "mail_outages", "messages"),
    *("cohort_notes", "past_pairs", "recommendations", "reports", "store"),
}


def test_every_table_is_thought_of() -> None:
    assert set(Base.metadata.tables) == _SHOWN | _OF_NOBODY_WHO_TAKES_PART


async def _accepted(world: World) -> str:
    (pairing,) = await world.begin_many(1)
    await world.pairings.update(pairing, Accept(role=BOTH[0]))
    await world.pairings.update(pairing, Accept(role=BOTH[1]))
    await eventually(lambda: len(world.letters(pairing)) >= 2)
    return pairing


async def test_a_person_is_shown_with_all_that_is_kept(world: World) -> None:
    pairing = await _accepted(world)
    mentor = world.pairing(pairing).mentor

    record = show(asking(world), mentor.email.upper())

    assert record.person == mentor
    assert [(each.view.id, each.role.value) for each in record.pairings] == [(pairing, "mentor")]
    assert record.pairings[0].outcomes == world.outcomes(pairing)
    own = {letter.id for letter in world.letters(pairing) if letter.recipient == mentor.email}
    assert {each.view.id for each in record.letters} == own


async def test_what_is_handed_out_does_not_name_the_partner(world: World) -> None:
    pairing = await _accepted(world)
    mentor, mentee = world.pairing(pairing).mentor, world.pairing(pairing).mentee

    _, content = export(asking(world), mentor.email)

    with ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"person.json", "person.html"} < files.keys()
    letters = [name for name in files if name.startswith("letters/")]
    assert len(letters) == len(json.loads(files["person.json"])["letters"]) > 0
    everything = "\n".join(files.values())
    assert mentor.email in everything
    assert mentee.email not in everything
    assert mentee.name not in everything


def test_nobody_is_known_by_another_address(world: World) -> None:
    with pytest.raises(NotFound, match="Nobody is known by nobody@"):
        show(asking(world), "nobody@x.example")
