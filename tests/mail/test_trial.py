import pytest

from domain.letter.states import LetterState
from mail.circuit_breaker import CircuitBreaker
from mail.claiming import Claims
from mail.delivery import Postman
from mail.results import Transport
from mail.trial import OnlyTo, Redirected
from tests.mail.fake_smtp import FakeMailServer
from tests.mail.office import Office

pytestmark = pytest.mark.store


def _deliver(office: Office, transport: Transport) -> LetterState | None:
    postman = Postman(Claims(office.database), transport, CircuitBreaker(office.database))
    return postman.deliver(office.letter())[0]


@pytest.mark.parametrize("part", [0, 1], ids=["address", "domain"])
def test_who_is_on_the_list_gets_letters(office: Office, part: int) -> None:
    recipient = office.row(office.letter()).recipient
    allowed = (recipient, "@" + recipient.partition("@")[2])[part]

    with FakeMailServer() as server:
        assert _deliver(office, OnlyTo(server.smtp(), frozenset({allowed}))) is LetterState.SENT

    assert server.envelopes[0][1] == recipient


@pytest.mark.parametrize("allowed", ["ann@uni.example", "@uni.example", "@example"])
def test_who_is_not_on_the_list_gets_none(office: Office, allowed: str) -> None:
    with FakeMailServer() as server:
        assert _deliver(office, OnlyTo(server.smtp(), frozenset({allowed}))) is LetterState.CANCELLED

    assert server.commands == []
    assert "TANDEM_MAIL_ONLY_TO" in str(office.row(office.letter()).reply)


def test_a_letter_that_was_kept_back_can_be_sent_after_the_trial(office: Office) -> None:
    with FakeMailServer() as server:
        _deliver(office, OnlyTo(server.smtp(), frozenset()))
        office.resend(office.letter())

        assert _deliver(office, server.smtp()) is LetterState.SENT


def test_a_redirected_letter_is_the_same_to_the_byte_and_says_where_it_went(office: Office) -> None:
    frozen = office.row(office.letter()).mime

    with FakeMailServer() as server:
        assert _deliver(office, Redirected(server.smtp(), "ann@uni.example")) is LetterState.SENT

    assert server.letters == [frozen]
    assert [recipient for _, recipient in server.envelopes] == ["ann@uni.example"]
    assert office.row(office.letter()).reply == "250 kept (redirected to ann@uni.example)"
