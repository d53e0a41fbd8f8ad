"""One connection for many letters: whatever the mail server does between two of them, and whenever, none is
lost, none comes twice, and none pays for a connection that was given up."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from mail import connections, smtp
from mail.results import (
    Accepted,
    ClaimLostError,
    Deferred,
    DeliveryResult,
    Rejected,
    ServerUnavailable,
    Unknown,
)
from mail.smtp import Smtp
from mail.smtp_auth import Password
from tests.every import every
from tests.mail.fake_smtp import CLOSE, SILENCE, Answers, FakeMailServer, then_close
from tests.mail.institution import PASSWORD, USER, mail_server

pytestmark = pytest.mark.unit

_READER = "ann@uni.example"
_KEPT = Accepted("250 kept")


def _letter(number: int) -> bytes:
    return f"Subject: letter {number}\r\n\r\nDear Ann,\r\n".encode()


def _deliver(sender: Smtp, number: int = 1, before_data: Callable[[], None] = lambda: None) -> DeliveryResult:
    return sender.deliver(_READER, _letter(number), before_data)


def _deliver_many(sender: Smtp, letters: int) -> list[DeliveryResult]:
    return [_deliver(sender, number) for number in range(letters)]


def _verbs(server: FakeMailServer) -> list[str]:
    return [command[:4].upper() for command in server.commands]


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_many_letters_go_over_one_connection() -> None:
    with FakeMailServer() as server:
        assert _deliver_many(server.smtp(), 20) == [_KEPT] * 20

    assert server.connections == 1
    assert server.accepted == [_letter(number) for number in range(20)]


def test_whatever_was_said_about_a_letter_is_forgotten_before_the_next() -> None:
    with FakeMailServer() as server:
        _deliver_many(server.smtp(), 2)

    assert _verbs(server) == ["EHLO", *(letter := ["MAIL", "RCPT", "DATA"]), "RSET", *letter, "QUIT"]


def test_to_encrypt_and_to_sign_in_once_is_enough_for_a_connection() -> None:
    with mail_server() as server:
        fates = _deliver_many(server.smtp(Password(USER, SecretStr(PASSWORD))), 5)

    assert fates == [_KEPT] * 5
    assert server.guarded.connections == 1


@every(
    ("first", "fate"),
    [
        ({"RCPT": ("550 no such user", "250 fine")}, Rejected),
        ({"RCPT": ("451 later", "250 fine")}, Deferred),
        ({"DATA": ("554 no valid recipients", "354 go on")}, Rejected),
        ({"letter": ("554 spam", "250 kept")}, Rejected),
        ({"letter": ("452 full", "250 kept")}, Deferred),
    ],
)
def test_a_letter_that_is_turned_away_leaves_the_connection_to_the_next(
    first: Answers, fate: type[DeliveryResult]
) -> None:
    with FakeMailServer(first) as server:
        fates = _deliver_many(server.smtp(), 2)

    assert [type(found) for found in fates] == [fate, Accepted]
    assert server.connections == 1
    assert server.accepted == [_letter(1)]


@every(
    "first",
    [
        {"letter": then_close("250 kept")},
        {"letter": then_close("250 kept\r\n421 4.4.2 idle for too long")},
        {"RSET": "502 what is that?"},
        {"RSET": "421 closing"},
        {"RSET": then_close("421 closing")},
        {"RSET": CLOSE},
        {"RSET": SILENCE},
        {"RSET": then_close("250 forgotten")},
        {"MAIL": ("250 fine", "421 too many letters")},
        {"MAIL": ("250 fine", "452 4.5.3 too many letters for one connection")},
        {"MAIL": ("250 fine", then_close("421 too many letters"))},
        {"MAIL": ("250 fine", "530 sign in again")},
        {"MAIL": ("250 fine", CLOSE)},
        {"RCPT": ("250 fine", "421 too many errors")},
        {"RCPT": ("250 fine", CLOSE)},
        {"RCPT": ("250 fine", then_close("421 too many errors"))},
    ],
)
def test_a_connection_that_was_given_up_costs_no_letter_a_try(first: Answers) -> None:
    began: list[int] = []
    with FakeMailServer(first, {}) as server:
        sender = server.smtp()
        fates = [_deliver(sender, number, lambda: began.append(1)) for number in range(3)]

    assert [type(fate) for fate in fates] == [Accepted] * 3
    assert server.connections == 2
    assert server.accepted == [_letter(number) for number in range(3)]
    assert len(began) == 3


def test_a_server_that_takes_three_letters_a_connection_gets_all_by_threes() -> None:
    limited: Answers = {"MAIL": ("250 fine", "250 fine", "250 fine", "421 4.7.0 too many letters")}
    with FakeMailServer(limited) as server:
        assert _deliver_many(server.smtp(), 10) == [_KEPT] * 10

    assert server.connections == 4
    assert len(server.accepted) == 10


@every(
    ("first", "then", "fate"),
    [
        ({"RSET": CLOSE}, {"greeting": "421 going down"}, ServerUnavailable),
        ({"MAIL": ("250 fine", "421 no")}, {"MAIL": "421 no"}, ServerUnavailable),
        ({"RCPT": ("250 fine", CLOSE)}, {"RCPT": "550 no such user"}, Rejected),
        ({"RSET": "421 closing"}, {"letter": CLOSE}, Unknown),
    ],
)
def test_what_a_new_connection_says_counts(first: Answers, then: Answers, fate: type[DeliveryResult]) -> None:
    with FakeMailServer(first, then) as server:
        fates = _deliver_many(server.smtp(), 2)

    assert [type(found) for found in fates] == [Accepted, fate]
    assert server.connections == 2


def test_a_server_that_has_too_many_of_us_loses_one_and_gets_no_other_for_this_letter() -> None:
    with FakeMailServer({"MAIL": ("250 fine", "432 4.3.2 too many connections")}, {}) as server:
        sender = server.smtp()
        fates = _deliver_many(sender, 2)
        assert server.connections == 1
        assert _deliver(sender, 2) == _KEPT

    assert fates == [_KEPT, Deferred("432 4.3.2 too many connections", busy=True)]
    assert server.connections == 2


@every(
    ("first", "fate"),
    [
        ({"DATA": ("354 go on", CLOSE)}, ServerUnavailable),
        ({"DATA": ("354 go on", "421 going down")}, ServerUnavailable),
        ({"DATA": ("354 go on", then_close("354 go on"))}, Unknown),
        ({"letter": ("250 kept", CLOSE)}, Unknown),
        ({"letter": ("250 kept", "999 what?")}, Unknown),
        ({"letter": ("250 kept", "421 going down")}, ServerUnavailable),
    ],
)
def test_once_the_letter_itself_has_begun_it_is_not_tried_again_at_once(
    first: Answers, fate: type[DeliveryResult]
) -> None:
    began: list[int] = []
    with FakeMailServer(first, {}) as server:
        sender = server.smtp()
        fates = [_deliver(sender, number, lambda: began.append(1)) for number in range(3)]

    assert [type(found) for found in fates] == [Accepted, fate, Accepted]
    assert server.connections == 2
    assert len(began) == 3
    assert server.accepted == [_letter(0), _letter(2)]


def test_a_server_that_says_more_than_it_was_asked_is_left() -> None:
    with FakeMailServer({"letter": "250 kept\r\n250 kept, as I said"}, {}) as server:
        fates = _deliver_many(server.smtp(), 3)

    assert fates == [_KEPT, ServerUnavailable("250 fine"), _KEPT]
    assert server.accepted == [_letter(0), _letter(2)]


def test_a_claim_that_is_lost_leaves_nothing_for_the_next_letter_to_stumble_over() -> None:
    def lost() -> None:
        raise ClaimLostError

    with FakeMailServer() as server:
        sender = server.smtp()
        _deliver(sender, 1)
        with pytest.raises(ClaimLostError):
            _deliver(sender, 2, lost)
        assert _deliver(sender, 3) == _KEPT

    assert server.accepted == [_letter(1), _letter(3)]


def test_a_letter_may_take_long_and_the_next_greeting_may_not() -> None:
    """The patience for the answer to a letter does not stay with its connection."""
    with FakeMailServer({"MAIL": ("250 fine", SILENCE)}, {}) as server:
        began = time.monotonic()
        assert _deliver_many(server.smtp(timeout=0.2), 2) == [_KEPT] * 2

    assert time.monotonic() - began < 5


def test_a_connection_that_was_forgotten_without_a_word_is_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "_RESET_SECONDS", 0.2)
    with FakeMailServer({"RSET": SILENCE}, {}) as server:
        began = time.monotonic()
        assert _deliver_many(server.smtp(timeout=9), 2) == [_KEPT] * 2

    assert time.monotonic() - began < 5


def test_on_a_kept_connection_a_slow_server_has_as_much_time_as_on_a_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "_RESET_SECONDS", 0.2)
    with FakeMailServer() as server:
        server.when_told = lambda verb: time.sleep(0.4) if verb == "RCPT" else None
        assert _deliver_many(server.smtp(timeout=9), 2) == [_KEPT] * 2

    assert server.connections == 1


def test_a_connection_that_carries_nothing_is_ended_with_a_goodbye() -> None:
    with FakeMailServer() as server:
        sender = server.smtp(idle_seconds=0.1)
        _deliver(sender)
        _until(lambda: "QUIT" in server.commands)

        assert _deliver(sender) == _KEPT
    assert server.connections == 2


def test_a_connection_that_is_used_goes_on_past_the_time_for_idle_ones() -> None:
    with FakeMailServer() as server:
        sender = server.smtp(idle_seconds=0.5)
        began = time.monotonic()
        while time.monotonic() - began < 1:
            assert _deliver(sender) == _KEPT

    assert server.connections == 1


def test_a_connection_of_a_certain_age_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_MOST_SECONDS", 0)
    with FakeMailServer() as server:
        _deliver_many(server.smtp(), 3)

    assert server.connections == 3


def test_after_the_end_none_is_kept() -> None:
    with FakeMailServer() as server:
        sender = server.smtp()
        _deliver(sender)
        sender.close()
        _until(lambda: "QUIT" in server.commands)

        assert _deliver(sender) == _KEPT
        _until(lambda: server.commands.count("QUIT") == 2)


def test_two_who_deliver_at_a_time_have_two_connections_and_no_more() -> None:
    together = Barrier(2, timeout=10)
    with FakeMailServer() as server, ThreadPoolExecutor(2) as pool:
        sender = server.smtp()
        _deliver(sender, 20)
        server.when_given = lambda: _meet(together)
        fates = list(pool.map(lambda number: _deliver(sender, number), range(20)))

    assert fates == [_KEPT] * 20
    assert server.connections == 2
    assert sorted(server.accepted) == sorted(_letter(number) for number in range(21))


def _meet(together: Barrier) -> None:
    together.wait()


_ANSWERS = {
    "greeting": ("220 fake.example", "421 busy", CLOSE),
    "RSET": ("250 forgotten", "421 closing", "502 what?", CLOSE, then_close("250 forgotten")),
    "MAIL": ("250 fine", "421 too many", "451 later", CLOSE),
    "RCPT": ("250 fine", "421 too many errors", "550 no such user", "451 later", CLOSE),
    "DATA": ("354 go on", "421 going down", "554 no", CLOSE, then_close("354 go on")),
    "letter": ("250 kept", then_close("250 kept"), "452 full", "554 spam", "999 what?", CLOSE),
}
_SCRIPTS = st.fixed_dictionaries(
    {
        step: st.lists(st.sampled_from(answers) | st.just(answers[0]), min_size=1, max_size=4).map(tuple)
        for step, answers in _ANSWERS.items()
    }
)


@given(st.lists(_SCRIPTS, min_size=1, max_size=4))
def test_what_is_said_of_a_letter_is_what_became_of_it(scripts: list[Answers]) -> None:
    with FakeMailServer(*scripts) as server:
        sender, began = server.smtp(), list[int]()
        fates = [_deliver(sender, number, partial(began.append, number)) for number in range(8)]

    for number, fate in enumerate(fates):
        assert server.accepted.count(_letter(number)) == isinstance(fate, Accepted)
        assert server.letters.count(_letter(number)) <= began.count(number)
