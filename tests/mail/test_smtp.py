import time
from collections.abc import Callable

import pytest

from domain.letters import LetterName
from embedded.ports import free_ports
from mail.fates import Accepted, ClaimLostError, Fate, NotNow, Refusal, Shut, Unknown
from mail.smtp import Smtp
from tests.mail.fake_smtp import CLOSE, SILENCE, Answers, FakeMailServer, then_close
from tests.mail.stories import mime, one_of_each

_LETTER = b"Subject: hello\r\n\r\nDear Ann,\r\n"
_READER = "ann@uni.example"


def _nothing() -> None:
    pass


def _deliver(script: Answers, before_data: Callable[[], None] = _nothing) -> Fate:
    with FakeMailServer(script) as server:
        return server.smtp().deliver(_READER, _LETTER, before_data)


@pytest.mark.parametrize(
    ("script", "fate"),
    [
        ({"letter": "250 kept"}, Accepted("250 kept")),
        ({"letter": "452 full"}, NotNow("452 full")),
        ({"letter": "554 spam"}, Refusal("554 spam")),
        ({"greeting": "554 go away"}, Shut),
        ({"greeting": "421 busy"}, Shut),
        ({"greeting": CLOSE}, Shut),
        ({"greeting": SILENCE}, Shut),
        ({"EHLO": CLOSE}, Shut),
        ({"EHLO": "502 what?", "HELO": "250 hello"}, Accepted("250 kept")),
        ({"EHLO": "502 what?", "HELO": "502 what?"}, Shut),
        ({"MAIL": "451 later"}, Shut("451 later")),
        ({"MAIL": "530 who are you?"}, Shut("530 who are you?")),
        ({"MAIL": CLOSE}, Shut),
        ({"RCPT": "451 later"}, NotNow("451 later")),
        ({"RCPT": "550 no such user"}, Refusal("550 no such user")),
        ({"RCPT": "421 going down"}, Shut("421 going down")),
        ({"RCPT": "530 5.7.57 not authenticated"}, Shut),
        ({"RCPT": "554 5.7.1 <ann@uni.example>: Relay access denied"}, NotNow),
        ({"RCPT": "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"}, Shut),
        ({"RCPT": "550 5.7.1 <ann@uni.example>: Recipient address rejected"}, Refusal),
        ({"letter": "421 going down"}, Shut),
        ({"letter": "554 5.2.252 SendAsDenied"}, Shut),
        ({"letter": "550 5.7.60 may not send as this sender"}, Shut),
        ({"letter": "550 5.7.1 looks like spam"}, Refusal),
        ({"greeting": "432 4.3.2 too many"}, NotNow("432 4.3.2 too many", busy=True)),
        ({"MAIL": "432 4.3.2 too many"}, NotNow("432 4.3.2 too many", busy=True)),
        ({"letter": "432 4.3.2 too many"}, NotNow("432 4.3.2 too many", busy=True)),
        ({"RCPT": CLOSE}, Shut),
        ({"RCPT": SILENCE}, Shut),
        ({"RCPT": then_close("250 fine")}, Shut),
        ({"DATA": "451 later"}, NotNow),
        ({"DATA": "554 no valid recipients"}, Refusal),
        ({"DATA": CLOSE}, Shut),
        ({"DATA": SILENCE}, Shut),
        ({"DATA": then_close("354 go on")}, Unknown),
        ({"letter": CLOSE}, Unknown),
        ({"letter": SILENCE}, Unknown),
        ({"letter": then_close("250 kept")}, Accepted),
        ({"QUIT": "500 rude"}, Accepted("250 kept")),
        ({"QUIT": CLOSE}, Accepted("250 kept")),
        ({"QUIT": SILENCE}, Accepted("250 kept")),
    ],
    ids=lambda case: " ".join(f"{k}: {v}" for k, v in case.items()) if isinstance(case, dict) else "",
)
def test_what_the_server_does_decides_the_letters_fate(script: Answers, fate: Fate | type[Fate]) -> None:
    found = _deliver(script)

    if isinstance(fate, type):
        assert type(found) is fate
    else:
        assert found == fate


def test_where_nothing_listens_it_is_tried_again() -> None:
    (port,) = free_ports(1)

    fate = Smtp("127.0.0.1", port, "tandem@uni.example", 1, 1).deliver(_READER, _LETTER, _nothing)

    assert isinstance(fate, Shut)
    assert f"127.0.0.1:{port}" in fate.reply


def test_a_server_whose_name_nobody_knows_is_tried_again() -> None:
    fate = Smtp("no-such-server.invalid", 25, "tandem@uni.example", 1, 1).deliver(_READER, _LETTER, _nothing)

    assert isinstance(fate, Shut)


def test_the_answer_is_kept_when_it_has_several_lines() -> None:
    fate = _deliver({"RCPT": "550-5.1.1 no such user\r\n550 5.1.1 ask your postmaster"})

    assert fate == Refusal("550 5.1.1 no such user\n5.1.1 ask your postmaster")


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


@pytest.mark.parametrize("name", LetterName)
def test_the_bytes_that_arrive_are_the_bytes_that_were_frozen(name: LetterName) -> None:
    frozen = mime(one_of_each()[name])

    with FakeMailServer() as server:
        server.smtp().deliver(_READER, frozen, _nothing)

    assert server.letters == [frozen]


@pytest.mark.parametrize(
    "body", [b".\r\n", b"..\r\n", b".hidden\r\n", b"a\r\n.\r\nRCPT TO:<eve@evil>\r\n", b"a.\r\n"]
)
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
