"""A mail server that refuses everybody stops the queue, and no letter pays for it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import update

from domain.letter.states import LetterState
from domain.pairing.events import End
from mail import outbox
from mail.circuit_breaker import MOST_IN_A_ROW, CircuitBreaker, Outage, close_circuit, current
from mail.claiming import Claimed, Claims
from mail.delivery import Postman
from mail.results import Transport
from mail.trial import OnlyTo
from storage.database import Database
from storage.tables.letters import LetterRow, MailOutageRow
from tests.logged import logged
from tests.mail.fake_smtp import CLOSE, Answers, FakeMailServer
from tests.mail.office import ON_BOTH, Office, introduced
from tests.world import written_down

pytestmark = pytest.mark.store

_NO_ENTRY: Answers = {"MAIL": "530 5.7.57 not signed in"}
_FINE: Answers = {}


class House:
    """Some pairings' letters, and one postman for all."""

    def __init__(self, database: Database, pairings: int = 4) -> None:
        self.database = database
        self.offices = [Office(database, introduced(), key) for key in written_down(database, pairings)]
        self.letters = [letter for office in self.offices for letter in office.waiting()]
        self.watch = CircuitBreaker(database)

    def deliver(
        self, transport: Transport, letters: Sequence[str] | None = None
    ) -> list[tuple[LetterState | None, timedelta | None]]:
        postman = Postman(Claims(self.database), transport, self.watch)
        return [postman.deliver(letter) for letter in letters or self.letters]

    def stop(self) -> Outage | None:
        with self.database.begin() as session:
            return current(session)

    def row(self, letter: str) -> LetterRow:
        with self.database.begin() as session:
            return session.get_one(LetterRow, letter)

    def attempts(self) -> list[int]:
        return [self.row(letter).attempts for letter in self.letters]

    def states(self) -> set[str]:
        return {self.row(letter).state for letter in self.letters}

    def let_time_pass(self) -> None:
        """Until the next letter may be tried."""
        with self.database.begin() as session:
            session.execute(update(MailOutageRow).values(try_again_at=datetime.now(UTC)))


@pytest.fixture
def house(database: Database) -> House:
    """Eight letters, and a mail server that has not been asked yet."""
    return House(database)


@pytest.fixture
def stopped(house: House) -> House:
    """Five letters have been turned away; three have not been tried."""
    with FakeMailServer(_NO_ENTRY) as server:
        house.deliver(server.smtp())
    return house


@ON_BOTH
@pytest.mark.parametrize(
    "script",
    [
        _NO_ENTRY,
        {"greeting": CLOSE},
        {"greeting": "554 go away"},
        {"EHLO": CLOSE},
        {"MAIL": "550 5.1.8 bad sender"},
        {"RCPT": CLOSE},
        {"RCPT": "421 going down"},
        {"letter": "554 5.2.252 SendAsDenied"},
    ],
    ids=str,
)
def test_five_letters_in_a_row_turned_away_stop_the_queue(house: House, script: Answers) -> None:
    with FakeMailServer(script) as server:
        house.deliver(server.smtp())

    assert house.attempts() == [1] * MOST_IN_A_ROW + [0] * 3
    assert house.stop()


@pytest.mark.parametrize(
    "script",
    [{"RCPT": "550 no such user"}, {"RCPT": "451 later"}, {"letter": "554 spam"}, {"letter": CLOSE}],
    ids=str,
)
def test_what_is_about_the_letters_stops_nothing(house: House, script: Answers) -> None:
    with FakeMailServer(script) as server:
        house.deliver(server.smtp())

    assert house.attempts() == [1] * len(house.letters)
    assert house.stop() is None


def test_the_same_letter_again_and_again_stops_nothing(house: House) -> None:
    with FakeMailServer(_NO_ENTRY) as server:
        house.deliver(server.smtp(), house.letters[:1] * 9)

    assert house.stop() is None


def test_one_letter_that_goes_begins_the_count_anew(house: House) -> None:
    with FakeMailServer(*[_NO_ENTRY] * 4, _FINE, _NO_ENTRY) as server:
        house.deliver(server.smtp())

    assert house.stop() is None


def test_a_stop_tells_why_in_the_servers_words(stopped: House) -> None:
    stop = stopped.stop()

    assert stop
    assert stop.reason == "530 5.7.57 not signed in"


def test_nothing_is_tried_or_counted_while_it_lasts(stopped: House) -> None:
    before = stopped.attempts()

    with FakeMailServer() as server:
        answers = stopped.deliver(server.smtp())

    assert server.commands == []
    assert stopped.attempts() == before
    assert [state for state, _ in answers] == [LetterState.DEFERRED] * 5 + [LetterState.PENDING] * 3
    assert all(wait and timedelta(minutes=4) < wait <= timedelta(minutes=5) for _, wait in answers)


def test_another_worker_heeds_it_too(stopped: House) -> None:
    stopped.watch = CircuitBreaker(stopped.database)

    with FakeMailServer() as server:
        stopped.deliver(server.smtp())

    assert server.commands == []


def test_when_the_time_has_come_one_letter_is_tried(stopped: House) -> None:
    before = stopped.attempts()
    stopped.let_time_pass()

    with FakeMailServer({"MAIL": "535 still not"}) as server:
        stopped.deliver(server.smtp())

    assert server.commands.count("QUIT") == 1
    assert sum(stopped.attempts()) == sum(before) + 1
    stop = stopped.stop()
    assert stop
    assert stop.reason == "535 still not"


@pytest.mark.parametrize(
    ("script", "state"),
    [
        (_FINE, LetterState.SENT),
        ({"RCPT": ("550 no such user", "250 fine")}, LetterState.FAILED),
        ({"RCPT": ("451 later", "250 fine")}, LetterState.DEFERRED),
    ],
    ids=str,
)
def test_once_the_server_cares_for_a_letter_the_others_go(
    stopped: House, script: Answers, state: LetterState
) -> None:
    stopped.let_time_pass()

    with FakeMailServer(script) as server:
        states = [found for found, _ in stopped.deliver(server.smtp())]

    assert states == [state] + [LetterState.SENT] * 7
    assert stopped.stop() is None


def test_a_letter_of_unknown_fate_ends_nothing(stopped: House) -> None:
    stopped.let_time_pass()

    with FakeMailServer({"letter": CLOSE}) as server:
        stopped.deliver(server.smtp())

    assert stopped.stop()
    assert len(server.letters) == 1


def test_a_letter_that_is_not_wanted_any_more_does_not_take_the_turn(stopped: House) -> None:
    stopped.let_time_pass()
    stopped.offices[0].entity.update(End())
    stopped.offices[0].entity.finish()
    stopped.offices[0].record()

    with FakeMailServer() as server:
        states = [state for state, _ in stopped.deliver(server.smtp())]

    assert states == [LetterState.CANCELLED] * 2 + [LetterState.SENT] * 6


def test_a_letter_that_is_kept_back_gives_the_turn_to_the_next(stopped: House) -> None:
    stopped.let_time_pass()
    last = stopped.row(stopped.letters[-1]).recipient

    with FakeMailServer() as server:
        stopped.deliver(OnlyTo(server.smtp(), frozenset({last})))

    assert [recipient for _, recipient in server.envelopes] == [last]
    assert stopped.stop() is None


def test_a_worker_lost_while_it_lasts_leaves_its_letter_waiting(stopped: House) -> None:
    letter = stopped.letters[0]
    stopped.let_time_pass()
    assert isinstance(Claims(stopped.database).claim(letter, datetime.now(UTC)), Claimed)

    with FakeMailServer() as server:
        ((state, _),) = stopped.deliver(server.smtp(), [letter])

    assert state is LetterState.DEFERRED


@ON_BOTH
def test_the_coordinator_can_start_it_again(stopped: House) -> None:
    with stopped.database.begin() as session:
        close_circuit(session)
        waiting = [letter.id for letter in outbox.all_waiting(session)]

    with FakeMailServer() as server:
        stopped.deliver(server.smtp(), waiting)

    assert sorted(waiting) == sorted(stopped.letters)
    assert stopped.states() == {LetterState.SENT}


def _first_tried(house: House, letter: str, ago: timedelta) -> None:
    with house.database.begin() as session:
        session.get_one(LetterRow, letter).first_attempt_at = datetime.now(UTC) - ago


def test_a_refused_connection_does_not_count_into_the_three_days(house: House) -> None:
    letter = house.letters[0]
    _first_tried(house, letter, timedelta(days=5))

    with FakeMailServer({"greeting": CLOSE}, {"RCPT": "451 later"}) as server:
        states = [house.deliver(server.smtp(), [letter])[0][0] for _ in range(2)]

    assert states == [LetterState.DEFERRED] * 2


def test_three_days_are_three_days_in_which_letters_went(stopped: House) -> None:
    letter = stopped.letters[0]
    _first_tried(stopped, letter, timedelta(days=3) - timedelta(minutes=1))

    with FakeMailServer({"RCPT": "451 later"}) as server:
        ((_, wait),) = stopped.deliver(server.smtp(), [letter])
        assert wait
        first = stopped.row(letter).first_attempt_at
        assert first
        assert datetime.now(UTC) - first < timedelta(days=3) - wait
        with stopped.database.begin() as session:
            close_circuit(session)
        _first_tried(stopped, letter, timedelta(days=3))
        assert stopped.deliver(server.smtp(), [letter])[0][0] is LetterState.FAILED


@pytest.mark.parametrize("script", [{"greeting": "421 busy"}, {"MAIL": "432 4.3.2 too many"}], ids=str)
def test_letters_turned_away_together_do_not_come_back_together(house: House, script: Answers) -> None:
    with FakeMailServer(script) as server:
        waits = [wait for _, wait in house.deliver(server.smtp(), house.letters[:4])]

    assert len(set(waits)) == 4
    assert all(wait and timedelta(minutes=1) <= wait < timedelta(minutes=2) for wait in waits)


_FAULTS: tuple[Answers, ...] = (
    *[_NO_ENTRY] * 6,
    {"RCPT": "451 later"},
    {"RCPT": CLOSE},
    {"DATA": CLOSE},
    {"letter": "421 going down"},
    {"letter": CLOSE},
    {"greeting": "421 busy"},
)


def test_no_letter_is_lost_and_no_copy_differs_by_a_byte_whatever_stops_them(house: House) -> None:
    chance = Random("stops")
    scripts = [chance.choice(_FAULTS) for _ in range(60)]
    stopped = 0

    with FakeMailServer(*scripts, _FINE) as server:
        while house.states() - {LetterState.SENT, LetterState.HELD}:
            house.deliver(server.smtp())
            stopped += house.stop() is not None
            house.let_time_pass()

    rows = [house.row(letter) for letter in house.letters]
    assert stopped > 3
    assert all(row.state == (LetterState.HELD if row.unsure == 3 else LetterState.SENT) for row in rows)
    assert set(server.letters) == {row.mime for row in rows}


def test_the_log_of_a_stop_names_no_person(house: House) -> None:
    with (
        FakeMailServer({"RCPT": "530 no <canary@uni.example>"}) as server,
        logged("mail_stopped", "letter") as logs,
    ):
        house.deliver(server.smtp())

    assert "mail_stopped" in [entry["event"] for entry in logs]
    assert "canary" not in str(logs).lower()


def test_a_letter_that_waits_out_a_stop_can_be_asked_for_but_waits_too(stopped: House) -> None:
    letter = stopped.letters[0]
    stopped.offices[0].resend(letter)

    with FakeMailServer() as server:
        ((state, wait),) = stopped.deliver(server.smtp(), [letter])

    assert (state, server.commands) == (LetterState.PENDING, [])
    assert wait
