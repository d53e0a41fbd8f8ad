"""Encrypted lines and signing in, against a real server."""

import ssl

import pytest
import trustme
from pydantic import SecretStr

from mail.results import Accepted, DeliveryResult, ServerUnavailable
from mail.smtp import Encryption, Smtp
from mail.smtp_auth import Password, XOAuth2
from tests.mail.fake_smtp import FakeMailServer
from tests.mail.institution import PASSWORD, USER, mail_server, token_server, tokens

pytestmark = [pytest.mark.unit, pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")]
"""The test's server means implicit TLS, of which aiosmtpd does not know."""

_LETTER = b"Subject: hello\r\n\r\nDear Ann,\r\n"
_SIGNED_IN = Password(USER, SecretStr(PASSWORD))


def _deliver(smtp: Smtp) -> DeliveryResult:
    return smtp.deliver("ann@uni.example", _LETTER, lambda: None)


def _told(token: str, lasting: int = 3600) -> tuple[int, dict[str, object]]:
    return 200, {"access_token": token, "expires_in": lasting, "token_type": "Bearer"}


@pytest.mark.parametrize("from_the_start", [False, True], ids=["starttls", "tls"])
def test_a_letter_goes_over_an_encrypted_line_after_signing_in(from_the_start: bool) -> None:
    with mail_server(from_the_start=from_the_start) as server:
        assert _deliver(server.smtp(_SIGNED_IN)) == Accepted("250 kept")

    assert server.guarded.letters == [_LETTER]


@pytest.mark.parametrize("from_the_start", [False, True], ids=["starttls", "tls"])
def test_a_server_that_nobody_we_trust_vouches_for_gets_nothing(from_the_start: bool) -> None:
    with mail_server(from_the_start=from_the_start) as server:
        fate = _deliver(server.smtp(_SIGNED_IN, trusting=trustme.CA()))

    assert isinstance(fate, ServerUnavailable)
    assert "CERTIFICATE_VERIFY_FAILED" in fate.reply
    assert server.guarded.letters == []


@pytest.mark.parametrize("from_the_start", [False, True], ids=["starttls", "tls"])
def test_a_certificate_for_another_name_is_not_good_enough(from_the_start: bool) -> None:
    with mail_server(from_the_start=from_the_start, name="mail.elsewhere.example") as server:
        fate = _deliver(server.smtp(_SIGNED_IN))

    assert isinstance(fate, ServerUnavailable)
    assert "IP address mismatch" in fate.reply


def test_a_server_without_starttls_gets_nothing_when_it_is_asked_for() -> None:
    with FakeMailServer() as server:
        encryption = Encryption(ssl.create_default_context(), from_the_start=False)
        fate = _deliver(Smtp("127.0.0.1", server.port, USER, 5, 5, encryption, _SIGNED_IN))

    assert isinstance(fate, ServerUnavailable)
    assert "does not offer STARTTLS" in fate.reply
    assert [command[:4] for command in server.commands] == ["ehlo", "QUIT"]


def test_a_server_that_speaks_no_tls_where_it_is_spoken_from_the_start_gets_nothing() -> None:
    with FakeMailServer() as server:
        encryption = Encryption(ssl.create_default_context(), from_the_start=True)
        fate = _deliver(Smtp("127.0.0.1", server.port, USER, 5, 5, encryption, _SIGNED_IN))

    assert isinstance(fate, ServerUnavailable)
    assert server.letters == []


@pytest.mark.parametrize("unknown_ways", [(), ("PLAIN",)], ids=["plain", "login"])
def test_a_password_need_not_be_ascii(unknown_ways: tuple[str, ...]) -> None:
    with mail_server(unknown_ways=unknown_ways) as server:
        assert isinstance(_deliver(server.smtp(_SIGNED_IN)), Accepted)


@pytest.mark.parametrize("unknown_ways", [(), ("PLAIN",)], ids=["plain", "login"])
def test_a_wrong_password_is_no_letters_fault_and_is_not_told(unknown_ways: tuple[str, ...]) -> None:
    with mail_server(unknown_ways=unknown_ways) as server:
        fate = _deliver(server.smtp(Password(USER, SecretStr("canary"))))

    assert fate == ServerUnavailable("535 5.7.8 Authentication credentials invalid")


def test_where_there_is_no_common_way_of_signing_in_nothing_is_handed_over() -> None:
    with mail_server(unknown_ways=("PLAIN", "LOGIN")) as server:
        fate = _deliver(server.smtp(_SIGNED_IN))

    assert fate == ServerUnavailable("504 the server offers no way of signing in that Tandem knows")


def test_one_who_does_not_sign_in_where_one_must_is_not_let_in() -> None:
    with mail_server() as server:
        fate = _deliver(server.smtp())

    assert isinstance(fate, ServerUnavailable)
    assert fate.reply.startswith("530")


def test_a_token_is_kept_and_serves_for_the_next_letter() -> None:
    with token_server(_told("one")) as (url, forms), mail_server(good_tokens=["one"]) as server:
        smtp = server.smtp(XOAuth2(USER, tokens(url)))
        fates = [_deliver(smtp) for _ in range(3)]

    assert fates == [Accepted("250 kept")] * 3
    assert len(forms) == 1


def test_a_kept_token_that_is_not_good_any_more_is_replaced_once() -> None:
    with (
        token_server(_told("old"), _told("new")) as (url, forms),
        mail_server(good_tokens=["new"]) as server,
    ):
        kept = tokens(url)
        kept.current()

        assert _deliver(server.smtp(XOAuth2(USER, kept))) == Accepted("250 kept")

    assert server.guarded.presented == ["old", "new"]
    assert len(forms) == 2


def test_a_new_token_that_is_refused_is_not_replaced() -> None:
    with token_server(_told("bad")) as (url, forms), mail_server() as server:
        fate = _deliver(server.smtp(XOAuth2(USER, tokens(url))))

    assert isinstance(fate, ServerUnavailable)
    assert fate.reply.startswith("535")
    assert (server.guarded.presented, len(forms)) == (["bad"], 1)


def test_where_there_is_no_token_there_is_no_signing_in() -> None:
    refusal = {"error": "invalid_client", "error_description": "AADSTS7000222: expired; canary-secret"}
    with token_server((401, refusal)) as (url, _), mail_server() as server:
        fate = _deliver(server.smtp(XOAuth2(USER, tokens(url))))

    why = f"{url} gives no token to sign in with: 401 invalid_client AADSTS7000222: expired; ***"
    assert fate == ServerUnavailable(why)


def test_secrets_are_in_nothing_that_could_be_printed() -> None:
    with token_server(_told("canary-token")) as (url, _):
        kept = tokens(url)
        kept.current()
    smtps = [Smtp("h", 1, USER, 1, 1, None, way) for way in (_SIGNED_IN, XOAuth2(USER, kept))]

    assert "canary" not in repr(smtps)
    assert PASSWORD not in repr(smtps)
