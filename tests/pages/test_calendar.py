"""The calendar that a reader's own program subscribes to."""

import pytest
from icalendar import Calendar

from domain.entity.entity import EntityKind
from domain.enums import Role
from domain.letter.letter import LetterName
from domain.pairing.events import BookSession, CancelSession
from storage.database import Database
from tests.domain.pairing.booking import JULY_20
from tests.living import lived, mentoring, utc
from tests.pages.visiting import in_store, link, visiting

pytestmark = pytest.mark.store


def test_it_holds_what_the_letters_invite_to_under_the_same_uids(database: Database) -> None:
    life = lived(mentoring)
    life.update(BookSession(starts=JULY_20, minutes=60))
    life.update(BookSession(starts=JULY_20.replace(day=27), minutes=60))
    life.update(CancelSession(session=2))
    pairing = in_store(database, life)
    workflow_id = EntityKind.PAIRING.workflow_id(pairing)
    token = link(database, workflow_id, LetterName.INTRODUCTION, Role.MENTOR).token

    with visiting(database, utc(2027, 7, 15)) as client:
        told = client.get(f"/to/{token}/calendar.ics")

    assert told.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(told.text).events
    assert [str(one["SUMMARY"]) for one in events if one.start == JULY_20] == [
        "Session 1 with Canary Mentee 0"
    ]
    assert not [one for one in events if one.start == JULY_20.replace(day=27)]
    assert {str(one["UID"]).partition("@")[2] for one in events} == {f"{database.identity()}.tandem"}


def test_a_link_that_opens_nothing_has_no_calendar(database: Database) -> None:
    with visiting(database, utc(2027, 7, 15)) as client:
        assert client.get("/to/AAAAAAAAAAAAAAAAAAAAAA/calendar.ics").status_code == 404
