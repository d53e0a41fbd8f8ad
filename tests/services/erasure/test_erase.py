"""Erasing somebody from the store: what goes, what stays, and of whom."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from domain.enums import Correspondent, Role
from domain.errors import Refused
from domain.letter.states import LetterState
from domain.programme.contacts import Contact
from domain.raised_concern import GetInTouch, ToldConcern
from mail import moderation
from mail.mime_text import text_of_mime
from services.erasure.erasing import plan_erasure
from services.erasure.personal_files import PersonalFiles
from services.matching import marks
from storage import applications, drafts, goals, links, queries, raised_concerns, subject_access
from storage.database import Database
from storage.erasing import erasures
from storage.erasing.erase import Remembering, erase_person
from storage.erasing.letter_reader import LetterReader
from storage.tables.concerns import RaisedConcernRow
from storage.tables.entities import ApplicationRow, PairingRow
from storage.tables.every import Base
from storage.tables.letters import LetterRow, MailOutageRow
from storage.tables.people import PersonRow
from tests.services.asking import storing
from tests.services.erasure.canaries import (
    CANARY,
    EMAIL,
    NAME,
    NOW,
    applied,
    canary,
    in_all_corners,
    in_what_another_pair_writes,
    open_in,
    paired,
    somebody,
    written,
)

pytestmark = pytest.mark.store

_EMPTIED = {"people", "applications", "letters", "drafts", "match_marks", "outcomes", "entries", "stories"}
_EMPTIED |= {"bounces", "mail_outages", "actions", "agreements", "answers", "authors", "cohort_notes"}
_EMPTIED |= {"contact_wishes", "goals", "links", "raised_concerns", "recommendations"}
_OF_NOBODY_BY_NAME = {
    *("actors", "audit", "audit_end", "cohorts", "coordinators", "erasures", "looks", "messages"),
    *("past_pairs", "pairings", "reports", "store"),
}


def test_every_table_is_thought_of() -> None:
    assert set(Base.metadata.tables) == _EMPTIED | _OF_NOBODY_BY_NAME


@pytest.fixture
def pairing(database: Database) -> str:
    """The canary is tom's mentor; they applied as a mentee, too, and to another cohort, with no pair."""
    for cohort in ("first", "second"):
        open_in(database, cohort)
    mentor = applied(database, "first", canary(Role.MENTOR))
    applied(database, "first", canary(Role.MENTEE))
    applied(database, "second", canary(Role.MENTOR))
    mentee = applied(database, "first", somebody("tom", Role.MENTEE))
    made = paired(database, "first")
    in_all_corners(database, "first", mentor, mentee, made, EMAIL)
    return made


def _erase(database: Database, email: str = EMAIL) -> str:
    """Their id."""
    with database.begin() as session:
        person = session.scalars(select(PersonRow.id).where(PersonRow.email == email)).one()
        erasures.ask(session, person, NOW).workflows = erasures.workflows_of(session, person)
        erase_person(session, person, LetterReader(session, person, text_of_mime), Remembering(_digest, NOW))
    return person


def _digest(email: str) -> bytes:
    return sha256(email.encode()).digest()


def _everything(database: Database) -> str:
    with database.engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        return str([row for table in tables for row in connection.execute(table.select())])


def test_no_row_of_any_table_names_them(database: Database, pairing: str) -> None:
    with database.begin() as session:
        session.add(
            MailOutageRow(id=1, since=NOW, reason=f"550 <{EMAIL}>: no such user here", try_again_at=NOW)
        )
        written(session, 1, "cohort-first", "jo@uni.example", f"{NAME} waits")
        written(session, 2, "application-first-a01", f"{CANARY}.manager@uni.example", "Support them?")
        in_what_another_pair_writes(session, "first")
    assert CANARY in _everything(database).lower()

    _erase(database)

    assert CANARY not in _everything(database).lower()


def test_a_link_to_a_form_goes_that_went_to_their_address(database: Database, pairing: str) -> None:
    whose = {"person": None, "role": Correspondent.APPLICANT, "purpose": "application_form", "now": NOW}
    with database.begin() as session:
        for email in (EMAIL.upper(), "una@uni.example"):
            links.make(session, workflow_id=links.form_id("second", Role.MENTOR), email=email, **whose)  # type: ignore[arg-type]

    _erase(database)

    assert links.address_digest(EMAIL) not in _everything(database)
    assert links.address_digest("una@uni.example") in _everything(database)


def test_a_row_without_a_name_stays_for_the_partner(database: Database, pairing: str) -> None:
    person = _erase(database)

    with database.begin() as session:
        view = queries.pairing(session, pairing)
        assert view.mentor == view.mentor.replace(
            id=person, name="Erased person", email=f"{person}@erased.invalid", timezone=None
        )
        assert view.mentee.email == "tom@uni.example"
        kept = applications.applications(session, "first")
        assert {one.id for one in kept} == {"first-a01", "first-a03"}
        assert applications.applications(session, "second") == []


def test_of_two_partners_who_are_erased_one_after_the_other_nothing_is_left(
    database: Database, pairing: str
) -> None:
    """The letter to one named the other, and lost its words first."""
    with database.begin() as session:
        tom = session.get_one(PairingRow, pairing).mentee
        written(session, 1, f"pairing-{pairing}", "tom@uni.example", f"You and {NAME}", person=tom)
    _erase(database)

    _erase(database, "tom@uni.example")

    assert [word for word in (CANARY, "tom@uni.example") if word in _everything(database).lower()] == []


def test_two_who_were_a_pair_cannot_be_paired_again_by_hand_without_knowing_it(
    database: Database, pairing: str
) -> None:
    _erase(database)
    applied(database, "second", canary(Role.MENTOR))
    applied(database, "second", somebody("tom", Role.MENTEE))
    context = storing(database)
    context.find_pair_digest = lambda: _digest

    with pytest.raises(Refused, match="they were a pair before"):
        marks.pin(context, "second", EMAIL, "tom@uni.example")


def test_a_number_that_was_theirs_is_nobody_elses(database: Database, pairing: str) -> None:
    _erase(database)

    assert applied(database, "second", somebody("new", Role.MENTOR)) == "second-a02"


def test_others_lose_the_fields_that_name_them_and_no_more(database: Database, pairing: str) -> None:
    _erase(database)

    with database.begin() as session:
        row = session.get_one(ApplicationRow, "first-a03")
        for answers in (row.answers, (row.imported or {})["answers"]):
            assert answers["manager_email"] is None
            assert answers["conflicts"] == ["someone.else@uni.example"]
            assert answers["wishes"] == ["Kim Other"]
            assert answers["goals"] == ["a goal"]


def test_a_draft_keeps_its_pairs_and_loses_their_words(database: Database, pairing: str) -> None:
    _erase(database)

    with database.begin() as session:
        kept = drafts.latest_draft(session, "first")
    assert [pair.met[0].words for pair in kept.draft.pairs] == [()]


@pytest.mark.parametrize(
    ("text", "is_kept"), [(f"{NAME} waits", False), (f"Ask {EMAIL}", False), ("Kim waits", True)]
)
def test_a_letter_of_others_that_names_them_loses_its_words(
    database: Database, pairing: str, text: str, is_kept: bool
) -> None:
    with database.begin() as session:
        written(session, 1, "cohort-first", "jo@uni.example", text)

    _erase(database)

    with database.begin() as session:
        row = session.get_one(LetterRow, f"{1:032}")
        assert (row.subject == text, b"waits" in row.mime or b"Ask" in row.mime) == (is_kept, is_kept)
        assert row.recipient == "jo@uni.example"


def test_what_was_held_never_goes_and_cannot_be_sent_again(database: Database, pairing: str) -> None:
    with database.begin() as session:
        written(session, 1, "cohort-first", "jo@uni.example", NAME, state=LetterState.HELD)

    _erase(database)

    with database.begin() as session:
        assert session.get_one(LetterRow, f"{1:032}").state == LetterState.CANCELLED
        with pytest.raises(Refused, match="has been erased"):
            moderation.resend(session, f"{1:032}")


@pytest.fixture
def count(database: Database) -> Callable[[], int]:
    return lambda: _everything(database).lower().count(CANARY)


def test_what_they_said_of_a_goal_goes_and_the_goal_stays(database: Database, pairing: str) -> None:
    _erase(database)

    with database.begin() as session:
        assert goals.goals(session, pairing, Role.MENTOR) == []
        (kept,) = goals.goals(session, pairing, Role.MENTEE)
    assert (kept.goal, kept.feedback) == ("Ask [erased]", None)


def test_the_plan_counts_what_would_go_and_changes_nothing(
    database: Database, pairing: str, count: Callable[[], int], tmp_path: Path
) -> None:
    before = count()
    plan = plan_erasure(storing(database), EMAIL, PersonalFiles(None, tmp_path))

    assert count() == before
    counted = {(place.place, place.what): place.many for place in plan.places}
    assert counted["applications", "that led to no pair, whole"] == 2
    assert counted["applications", "that led to a pair: what they told"] == 1
    assert counted["people", "name, address and timezone"] == 1
    assert counted["feedback", "of theirs on their partners' goals"] == 1
    assert plan.ends.pairings == [pairing]


def test_what_is_asked_for_is_shown_to_them(database: Database, pairing: str) -> None:
    with database.begin() as session:
        record = subject_access.record_of(session, EMAIL)
        erasures.ask(session, record.person.id, NOW)
        assert subject_access.record_of(session, EMAIL).erasure_asked_at is not None


def test_what_somebody_else_raised_about_them_stays(database: Database, pairing: str) -> None:
    about_them = ToldConcern(what=f"{NAME} said it", get_in_touch=GetInTouch.YES)
    to = Contact(name="Dignity", email="dignity@uni.example")
    with database.begin() as session:
        tom = session.get_one(PairingRow, pairing).mentee
        concern = raised_concerns.add(session, "first", tom, about_them, to, NOW)

    _erase(database)

    with database.begin() as session:
        assert raised_concerns.find(session, concern.id) == concern


def test_of_what_they_raised_a_row_stays_that_says_nothing(database: Database, pairing: str) -> None:
    _erase(database)

    with database.begin() as session:
        row = session.scalars(select(RaisedConcernRow)).one()
    assert (row.person, row.what, row.reached_by, row.note, row.may_be_named) == (
        None,
        None,
        None,
        None,
        False,
    )
    assert row.raised_at == NOW
