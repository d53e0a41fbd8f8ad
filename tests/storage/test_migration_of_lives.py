"""0003: what a store of the version before holds comes along, up and down."""

from collections.abc import Iterator
from typing import Any

import pytest

from domain.application import Application, ArrangementWish
from domain.letters import LetterName
from domain.life import LifeKind
from domain.matching.draft import Draft, Proposal, Reason, Unplaced
from domain.outcomes import OutcomeKind
from domain.words import ApplicationStage, Arrangement, CohortStage, Concern, Role, Stage
from mail.outbox import Claimed, Outbox, waiting
from storage import applications, cohorts, drafts, reading
from storage.database import Database
from storage.drafts import Mark
from storage.views import LetterState
from tests.living import bristol, utc
from tests.storage.conftest import empty_store
from tests.storage.migrating import downgrade, fill, rows, shape, upgrade
from tests.world import pair

_OPENED, _SINCE, _UNTIL = utc(2027, 5, 1, 8), utc(2027, 6, 14, 8, 30), utc(2027, 6, 19, 9)
_MADE, _APPROVED = utc(2027, 6, 8, 10), utc(2027, 6, 9, 11)


def _draft(first: str, second: str, third: str) -> Draft:
    proposal = Proposal(mentor=first, mentee=second, arrangement=Arrangement.RECIPROCAL, score=2.5, met=())
    alone = Unplaced(id=third, role=Role.MENTEE, reason=Reason.ALL_TAKEN, others=1, allowed=1)
    return Draft(pairs=(proposal,), unplaced=(alone,), placed=2, score=2.5)


_SPRING_DRAFT = _draft("spring-a", "spring-b", "spring-c")
_AUTUMN_DRAFT = _draft("autumn-a", "autumn-b", "autumn-c")


@pytest.fixture
def before(empty: Database) -> Database:
    """A store of version 0002 with two cohorts in it: spring has been approved, autumn has not."""
    _fill(empty)
    return empty


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def after(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The same store, brought up to date, for tests that only look."""
    made = empty_store(request, tmp_path_factory.mktemp("after"))
    _fill(made)
    made.upgrade()
    yield made
    made.close()


def _fill(database: Database) -> None:
    upgrade(database, "0002")
    _fill_with_pairings(database)
    _fill_with_applications(database)


def _fill_with_pairings(database: Database) -> None:
    programme = bristol().model_dump(mode="json", by_alias=True)
    opened = {"programme": programme, "is_demo": False, "opened_at": _OPENED}
    fill(database, "cohorts", {"key": "spring", **opened}, {"key": "autumn", **opened, "is_demo": True})
    people = ({"id": n, "email": f"{n}@uni.example", "name": n.title()} for n in ("ann", "bea", "cem"))
    fill(database, "people", *people)
    pairing = {"cohort": "spring", "arrangement": "reciprocal", "paused": False, "minimum": 4}
    fill(
        database,
        "pairings",
        pairing
        | {"id": "spring-01", "number": 1, "mentor": "ann", "mentee": "bea", "revision": 2, "sessions": 1}
        | {"stage": "application", "since": _SINCE, "waits_for": "both to accept", "until": _UNTIL}
        | {"concerns": ["not_accepted"]},
        pairing
        | {"id": "spring-02", "number": 2, "mentor": "ann", "mentee": "cem", "revision": 4, "sessions": 0}
        | {"stage": "ended", "since": _SINCE, "reason": "mentor_withdrew", "concerns": []},
    )
    outcome = {"pairing": "spring-01", "at": _SINCE}
    fill(
        database,
        "outcomes",
        outcome | {"number": 1, "kind": "proposed"},
        outcome | {"number": 2, "kind": "booked", "session": 1, "starts": _UNTIL, "minutes": 60},
        {"pairing": "spring-02", "at": _SINCE, "number": 1, "kind": "attended"}
        | {"role": "mentor", "about": "induction"},
    )
    fill(
        database,
        "letters",
        _letter("l1", "spring-01", "introduction", outlives_pairing=False, state="pending"),
        _letter("l2", "spring-02", "partner_left", outlives_pairing=True, state="held", unsure=1),
    )


def _letter(key: str, pairing: str, name: str, **more: Any) -> dict[str, Any]:
    letter = {"id": key, "key": f"{pairing}:{name}", "pairing": pairing, "name": name, "written_at": _SINCE}
    letter |= {"person": "ann", "role": "mentor", "recipient": "ann@uni.example", "subject": "Hello"}
    letter |= {"message_id": f"<{key}@uni.example>", "mime": b"Subject: Hello\r\n\r\nHello \xff\r\n"}
    letter |= {"hold_if_unsure": False, "unwanted": False, "asked_for": False, "attempts": 0, "unsure": 0}
    return letter | more


def _fill_with_applications(database: Database) -> None:
    answers = {"arrangement": "reverse", "capacity": 2, "goals": ["listening"], "manager_email": None}
    fill(
        database,
        "applications",
        *(
            {"id": f"{cohort}-{letter}", "cohort": cohort, "person": person, "role": role}
            | {"answers": answers, "received_at": utc(2027, 6, day)}
            for cohort in ("spring", "autumn")
            for letter, person, role, day in (
                ("c", "cem", "mentee", 3),
                ("b", "bea", "mentee", 2),
                ("a", "ann", "mentor", 2),
            )
        ),
    )
    fill(
        database,
        "drafts",
        {"cohort": "spring", "draft": _SPRING_DRAFT.model_dump(mode="json"), "made_at": _MADE}
        | {"approved_by": "Kim", "approved_at": _APPROVED},
        {"cohort": "autumn", "draft": _AUTUMN_DRAFT.model_dump(mode="json"), "made_at": _MADE},
    )
    mark = {"mentor": "spring-a", "mentee": "spring-b", "kind": "pin", "made_at": _MADE}
    fill(database, "match_marks", mark)


def test_a_cohort_of_before_runs(after: Database) -> None:
    with after.begin() as session:
        spring, autumn = (reading.cohort(session, key) for key in ("spring", "autumn"))

    assert (spring.programme, spring.opened_at, spring.is_demo) == (bristol(), _OPENED, False)
    assert (spring.stage, spring.since, spring.revision) == (CohortStage.RUNNING, _OPENED, 0)
    assert (spring.follows, spring.waits_for, spring.until, spring.concerns) == (None, None, None, ())
    assert autumn.is_demo


def test_a_pairing_of_before_stands_as_it_stood(after: Database) -> None:
    with after.begin() as session:
        first, second = reading.pairings(session, cohort="spring")

    assert (first.stage, first.since, first.until) == (Stage.APPLICATION, _SINCE, _UNTIL)
    assert (first.revision, first.sessions, first.waits_for) == (2, 1, "both to accept")
    assert first.concerns == (Concern.NOT_ACCEPTED,)
    assert (first.mentor.email, first.mentee.name) == ("ann@uni.example", "Bea")
    assert second.stage is Stage.ENDED


def test_what_happened_before_is_told_of_the_pairing(after: Database) -> None:
    with after.begin() as session:
        proposed, booked = reading.outcomes(session, LifeKind.PAIRING.of("spring-01"))
        (attended,) = reading.outcomes(session, LifeKind.PAIRING.of("spring-02"))

    assert (proposed.kind, proposed.number, proposed.at) == (OutcomeKind.PROPOSED, 1, _SINCE)
    assert (booked.session, booked.starts, booked.minutes) == (1, _UNTIL, 60)
    assert (attended.role, attended.about) == (Role.MENTOR, "induction")


def test_a_letter_of_before_is_about_its_pairing_and_goes_on(after: Database) -> None:
    with after.begin() as session:
        (letter,) = reading.letters(session, life=LifeKind.PAIRING.of("spring-01"))
        assert reading.letter(session, letter.id)[1] == b"Subject: Hello\r\n\r\nHello \xff\r\n"
        assert waiting(session, letter.life) == ["l1"]
        assert reading.letter_counts(session, "spring") == {"pending": 1, "held": 1}

    assert (letter.name, letter.role, letter.written_at) == (LetterName.INTRODUCTION, Role.MENTOR, _SINCE)


def test_a_farewell_of_before_is_one(after: Database) -> None:
    assert {row["name"]: row["is_farewell"] for row in rows(after, "letters")} == {
        "introduction": False,
        "partner_left": True,
    }


def test_an_application_of_before_is_in_order(after: Database) -> None:
    with after.begin() as session:
        (view,) = applications.by_email(session, "spring", "ann@uni.example")

    assert view.application == Application(
        name="Ann",
        email="ann@uni.example",
        role=Role.MENTOR,
        arrangement=ArrangementWish.REVERSE,
        capacity=2,
        goals=("listening",),
    )
    assert (view.stage, view.since, view.revision) == (ApplicationStage.IN_ORDER, utc(2027, 6, 2), 0)
    assert (view.reason, view.missing, view.outstanding, view.concerns) == (None, (), (), ())
    assert (view.came_to, view.signed_up, view.waits_for, view.until) == ((), (), None, None)


def test_applications_of_before_are_numbered_as_they_came(after: Database) -> None:
    numbers = {row["id"]: row["number"] for row in rows(after, "applications")}

    assert numbers == {
        f"{cohort}-{letter}": number
        for cohort in ("spring", "autumn")
        for letter, number in (("a", 1), ("b", 2), ("c", 3))
    }


def test_a_store_of_before_lives_on(before: Database) -> None:
    """Its letters are delivered, and what is new is numbered after what was there."""
    before.upgrade()
    somebody = Application(name="Dee", email="dee@uni.example", role=Role.MENTOR)

    with before.begin() as session:
        assert applications.bring_in(session, "spring", somebody, _MADE)[1] == "spring-a04"
        spring = reading.cohort(session, "spring")
        assert cohorts.add_pairs(session, spring, [pair(1, "spring")], _MADE) == ["spring-03"]
    assert isinstance(Outbox(before).claim("l1", _SINCE), Claimed)
    assert Outbox(before).claim("l2", _SINCE) is LetterState.HELD


def test_a_draft_of_before_is_the_first(after: Database) -> None:
    with after.begin() as session:
        spring, autumn = (drafts.latest_draft(session, key) for key in ("spring", "autumn"))
        assert drafts.approvals(session, "spring") == [("Kim", _APPROVED)]
        assert drafts.unplaced_when_approved(session, "spring") == ["spring-c"]
        assert drafts.marks(session, "spring", Mark.PIN) == {("spring-a", "spring-b")}

    assert (spring.draft, spring.made_at, spring.approved_by) == (_SPRING_DRAFT, _MADE, "Kim")
    assert (autumn.draft, autumn.approved_by, autumn.approved_at) == (_AUTUMN_DRAFT, None, None)
    assert [row["number"] for row in rows(after, "drafts")] == [1, 1]


_ALL = ("cohorts", "people", "pairings", "outcomes", "letters", "applications", "drafts", "match_marks")


def test_up_and_down_again_everything_is_as_it_was(before: Database) -> None:
    kept, made = {table: rows(before, table) for table in _ALL}, shape(before)

    before.upgrade()
    downgrade(before, "0002")

    assert {table: rows(before, table) for table in _ALL} == kept
    assert shape(before) == made
    before.upgrade()
    with before.begin() as session:
        assert len(applications.applications(session, "spring")) == 3


def _live_on(database: Database) -> None:
    """What only the newer tables can hold: a letter and an outcome of an application and of a cohort, a
    cohort that follows another, a second draft."""
    letter = _letter("", "", "")
    del letter["pairing"]
    letter |= {"cohort": "spring", "is_farewell": False, "state": "pending"}
    fill(
        database,
        "letters",
        letter
        | {"id": "l3", "key": "spring-a:received", "life": "application-spring-a", "message_id": "<3>"},
        letter
        | {"id": "l4", "key": "spring:draft", "life": "cohort-spring", "message_id": "<4>", "person": None},
    )
    outcome = {"number": 1, "at": _SINCE}
    fill(
        database,
        "outcomes",
        outcome | {"life": "application-spring-a", "kind": "applied"},
        outcome | {"life": "cohort-spring", "kind": "drafted"},
    )
    with database.begin() as session:
        drafts.keep_draft(session, "spring", _AUTUMN_DRAFT, _UNTIL)
        cohorts.open_cohort(session, "next", bristol(), _UNTIL, is_demo=False, follows="spring")


def test_a_downgrade_keeps_what_the_old_tables_can_hold(before: Database) -> None:
    before.upgrade()
    _live_on(before)

    downgrade(before, "0002")

    assert [row["pairing"] for row in rows(before, "letters")] == ["spring-01", "spring-02"]
    assert [row["pairing"] for row in rows(before, "outcomes")] == ["spring-01", "spring-01", "spring-02"]
    latest = {row["cohort"]: row["draft"] for row in rows(before, "drafts")}
    assert Draft.model_validate(latest["spring"]) == _AUTUMN_DRAFT
    assert len(latest) == 2
    assert {row["key"] for row in rows(before, "cohorts")} == {"spring", "autumn", "next"}
