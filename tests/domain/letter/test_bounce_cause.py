"""Whose fault it is that a letter came back."""

import pytest

from domain.letter.bounce_cause import BounceCause, cause_of
from tests.every import every

pytestmark = pytest.mark.unit

_ADDRESS, _UNKNOWN, _TEMPORARY, _SENDER = BounceCause


@every(
    "status,words,cause",
    [
        ("5.1.1", "550 5.1.1 User unknown", _ADDRESS),
        ("5.1.10", "RESOLVER.ADR.RecipientNotFound", _ADDRESS),
        ("5.1.2", "Host not found", _ADDRESS),
        ("5.2.1", "The account is disabled", _ADDRESS),
        ("5.7.1", "550 5.7.1 Recipient address rejected: User unknown in relay recipient table", _ADDRESS),
        ("5.0.0", "550 unknown user ann", _ADDRESS),
        (None, "550 no such user here", _ADDRESS),
        ("5.2.2", "", _TEMPORARY),
        ("4.2.2", "over quota", _TEMPORARY),
        ("5.1.1", "550 5.1.1 Mailbox full", _TEMPORARY),
        (None, "552 would exceed mailbox quota", _TEMPORARY),
        (None, "552 Quota violation for ann", _TEMPORARY),
        ("4.4.7", "delivery time expired", _TEMPORARY),
        ("5.4.7", "delivery time expired", _TEMPORARY),
        ("5.4.300", "Message expired", _TEMPORARY),
        ("4.4.1", "connection timed out", _TEMPORARY),
        (None, "retry timeout exceeded", _TEMPORARY),
        ("5.1.8", "Access denied, bad outbound sender", _SENDER),
        ("5.1.7", "", _SENDER),
        ("5.7.1", "Message rejected by policy", _SENDER),
        ("5.7.26", "unauthenticated sender", _SENDER),
        ("5.7.606", "Access denied, banned sending IP", _SENDER),
        ("4.7.0", "try again later", _SENDER),
        ("5.3.4", "message too big", _SENDER),
        ("5.2.3", "", _SENDER),
        ("5.6.0", "", _SENDER),
        (None, "554 blocked using zen.spamhaus.org", _SENDER),
        ("5.0.0", "550 SPF check failed", _SENDER),
        (None, "550 relaying denied", _SENDER),
        ("5.0.0", "550 Ip frequency limited [x/y Blocked IP 192.0.2.22]", _SENDER),
        (None, "because the user's mailfolder is full", _TEMPORARY),
        ("5.5.0", "550 mailbox unavailable", _UNKNOWN),
        (None, "", _UNKNOWN),
    ],
)
def test_the_cause_is_told_by_code_and_else_by_words(
    status: str | None, words: str, cause: BounceCause
) -> None:
    assert cause_of(status, words) is cause


def test_what_has_expired_may_arrive_another_time() -> None:
    assert cause_of("5.0.0", "", expired=True) is _TEMPORARY
    assert cause_of("5.1.1", "", expired=True) is _ADDRESS


def test_only_the_address_is_barred_for_its_fault_or_for_an_unknown_one() -> None:
    assert [cause for cause in BounceCause if cause.bars_address] == [_ADDRESS, _UNKNOWN]


@every(
    ("status", "words", "cause"),
    [
        ("5.0.0", "554 turned away by our security policies, ABSpamSignature.7", BounceCause.SENDER),
        ("5.0.0", "550 Spamming is not allowed here", BounceCause.SENDER),
        ("5.0.0", "550 Turned away by SpamLooker", BounceCause.SENDER),
        ("5.1.1", "553 SPF fail for the sender's domain", BounceCause.SENDER),
        ("5.1.1", "550 User unknown; SPF pass", BounceCause.ADDRESS),
        (None, "That's not a valid user here.", BounceCause.ADDRESS),
    ],
)
def test_whose_fault_it_is_say_the_words(status: str | None, words: str, cause: BounceCause) -> None:
    assert cause_of(status, words) is cause
