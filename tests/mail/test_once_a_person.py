"""Somebody applies in both roles: what is for the person, or for the line manager, is written once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.application import events
from domain.enums import BOTH, Correspondent, Role
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from mail.record import record_with_letters
from storage import arrivals, queries
from storage.database import Database
from storage.tables.letters import LetterRow
from storage.views import LetterView
from tests.living import utc
from tests.mail.application_stories import MANAGER_EMAIL, Admitted, application, demanding, living, person_of
from tests.mail.office import opened
from tests.mail.stories import SENDER

pytestmark = pytest.mark.store

MAY_10 = utc(2027, 5, 10)
REQUEST, CHASER = LetterName.MANAGER_REQUEST, LetterName.MANAGER_CHASER
ANNOUNCED = LetterName.GATHERING_ANNOUNCED
CONFIRMED = events.Confirm(condition="manager")


class InBothRoles:
    """Ann's two applications to one cohort, and what has been written about them."""

    def __init__(self, database: Database, other_manager: str = MANAGER_EMAIL, pages: str = "") -> None:
        self.database, self._sender = database, replace(SENDER, pages=pages)
        self.cohort = opened(database, demanding("bristol"))
        self.entities: dict[Role, Admitted] = {}
        self._ids: dict[Role, str] = {}
        self._recorded: dict[Role, int] = dict.fromkeys(BOTH, 0)
        managers = {Role.MENTOR: MANAGER_EMAIL, Role.MENTEE: other_manager}
        ann = person_of(Role.MENTOR)
        for role in BOTH:
            told = application(role).replace(name=ann.name, email=ann.email, manager_email=managers[role])
            with database.begin() as session:
                _, self._ids[role] = arrivals.upsert(session, self.cohort, told, MAY_10)
            self.entities[role] = living(demanding("bristol"), role, MAY_10)
        self.record()

    def tell(self, role: Role, event: object) -> None:
        self.entities[role].update(event)
        self.record()

    def until(self, moment: datetime) -> None:
        for entity in self.entities.values():
            entity.until(moment)
        self.record()

    def record(self) -> None:
        for role, entity in self.entities.items():
            for entry in entity.entries[self._recorded[role] :]:
                with self.database.begin() as session:
                    record_with_letters(session, entry.replace(id=self._ids[role]), self._sender)
            self._recorded[role] = len(entity.entries)

    def letters(self, *names: LetterName) -> list[LetterView]:
        with self.database.begin() as session:
            return [x for x in queries.letters(session, cohort=self.cohort) if x.name in names]

    def states(self, name: LetterName) -> list[LetterState]:
        return [letter.state for letter in self.letters(name)]

    def sent(self) -> None:
        """Whatever waits has gone."""
        with self.database.begin() as session:
            for letter in queries.letters(session, cohort=self.cohort, state=LetterState.PENDING):
                session.get_one(LetterRow, letter.id).state = LetterState.SENT


@pytest.fixture
def ann(database: Database) -> InBothRoles:
    return InBothRoles(database)


def test_the_line_manager_gets_one_request_and_each_chaser_once(ann: InBothRoles) -> None:
    ann.sent()
    ann.until(MAY_10 + timedelta(days=12))

    to_manager = ann.letters(REQUEST, CHASER)
    assert [letter.name for letter in to_manager] == [REQUEST, CHASER, CHASER]
    assert {letter.recipient for letter in to_manager} == {MANAGER_EMAIL}
    assert {letter.role for letter in to_manager} == {Correspondent.MANAGER}


def test_another_manager_is_asked_for_the_other_role(database: Database) -> None:
    ann = InBothRoles(database, other_manager="other@uni.example")

    assert {letter.recipient for letter in ann.letters(REQUEST)} == {MANAGER_EMAIL, "other@uni.example"}


def test_each_date_is_announced_once(ann: InBothRoles) -> None:
    ann.until(MAY_10 + timedelta(days=4))

    assert len(ann.letters(ANNOUNCED)) == 1


def test_what_each_application_says_of_itself_is_said_for_both(ann: InBothRoles) -> None:
    assert len(ann.letters(LetterName.APPLICATION_RECEIVED)) == 2


def test_a_request_that_has_not_gone_becomes_the_other_roles_when_the_first_is_withdrawn(
    ann: InBothRoles,
) -> None:
    ann.tell(Role.MENTOR, events.WithdrawApplication())
    assert ann.states(REQUEST) == [LetterState.PENDING]

    ann.tell(Role.MENTEE, events.WithdrawApplication())
    assert ann.states(REQUEST) == [LetterState.CANCELLED]


def test_one_answer_takes_back_the_request_that_has_not_gone(ann: InBothRoles) -> None:
    for role in BOTH:
        ann.tell(role, CONFIRMED)

    assert ann.states(REQUEST) == [LetterState.CANCELLED]
    assert ann.letters(CHASER) == []


def test_whoever_has_a_seat_in_one_role_hears_no_more_of_the_dates_in_the_other(ann: InBothRoles) -> None:
    ann.tell(Role.MENTOR, events.SignUp(gathering="information", sitting="1"))
    ann.until(MAY_10 + timedelta(days=4))

    assert ann.letters(ANNOUNCED) == []


IN_ORDER, CLOSING = LetterName.APPLICATION_IN_ORDER, LetterName.CLOSING_REMINDER


def test_that_all_is_in_order_is_said_once_of_both_on_one_day(ann: InBothRoles) -> None:
    _confirm_all(ann, Role.MENTOR)
    _confirm_all(ann, Role.MENTEE)

    assert len(ann.letters(IN_ORDER)) == 1


def test_letters_with_links_to_the_reader_s_page_are_the_same_but_for_those(database: Database) -> None:
    ann = InBothRoles(database, pages="https://mentoring.uni.example")
    for role in BOTH:
        _confirm_all(ann, role)

    assert len(ann.letters(IN_ORDER)) == 1


def test_what_asks_for_something_has_a_link_for_each_role(database: Database) -> None:
    ann = InBothRoles(database, pages="https://mentoring.uni.example")
    ann.until(utc(2027, 6, 5))

    assert len(ann.letters(CLOSING)) == 2


def test_on_another_day_it_is_said_again(ann: InBothRoles) -> None:
    _confirm_all(ann, Role.MENTOR)
    ann.sent()
    ann.until(MAY_10 + timedelta(days=2))
    _confirm_all(ann, Role.MENTEE)

    assert len(ann.letters(IN_ORDER)) == 2


def test_what_has_not_gone_is_said_of_the_other_when_the_first_is_withdrawn(ann: InBothRoles) -> None:
    for role in BOTH:
        _confirm_all(ann, role)
    ann.tell(Role.MENTOR, events.WithdrawApplication())

    assert ann.states(IN_ORDER) == [LetterState.PENDING]


def test_that_the_closing_date_is_near_is_said_once_where_both_lack_the_same(ann: InBothRoles) -> None:
    ann.until(utc(2027, 6, 5))

    assert len(ann.letters(CLOSING)) == 1


def test_there_is_one_letter_of_the_reserve_list_and_one_of_being_carried_over(ann: InBothRoles) -> None:
    for role in BOTH:
        _confirm_all(ann, role)
    for event in (events.Unmatched(), events.Close()):
        for role in BOTH:
            ann.tell(role, event)

    assert len(ann.letters(LetterName.RESERVE_LIST)) == len(ann.letters(LetterName.CARRIED_OVER)) == 1


def _confirm_all(ann: InBothRoles, role: Role) -> None:
    for condition in ann.entities[role].entity.outstanding:
        ann.tell(role, events.Confirm(condition=condition))
