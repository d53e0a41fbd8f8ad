from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Timer

import pytest
from sqlalchemy import create_engine, text

from domain.enums import Role
from domain.errors import Unreachable
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.pairing.events import End, Withdraw
from mail.circuit_breaker import CircuitBreaker
from mail.claiming import Claimed, Claims
from mail.delivery import AFTER_A_LOSS, Postman
from mail.results import ClaimLostError
from storage.database import Database
from tests.logged import logged
from tests.mail.fake_smtp import CLOSE, SILENCE, Answers, FakeMailServer, then_close
from tests.mail.office import ON_BOTH, Office, introduced

pytestmark = pytest.mark.store

_SHORT = (timedelta(seconds=1), timedelta(seconds=5))


def _postman(office: Office, server: FakeMailServer) -> Postman:
    return Postman(Claims(office.database), server.smtp(), CircuitBreaker(office.database), _SHORT)


@pytest.mark.parametrize(
    ("script", "state"),
    [
        ({}, LetterState.SENT),
        ({"QUIT": "500 rude"}, LetterState.SENT),
        ({"letter": then_close("250 kept")}, LetterState.SENT),
        ({"greeting": "554 go away"}, LetterState.DEFERRED),
        ({"MAIL": "530 who are you?"}, LetterState.DEFERRED),
        ({"RCPT": "451 later"}, LetterState.DEFERRED),
        ({"RCPT": "421 going down"}, LetterState.DEFERRED),
        ({"RCPT": "535 not signed in"}, LetterState.DEFERRED),
        ({"RCPT": SILENCE}, LetterState.DEFERRED),
        ({"greeting": SILENCE}, LetterState.DEFERRED),
        ({"letter": "432 4.3.2 too many"}, LetterState.DEFERRED),
        ({"letter": "554 5.2.252 SendAsDenied"}, LetterState.DEFERRED),
        ({"RCPT": "550 no such user"}, LetterState.FAILED),
        ({"RCPT": then_close("250 fine")}, LetterState.DEFERRED),
        ({"DATA": CLOSE}, LetterState.DEFERRED),
        ({"DATA": then_close("354 go on")}, LetterState.DEFERRED),
        ({"letter": "452 full"}, LetterState.DEFERRED),
        ({"letter": "554 spam"}, LetterState.FAILED),
        ({"letter": CLOSE}, LetterState.DEFERRED),
        ({"letter": SILENCE}, LetterState.DEFERRED),
    ],
    ids=lambda case: " ".join(f"{k}: {v}" for k, v in case.items()) if isinstance(case, dict) else str(case),
)
def test_what_the_server_does_decides_the_letters_state(
    office: Office, script: Answers, state: LetterState
) -> None:
    with FakeMailServer(script) as server:
        found, _ = _postman(office, server).deliver(office.letter())

    assert found is state
    assert office.state(office.letter()) is state


@pytest.mark.parametrize(
    "script", [{"letter": CLOSE}, {"letter": SILENCE}, {"DATA": then_close("354 go on")}]
)
def test_sad_news_of_unknown_fate_is_held_and_does_not_go_again(database: Database, script: Answers) -> None:
    entity = introduced()
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()
    office = Office(database, entity)
    farewell = office.letter(LetterName.PARTNER_LEFT)

    with FakeMailServer(script, {}) as server:
        states = [_postman(office, server).deliver(farewell)[0] for _ in range(2)]

    assert states == [LetterState.HELD, LetterState.HELD]
    assert len(server.letters) <= 1


@pytest.mark.parametrize("script", [{"letter": CLOSE}, {"letter": SILENCE}, {"letter": "452 full"}])
def test_a_second_copy_does_not_differ_by_a_byte(office: Office, script: Answers) -> None:
    frozen = office.row(office.letter()).mime

    with FakeMailServer(script, {}) as server:
        states = [_postman(office, server).deliver(office.letter())[0] for _ in range(2)]

    assert states == [LetterState.DEFERRED, LetterState.SENT]
    assert server.letters == [frozen, frozen]


def test_a_letter_that_was_sent_does_not_go_again(office: Office) -> None:
    with FakeMailServer() as server:
        postman = _postman(office, server)
        answers = [postman.deliver(office.letter()) for _ in range(3)]

    assert answers == [(LetterState.SENT, None)] * 3
    assert len(server.letters) == 1


def test_where_there_is_no_letter_there_is_nothing_to_deliver(database: Database) -> None:
    with FakeMailServer() as server:
        postman = Postman(Claims(database), server.smtp(), CircuitBreaker(database))

        assert postman.deliver("no-such-letter") == (None, None)

    assert server.commands == []


def test_a_server_that_never_answers_gets_no_more_than_three_copies(office: Office) -> None:
    with FakeMailServer({"letter": SILENCE}) as server:
        postman = _postman(office, server)
        states = [postman.deliver(office.letter())[0] for _ in range(5)]

    assert states == [LetterState.DEFERRED, LetterState.DEFERRED, *[LetterState.HELD] * 3]
    assert server.letters == [office.row(office.letter()).mime] * 3


def test_a_letter_goes_to_its_reader(office: Office) -> None:
    letter = office.letter(role=Role.MENTEE)

    with FakeMailServer() as server:
        _postman(office, server).deliver(letter)

    assert [recipient for _, recipient in server.envelopes] == [office.row(letter).recipient]
    assert server.letters == [office.row(letter).mime]


def test_the_servers_last_answer_is_kept(office: Office) -> None:
    with FakeMailServer({"RCPT": "550 no such user"}) as server:
        _postman(office, server).deliver(office.letter())

    assert office.row(office.letter()).reply == "550 no such user"


def test_a_letter_waits_longer_each_time_up_to_the_last_patience(office: Office) -> None:
    with FakeMailServer({"RCPT": "451 later"}) as server:
        waits = [_postman(office, server).deliver(office.letter())[1] for _ in range(4)]

    assert waits == [_SHORT[0], _SHORT[1], _SHORT[1], _SHORT[1]]


def test_a_letter_that_is_no_longer_wanted_meets_no_mail_server(office: Office) -> None:
    office.entity.update(End())
    office.entity.finish()
    office.record()

    with FakeMailServer() as server:
        assert _postman(office, server).deliver(office.letter()) == (LetterState.CANCELLED, None)

    assert server.commands == []


def test_a_postman_who_was_overtaken_hands_nothing_over(office: Office) -> None:
    outbox, letter = Claims(office.database), office.letter()

    class Overtaken(Claims):
        def handing_over(self, claimed: Claimed) -> bool:
            outbox.claim(letter, office.entity.now)
            return super().handing_over(claimed)

    with FakeMailServer() as server, pytest.raises(ClaimLostError, match=f"Letter {letter}"):
        Postman(Overtaken(office.database), server.smtp(), CircuitBreaker(office.database)).deliver(letter)

    assert server.letters == []


def test_a_letter_whose_worker_was_lost_waits_before_it_goes_again(office: Office) -> None:
    outbox, letter = Claims(office.database), office.letter()
    lost = outbox.claim(letter, office.entity.now)
    assert isinstance(lost, Claimed)
    outbox.handing_over(lost)

    with FakeMailServer() as server:
        postman = _postman(office, server)
        assert postman.deliver(letter) == (LetterState.DEFERRED, AFTER_A_LOSS)
        assert server.commands == []

        assert postman.deliver(letter) == (LetterState.SENT, None)

    assert server.letters == [lost.mime]


@pytest.mark.parametrize(
    "script", [{"RSET": CLOSE}, {"MAIL": ("250 fine", "421 too many letters")}], ids=["idle", "too many"]
)
def test_a_connection_that_was_given_up_is_no_try_of_the_letter(office: Office, script: Answers) -> None:
    with FakeMailServer(script, {}) as server:
        postman = _postman(office, server)
        answers = [postman.deliver(letter) for letter in office.waiting()]

    assert answers == [(LetterState.SENT, None)] * 2
    assert [(row.attempts, row.unsure) for row in office.rows()] == [(1, 0)] * 2
    assert sorted(server.letters) == sorted(row.mime for row in office.rows())


def test_on_a_kept_connection_too_it_is_written_down_that_the_letter_comes_next(office: Office) -> None:
    first, second = office.waiting()
    seen: list[tuple[str, LetterState]] = []
    with FakeMailServer() as server:
        postman = _postman(office, server)
        postman.deliver(first)
        server.when_told = lambda verb: seen.append((verb, office.state(second)))
        postman.deliver(second)
        known = dict(seen)

    assert server.connections == 1
    assert known["RCPT"] is LetterState.CLAIMED
    assert known["DATA"] is LetterState.IN_DATA


def test_a_line_that_breaks_after_the_second_letter_leaves_only_that_ones_fate_unknown(
    office: Office,
) -> None:
    first, second = office.waiting()
    with FakeMailServer({"letter": ("250 kept", CLOSE)}) as server:
        postman = _postman(office, server)
        states = [postman.deliver(letter)[0] for letter in (first, second)]

    assert states == [LetterState.SENT, LetterState.DEFERRED]
    assert (office.row(first).unsure, office.row(second).unsure) == (0, 1)


def test_sad_news_whose_worker_was_lost_does_not_go_again(database: Database) -> None:
    entity = introduced()
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()
    office, outbox = Office(database, entity), Claims(database)
    farewell = office.letter(LetterName.PARTNER_LEFT)
    lost = outbox.claim(farewell, entity.now)
    assert isinstance(lost, Claimed)
    outbox.handing_over(lost)

    with FakeMailServer() as server:
        answers = [_postman(office, server).deliver(farewell) for _ in range(2)]

    assert answers == [(LetterState.HELD, None)] * 2
    assert server.commands == []


def test_a_slow_postman_who_was_taken_for_lost_has_sent_it_all_the_same(office: Office) -> None:
    outbox, letter = Claims(office.database), office.letter()
    seen: list[object] = []

    with FakeMailServer() as server:
        server.when_given = lambda: seen.append(outbox.claim(letter, office.entity.now))
        postman = _postman(office, server)
        answers = [postman.deliver(letter) for _ in range(2)]

    assert seen == [LetterState.DEFERRED]
    assert answers == [(LetterState.SENT, None)] * 2
    assert len(server.letters) == 1


_FAULTS: tuple[Answers, ...] = (
    {"RCPT": "451 later"},
    {"letter": "452 full"},
    {"RCPT": then_close("250 fine")},
    {"DATA": CLOSE},
    {"DATA": then_close("354 go on")},
    {"letter": CLOSE},
    {"greeting": "421 busy"},
    {"QUIT": CLOSE},
    {},
)


def test_no_letter_is_lost_whatever_the_mail_server_does(database: Database) -> None:
    chance = Random("faults")
    scripts = [chance.choice(_FAULTS) for _ in range(40)]
    office = Office(database, introduced(27))
    letters = office.waiting()

    with FakeMailServer(*scripts, {}) as server:
        while waiting := office.waiting():
            for letter in waiting:
                _postman(office, server).deliver(letter)

    rows = office.rows()
    assert len(letters) == 4
    assert all(row.state == (LetterState.HELD if row.unsure == 3 else LetterState.SENT) for row in rows)
    assert set(server.letters) == {row.mime for row in rows}
    assert len(server.letters) <= sum(1 + row.unsure + _busy(scripts) for row in rows)


def _busy(scripts: list[Answers]) -> int:
    """How often the server took a letter's bytes and said that it did not keep them."""
    return sum("452 full" in script.values() for script in scripts)


def test_the_log_names_no_person(office: Office) -> None:
    with FakeMailServer({"RCPT": "550 no canary here"}) as server, logged("letter") as logs:
        _postman(office, server).deliver(office.letter())

    assert [log["letter"] for log in logs] == [office.letter()]
    assert "canary" not in str(logs).lower()
    assert "@" not in str(logs)


def _cut(database: Database) -> Callable[[], None]:
    """Take the store away from everyone; what is returned brings it back."""
    return _cut_postgres(database) if database.engine.dialect.name == "postgresql" else _cut_sqlite(database)


def _cut_postgres(database: Database) -> Callable[[], None]:
    url, name = database.engine.url, database.engine.url.database
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")

    def allow(connections: bool) -> None:
        with admin.connect() as connection:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {connections}"))

    allow(False)
    with admin.connect() as connection:
        kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        connection.execute(text(kill), {"name": name})

    def back() -> None:
        allow(True)
        admin.dispose()

    return back


def _cut_sqlite(database: Database) -> Callable[[], None]:
    """The folder goes, as a share on the network does."""
    folder = Path(str(database.engine.url.database)).parent
    elsewhere = folder.with_name(f"{folder.name}-away")
    database.close()
    folder.rename(elsewhere)

    def back() -> None:
        elsewhere.rename(folder)

    return back


@ON_BOTH
def test_sent_is_written_down_even_if_the_store_is_away_for_a_moment(office: Office) -> None:
    letter = office.letter()

    with FakeMailServer() as server:

        def cut() -> None:
            Timer(0.4, _cut(office.database)).start()

        server.when_given = cut
        state, _ = _postman(office, server).deliver(letter)

    assert state is LetterState.SENT
    row = office.row(letter)
    assert (row.state, row.reply, row.unsure) == (LetterState.SENT, "250 kept", 0)
    assert len(server.letters) == 1


@ON_BOTH
def test_a_store_that_is_away_before_the_letter_is_claimed_is_told(office: Office) -> None:
    letter, back = office.letter(), _cut(office.database)

    with FakeMailServer() as server:
        with pytest.raises(Unreachable, match=r"The database at .* does not answer"):
            _postman(office, server).deliver(letter)
        back()

        assert _postman(office, server).deliver(letter)[0] is LetterState.SENT

    assert len(server.letters) == 1


@ON_BOTH
def test_a_store_that_is_away_just_before_data_leaves_the_letter_unsent(office: Office) -> None:
    letter = office.letter()
    backs: list[Callable[[], None]] = []

    class CutBeforeData(Claims):
        def handing_over(self, claimed: Claimed) -> bool:
            backs.append(_cut(office.database))
            return super().handing_over(claimed)

    with FakeMailServer() as server:
        with suppress(Unreachable):
            Postman(CutBeforeData(office.database), server.smtp(), CircuitBreaker(office.database)).deliver(
                letter
            )
            pytest.fail("the store was away")
        backs[0]()
        assert server.letters == []

        assert _postman(office, server).deliver(letter)[0] is LetterState.SENT

    assert len(server.letters) == 1
