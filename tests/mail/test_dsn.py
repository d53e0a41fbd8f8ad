"""Reading mail servers' reports of letters that they could not deliver."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInput, Refused
from domain.letter.bounce_cause import BounceCause
from mail.dsn import Report, read_report
from tests.every import every
from tests.mail.returned import (
    ADDRESS,
    DELAYED,
    EMPTY,
    EXCHANGE,
    EXIM,
    FULL_BY_TEXT,
    GMAIL,
    MESSAGE_ID,
    NAMELESS,
    POSTFIX,
    RELAYED,
    VACATION,
    eml,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "status", "diagnostic"),
    [
        (POSTFIX, "5.1.1", f"550 5.1.1 <{ADDRESS}>: Recipient address rejected: User unknown"),
        (
            EXCHANGE,
            "5.1.10",
            "550 5.1.10 RESOLVER.ADR.RecipientNotFound; "
            f"Recipient {ADDRESS} not found by SMTP address lookup",
        ),
        (GMAIL, "5.1.1", "550-5.1.1 The email account that you tried to reach does not exist."),
    ],
    ids=["postfix", "exchange", "gmail"],
)
def test_reports_of_the_usual_servers_are_understood(text: str, status: str, diagnostic: str) -> None:
    assert read_report(eml(text)) == Report(
        (MESSAGE_ID,), (ADDRESS,), status, diagnostic, BounceCause.ADDRESS
    )


def test_a_report_without_fields_names_the_address_in_its_header() -> None:
    assert read_report(eml(EXIM)) == Report((), (ADDRESS,), None, None, BounceCause.ADDRESS)


def test_a_report_that_does_not_name_the_letter_names_the_address() -> None:
    assert read_report(eml(NAMELESS)).message_ids == ()
    assert read_report(eml(NAMELESS)).addresses == (ADDRESS,)


def test_where_it_was_passed_on_the_address_that_we_wrote_to_comes_first() -> None:
    passed_on = POSTFIX.replace("Final-Recipient: rfc822; ann@uni", "Final-Recipient: rfc822; ann@home")

    assert read_report(eml(passed_on)).addresses == (ADDRESS, "ann@home.example")


def test_one_failed_recipient_among_several_counts() -> None:
    other = "Final-Recipient: rfc822; tom@uni.example\nAction: relayed\nStatus: 2.0.0\n\nFinal-Recipient"

    assert read_report(eml(POSTFIX.replace("Final-Recipient", other, 1))).addresses == (ADDRESS,)


def test_a_long_diagnostic_is_cut() -> None:
    report = read_report(eml(POSTFIX.replace("User unknown\n\n-", "User unknown " * 100 + "\n\n-")))

    assert report.diagnostic
    assert len(report.diagnostic) == 500


def test_of_several_recipients_the_text_does_not_say_which_mailbox_is_full() -> None:
    other = "Final-Recipient: rfc822; tom@uni.example\nAction: relayed\nStatus: 2.0.0\n\nFinal-Recipient"
    silent = FULL_BY_TEXT.replace("Final-Recipient", other, 1)

    assert read_report(eml(FULL_BY_TEXT)).cause is BounceCause.TEMPORARY
    assert read_report(eml(silent)).cause is BounceCause.UNKNOWN


def test_a_report_that_names_nobody_and_no_letter_is_one() -> None:
    assert read_report(eml(EMPTY)) == Report((), (), None, None, BounceCause.UNKNOWN)


def test_a_report_of_a_delay_is_no_bounce() -> None:
    with pytest.raises(Refused, match="late and that the mail server goes on trying"):
        read_report(eml(DELAYED))


def test_a_report_of_an_arrival_is_no_bounce() -> None:
    with pytest.raises(Refused, match="has arrived, or was passed on"):
        read_report(eml(RELAYED))


@every("data", [eml(VACATION), b"", b"\xff\xfe\x00garbage\x00", b"PK\x03\x04" * 50])
def test_what_is_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="This is no report of a mail server"):
        read_report(data)


@given(st.binary(max_size=300), st.integers(0, 2500), st.sampled_from([POSTFIX, EXCHANGE, GMAIL]))
def test_a_damaged_report_is_understood_or_refused(garbage: bytes, at: int, text: str) -> None:
    whole = eml(text)
    try:
        read_report(whole[:at] + garbage + whole[at + len(garbage) :])
    except (BadInput, Refused):
        return
