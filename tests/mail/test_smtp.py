import time
from collections.abc import Callable

import pytest

from domain.letter.letter import LetterName
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
from tests.every import every
from tests.mail.fake_smtp import CLOSE, SILENCE, Answers, FakeMailServer, then_close
from tests.mail.stories import mime, one_of_each
from tests.ports import free_ports

pytestmark = pytest.mark.unit

_LETTER = b"Subject: hello\r\n\r\nDear Ann,\r\n"
_READER = "ann@uni.example"


def _nothing() -> None:
    pass


def _deliver(script: Answers, before_data: Callable[[], None] = _nothing) -> DeliveryResult:
    with FakeMailServer(script) as server:
        return server.smtp().deliver(_READER, _LETTER, before_data)


@every(
    ("script", "fate"),
    [
        ({"letter": "250 kept"}, Accepted("250 kept")),
        ({"letter": "452 full"}, Deferred("452 full")),
        ({"letter": "554 spam"}, Rejected("554 spam")),
        ({"greeting": "554 go away"}, ServerUnavailable),
        ({"greeting": "421 busy"}, ServerUnavailable),
        ({"greeting": CLOSE}, ServerUnavailable),
        ({"greeting": SILENCE}, ServerUnavailable),
        ({"EHLO": CLOSE}, ServerUnavailable),
        ({"EHLO": "502 what?", "HELO": "250 hello"}, Accepted("250 kept")),
        ({"EHLO": "502 what?", "HELO": "502 what?"}, ServerUnavailable),
        ({"MAIL": "451 later"}, ServerUnavailable("451 later")),
        ({"MAIL": "530 who are you?"}, ServerUnavailable("530 who are you?")),
        ({"MAIL": CLOSE}, ServerUnavailable),
        ({"RCPT": "451 later"}, Deferred("451 later")),
        ({"RCPT": "550 no such user"}, Rejected("550 no such user")),
        ({"RCPT": "421 going down"}, ServerUnavailable("421 going down")),
        ({"RCPT": "530 5.7.57 not authenticated"}, ServerUnavailable),
        ({"RCPT": "554 5.7.1 <ann@uni.example>: Relay access denied"}, Deferred),
        ({"RCPT": "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"}, ServerUnavailable),
        ({"RCPT": "550 5.7.1 <ann@uni.example>: Recipient address rejected"}, Rejected),
        ({"letter": "421 going down"}, ServerUnavailable),
        ({"letter": "554 5.2.252 SendAsDenied"}, ServerUnavailable),
        ({"letter": "550 5.7.60 may not send as this sender"}, ServerUnavailable),
        ({"letter": "550 5.7.1 looks like spam"}, Rejected),
        ({"greeting": "432 4.3.2 too many"}, Deferred("432 4.3.2 too many", busy=True)),
        ({"MAIL": "432 4.3.2 too many"}, Deferred("432 4.3.2 too many", busy=True)),
        ({"letter": "432 4.3.2 too many"}, Deferred("432 4.3.2 too many", busy=True)),
        ({"RCPT": CLOSE}, ServerUnavailable),
        ({"RCPT": SILENCE}, ServerUnavailable),
        ({"RCPT": then_close("250 fine")}, ServerUnavailable),
        ({"DATA": "451 later"}, Deferred),
        ({"DATA": "554 no valid recipients"}, Rejected),
        ({"DATA": CLOSE}, ServerUnavailable),
        ({"DATA": SILENCE}, ServerUnavailable),
        ({"DATA": then_close("354 go on")}, Unknown),
        ({"letter": CLOSE}, Unknown),
        ({"letter": SILENCE}, Unknown),
        ({"letter": then_close("250 kept")}, Accepted),
        ({"QUIT": "500 rude"}, Accepted("250 kept")),
        ({"QUIT": CLOSE}, Accepted("250 kept")),
        ({"QUIT": SILENCE}, Accepted("250 kept")),
    ],
)
def test_what_the_server_does_decides_the_letters_fate(
    script: Answers, fate: DeliveryResult | type[DeliveryResult]
) -> None:
    found = _deliver(script)

    if isinstance(fate, type):
        assert type(found) is fate
    else:
        assert found == fate


def test_where_nothing_listens_it_is_tried_again() -> None:
    (port,) = free_ports(1)

    fate = Smtp("127.0.0.1", port, "tandem@uni.example", 1, 1).deliver(_READER, _LETTER, _nothing)

    assert isinstance(fate, ServerUnavailable)
    assert f"127.0.0.1:{port}" in fate.reply


def test_a_server_whose_name_nobody_knows_is_tried_again() -> None:
    fate = Smtp("no-such-server.invalid", 25, "tandem@uni.example", 1, 1).deliver(_READER, _LETTER, _nothing)

    assert isinstance(fate, ServerUnavailable)


def test_the_answer_is_kept_when_it_has_several_lines() -> None:
    fate = _deliver({"RCPT": "550-5.1.1 no such user\r\n550 5.1.1 ask your postmaster"})

    assert fate == Rejected("550 5.1.1 no such user\n5.1.1 ask your postmaster")


def test_a_very_long_answer_is_cut() -> None:
    fate = _deliver({"RCPT": "550-" + "\r\n550-".join(["x" * 400] * 5) + "\r\n550 end"})

    assert len(fate.reply) == 500


def test_the_letter_may_take_longer_than_the_other_steps() -> None:
    def slowly() -> None:
        time.sleep(0.4)

    with FakeMailServer() as server:
        server.when_given = slowly

        assert isinstance(server.smtp(timeout=0.2).deliver(_READER, _LETTER, _nothing), Accepted)


def test_a_server_that_answers_too_late_leaves_the_fate_unknown_in_time() -> None:
    began = time.monotonic()

    assert isinstance(_deliver({"letter": SILENCE}), Unknown)
    assert time.monotonic() - began < 2


def test_the_envelope_names_tandem_and_the_reader() -> None:
    with FakeMailServer() as server:
        server.smtp().deliver(_READER, _LETTER, _nothing)

    assert server.envelopes == [("tandem@uni.example", "ann@uni.example")]


def test_tandem_calls_itself_by_the_domain_it_writes_from() -> None:
    with FakeMailServer() as server:
        server.smtp().deliver(_READER, _LETTER, _nothing)

    assert server.commands[0] == "ehlo uni.example"


def test_the_conversation_ends_with_a_goodbye() -> None:
    with FakeMailServer() as server:
        server.smtp().deliver(_READER, _LETTER, _nothing)

    assert server.commands[-1] == "QUIT"


@every("name", LetterName)
def test_the_bytes_that_arrive_are_the_bytes_that_were_frozen(name: LetterName) -> None:
    frozen = mime(one_of_each()[name])

    with FakeMailServer() as server:
        server.smtp().deliver(_READER, frozen, _nothing)

    assert server.letters == [frozen]


@every("body", [b".\r\n", b"..\r\n", b".hidden\r\n", b"a\r\n.\r\nRCPT TO:<eve@evil>\r\n", b"a.\r\n"])
def test_a_dot_at_the_beginning_of_a_line_arrives(body: bytes) -> None:
    with FakeMailServer() as server:
        fate = server.smtp().deliver(_READER, b"Subject: dots\r\n\r\n" + body, _nothing)

    assert isinstance(fate, Accepted)
    assert server.letters == [b"Subject: dots\r\n\r\n" + body]
    assert server.commands[-2:] == ["DATA", "QUIT"]


def test_a_dot_at_the_beginning_of_a_line_is_doubled_on_the_wire() -> None:
    with FakeMailServer() as server:
        server.smtp().deliver(_READER, b"Subject: dots\r\n\r\n.a\r\n.\r\nb.\r\n", _nothing)

    assert server.wire == [b"Subject: dots\r\n\r\n..a\r\n..\r\nb.\r\n.\r\n"]


def test_what_stops_it_before_the_letter_leaves_nothing_handed_over() -> None:
    def lost() -> None:
        raise ClaimLostError

    with FakeMailServer() as server, pytest.raises(ClaimLostError):
        server.smtp().deliver(_READER, _LETTER, lost)

    assert server.letters == []
    assert "DATA" not in server.commands


@pytest.mark.parametrize("script", [{"MAIL": "451 later"}, {"RCPT": "550 no"}, {"greeting": "554 no"}])
def test_before_data_is_not_called_when_the_letter_is_not_wanted(script: Answers) -> None:
    called = []

    _deliver(script, before_data=lambda: called.append(1))

    assert called == []


def test_the_letter_comes_only_after_the_claim_was_checked() -> None:
    seen: list[list[str]] = []

    with FakeMailServer() as server:
        server.smtp().deliver(_READER, _LETTER, lambda: seen.append(list(server.commands)))

    assert [command[:4].upper() for command in seen[0]] == ["EHLO", "MAIL", "RCPT"]
    assert len(server.letters) == 1
