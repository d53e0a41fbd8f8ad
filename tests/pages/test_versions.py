"""A page that has stood open undoes nothing that was said since, here or on the phone: what is sent from it
is not written before both have been seen."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from starlette.testclient import TestClient

from domain.application.events import Confirm
from domain.application.rules import MANAGER
from domain.entity.entity import EntityKind
from domain.enums import Arrangement, Correspondent, ReviewChoice, Role, Wave
from domain.letter.letter import LetterName
from domain.pairing.events import (
    Accept,
    CannotCome,
    LogSession,
    MoveSession,
    Pause,
    ProposeArrangement,
    ProposeTimes,
    Resume,
    Review,
    Withdraw,
)
from storage import answers, cohorts, queries
from storage.database import Database
from tests.domain.pairing.booking import JULY_20, booked, in_review
from tests.every import every
from tests.factories import bristol_rules
from tests.living import Life, accepted, evaluation, lived, mentoring, utc
from tests.pages.applicants import NOW as APPLIED
from tests.pages.applicants import applied, happens
from tests.pages.scanner import fields_of
from tests.pages.visiting import go_on_in_store, in_store, link, visiting

pytestmark = [pytest.mark.store, pytest.mark.slow]
Said = Mapping[str, str]
_DAY = timedelta(days=1)


class Case(NamedTuple):
    question: str
    life: Callable[[], Life]
    since: Any
    """What was said elsewhere after the page was opened."""
    same: Said
    """The same, said on the page."""
    other: Said
    """What the old page says."""
    stands: str
    """What is said of it on the page."""


def _introduced() -> Life:
    return Life(now=utc(2027, 6, 15))


def _held() -> Life:
    life = booked()
    life.until(JULY_20 + _DAY)
    return life


def _paused() -> Life:
    life = lived(mentoring)
    life.update(Pause())
    return life


def _at(name: str, day: int, at: str) -> Said:
    return {f"{name}-on-day": str(day), f"{name}-on-month": "7", f"{name}-on-year": "2027", f"{name}-at": at}


_UNTIL = {"until-day": "2", "until-month": "8", "until-year": "2027"}
_YES, _NO = {"answer": "yes"}, {"answer": "no"}
_MENTOR, _MENTEE = Role.MENTOR, Role.MENTEE
CASES = [
    Case("introduction", _introduced, Accept(role=_MENTOR), _YES, _NO, "You said yes on"),
    Case(
        "review",
        in_review,
        Review(role=_MENTOR, choice=ReviewChoice.CONTINUE),
        {"choice": "continue"},
        {"choice": "end"},
        "You have said that you go on",
    ),
    Case(
        "sitting/induction",
        lambda: lived(accepted),
        CannotCome(gathering="induction", role=_MENTOR),
        {"sitting": "none"},
        {"sitting": "1"},
        "You have said that you cannot come",
    ),
    Case(
        "session/1",
        booked,
        MoveSession(session=1, starts=JULY_20 + _DAY),
        {"change": "move", **_at("session", 21, "15:00")},
        {"change": "cancel"},
        "Change the session on Wednesday 21 July",
    ),
    Case(
        "met/1",
        _held,
        LogSession(session=1, minutes=90),
        {"met": "yes"},
        {"met": "no"},
        "It is down as held",
    ),
    Case(
        "propose",
        lambda: lived(mentoring),
        ProposeTimes(role=_MENTOR, times=(JULY_20, JULY_20 + _DAY), minutes=60),
        {**_at("first", 21, "15:00"), **_at("second", 20, "3pm")},
        _at("first", 22, "15:00"),
        "You have proposed: Tuesday 20 July",
    ),
    Case(
        "pause",
        lambda: lived(mentoring),
        Pause(until=utc(2027, 8, 1, 23)),
        {"how-long": "until", **_UNTIL},
        {"how-long": "open"},
        "You pause until Monday 2 August",
    ),
    Case(
        "pause",
        _paused,
        Pause(until=utc(2027, 8, 1, 23)),
        {"how-long": "until", **_UNTIL},
        {"how-long": "until", **_UNTIL, "until-day": "9"},
        "You pause until Monday 2 August",
    ),
    Case(
        "arrangement",
        lambda: lived(mentoring),
        ProposeArrangement(role=_MENTOR, arrangement=Arrangement.REVERSE),
        {"arrangement": "reverse"},
        {"arrangement": "reciprocal"},
        "You have proposed: the roles stay",
    ),
]


class Opened:
    """The mentor's page of a question, opened before something is said elsewhere."""

    def __init__(self, database: Database, case: Case) -> None:
        self.database, self.case, self.life = database, case, case.life()
        self.pairing = in_store(database, self.life)
        _offer_arrangements(database, self.pairing)
        about = EntityKind.PAIRING.workflow_id(self.pairing)
        token = link(database, about, LetterName.INTRODUCTION, _MENTOR).token
        self.path, self.now = f"/to/{token}/{case.question}", self.life.now
        with self.visit() as client:
            self.fields = fields_of(client.get(self.path).text)

    def say_elsewhere(self) -> None:
        written = len(self.life.entries)
        self.life.update(self.case.since)
        go_on_in_store(self.database, self.pairing, self.life, written)

    def visit(self) -> TestClient:
        return visiting(self.database, self.now)


def _offer_arrangements(database: Database, pairing: str) -> None:
    with database.begin() as session:
        cohort = queries.cohort(session, queries.pairing(session, pairing).cohort)
        cohorts.change_programme(
            session, cohort.key, cohort.programme.replace(arrangements=tuple(Arrangement))
        )


every_case = every("case", CASES)


@every_case
def test_an_old_page_does_not_undo_what_was_said_since_and_its_answer_can_be_sent_again(
    database: Database, case: Case
) -> None:
    page = Opened(database, case)
    page.say_elsewhere()

    with page.visit() as client:
        told = client.post(page.path, data={**page.fields, **case.other})
        assert (told.status_code, "This has changed since you opened" in told.text) == (409, True)
        assert case.stands in told.text
        again = {**fields_of(told.text), **case.other, "_sure": "yes"}
        assert client.post(page.path, data=again).status_code == 503  # so the server is asked


@every_case
def test_who_presses_a_button_twice_is_told_of_no_change(database: Database, case: Case) -> None:
    page = Opened(database, case)
    page.say_elsewhere()

    with page.visit() as client:
        assert client.post(page.path, data={**page.fields, **case.same}).status_code == 503


@every_case
def test_a_page_is_no_older_for_what_has_not_changed(database: Database, case: Case) -> None:
    page = Opened(database, case)

    with page.visit() as client:
        sent = {**page.fields, **case.other, "_sure": "yes"}
        assert client.post(page.path, data=sent).status_code == 503


def test_the_second_page_of_an_old_one_is_as_old(database: Database) -> None:
    page = Opened(database, CASES[0])
    with page.visit() as client:
        warned = client.post(page.path, data={**page.fields, **_NO}).text
    page.say_elsewhere()

    with page.visit() as client:
        told = client.post(page.path, data={**fields_of(warned), **_NO})
    assert told.status_code == 409


def test_a_mistake_on_an_old_page_does_not_make_it_a_new_one(database: Database) -> None:
    page = Opened(database, CASES[0])
    page.say_elsewhere()

    with page.visit() as client:
        wrong = client.post(page.path, data=page.fields)
        assert wrong.status_code == 422
        assert client.post(page.path, data={**fields_of(wrong.text), **_NO}).status_code == 409


def test_what_a_partner_has_proposed_meanwhile_is_seen_before_it_is_replaced(database: Database) -> None:
    theirs = ProposeTimes(role=_MENTEE, times=(JULY_20,), minutes=60)
    page = Opened(database, CASES[5]._replace(since=theirs))
    page.say_elsewhere()

    with page.visit() as client:
        told = client.post(page.path, data={**page.fields, **_at("first", 22, "15:00")})
    assert told.status_code == 409
    assert "Canary Mentee 0 has proposed: Tuesday 20 July" in told.text


def test_to_stay_as_they_are_is_no_answer_to_a_proposal_that_was_not_on_the_page(database: Database) -> None:
    theirs = ProposeArrangement(role=_MENTEE, arrangement=Arrangement.REVERSE)
    page = Opened(database, CASES[8]._replace(since=theirs))
    page.say_elsewhere()

    with page.visit() as client:
        told = client.post(page.path, data={**page.fields, "arrangement": "reciprocal"})
    assert told.status_code == 409
    assert "Canary Mentee 0 proposes: the roles stay" in told.text


def test_a_pause_that_is_over_is_not_begun_anew_by_an_old_page(database: Database) -> None:
    page = Opened(database, CASES[7]._replace(life=_paused, since=Resume()))
    page.say_elsewhere()

    with page.visit() as client:
        told = client.post(page.path, data={**page.fields, "how-long": "open"})
    assert told.status_code == 409
    assert "What was said before stands no more" in told.text


def _of_all_waves() -> Life:
    return lived(evaluation, lambda: bristol_rules().replace(asks=tuple(Wave)))


def test_answers_of_an_old_page_do_not_take_the_place_of_newer_ones(database: Database) -> None:
    page = Opened(database, CASES[0]._replace(question="questions/end", life=_of_all_waves))
    with database.begin() as session:
        answers.save(session, page.pairing, _MENTOR, Wave.END, {"trust": "4", "worked": "Walks"})

    with page.visit() as client:
        told = client.post(page.path, data={**page.fields, "trust": "2"})
        assert (told.status_code, "What stands now" in told.text, "Walks" in told.text) == (409, True, True)
        assert 'value="2" checked' in told.text
        with database.begin() as session:
            kept = answers.answers_of(session, page.pairing, _MENTOR)[Wave.END]
        assert kept == {"trust": "4", "worked": "Walks"}
        again = client.post(page.path, data={**page.fields, "trust": "4", "worked": "Walks"})
    assert "Nothing has changed" in again.text


def test_a_goal_is_not_put_back_to_what_it_was_by_an_old_page(database: Database) -> None:
    page = Opened(database, CASES[0]._replace(question="goal/new", life=lambda: lived(accepted)))
    first = {"goal": "Ask", "plan": "", "shared": "no"}
    with page.visit() as client:
        client.post(page.path, data=first)
        one = page.path.replace("new", "1")
        old = fields_of(client.get(one).text)
        client.post(one, data={**first, "plan": "On Mondays"})

        told = client.post(one, data={**old, **first, "shared": "yes"})
        assert (told.status_code, "On Mondays" in told.text) == (409, True)
        assert "On Mondays" in client.get(one).text
        client.post(one, data={**fields_of(told.text), **first, "shared": "yes"})
        assert "On Mondays" not in client.get(one).text


def test_a_line_managers_old_page_does_not_take_back_their_answer(database: Database) -> None:
    made = applied(database)
    about = EntityKind.APPLICATION.workflow_id(made)
    path = link(database, about, LetterName.MANAGER_REQUEST, Correspondent.MANAGER).path
    with visiting(database, APPLIED) as client:
        old = fields_of(client.get(path).text)
        happens(database, made, Confirm(condition=MANAGER), APPLIED)

        told = client.post(path, data={**old, **_NO})
        assert (told.status_code, "You said yes." in told.text) == (409, True)
        assert client.post(path, data={**old, **_YES}).status_code == 503


def test_what_was_typed_while_it_came_to_an_end_is_shown_and_not_lost(database: Database) -> None:
    left = Withdraw(role=_MENTEE)
    page = Opened(database, CASES[0]._replace(question="goal/new", life=lambda: lived(mentoring), since=left))
    page.say_elsewhere()
    goal = {"goal": "Half an hour of typing", "plan": "<b>And more", "shared": "no"}

    with page.visit() as client:
        told = client.post(page.path, data={**page.fields, **goal}).text
        looked = client.get(page.path).text
    assert "There is nothing to answer here now" in told
    assert "What you typed is not recorded" in told
    assert "Half an hour of typing</p>" in told
    assert "&lt;b&gt;And more</p>" in told
    assert ">no</p>" not in told
    assert "What you typed" not in looked
