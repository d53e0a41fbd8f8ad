"""Reports as the mail servers of the world write them: one file for each shape, see tests/mail/reports/."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import BadInput, Refused
from domain.letter.bounce_cause import BounceCause
from mail.dsn import read_report
from tests.every import every
from tests.mail.returned import ADDRESS, MESSAGE_ID

pytestmark = pytest.mark.unit

_REPORTS = Path(__file__).parent / "reports"
_ADDRESS, _UNKNOWN, _TEMPORARY, _SENDER = BounceCause
_FAILED = {
    "amazon-ses": ("5.2.2", _TEMPORARY),
    "amazon-ses-notice": ("5.1.1", _ADDRESS),
    "amazon-ses-wrapped": (None, _TEMPORARY),
    "barracuda": ("5.7.1", _SENDER),
    "base64-status": ("5.1.10", _ADDRESS),
    "blanks": ("5.1.1", _ADDRESS),
    "broken-frame": ("5.1.1", _ADDRESS),
    "code-in-the-text": ("5.1.1", _ADDRESS),
    "courier": ("5.1.1", _ADDRESS),
    "domino": (None, _ADDRESS),
    "exchange-2003": (None, _ADDRESS),
    "exchange-edge": ("5.4.1", _ADDRESS),
    "exim": ("5.1.1", _ADDRESS),
    "exim-away": (None, _TEMPORARY),
    "exim-status": ("5.7.1", _SENDER),
    "expired": ("5.0.0", _TEMPORARY),
    "failure": ("5.1.1", _ADDRESS),
    "first-column": ("5.1.1", _ADDRESS),
    "forwarded": (None, _ADDRESS),
    "frame-in-one-line": ("5.0.0", _SENDER),
    "gateway": (None, _ADDRESS),
    "gateway-without-status": (None, _ADDRESS),
    "gmail-full": ("4.2.2", _TEMPORARY),
    "gmail-text": ("5.7.1", _SENDER),
    "gmx": ("5.1.1", _ADDRESS),
    "google-groups": (None, _UNKNOWN),
    "head-attached": ("5.7.1", _SENDER),
    "head-of-the-part": (None, _UNKNOWN),
    "html": (None, _ADDRESS),
    "imail": (None, _ADDRESS),
    "international": ("5.1.1", _ADDRESS),
    "ionos": (None, _SENDER),
    "james": (None, _ADDRESS),
    "letter-without-head": (None, _UNKNOWN),
    "mobile": (None, _TEMPORARY),
    "no-action": ("5.1.1", _ADDRESS),
    "of-nobody": (None, _ADDRESS),
    "opensmtpd": ("5.1.1", _ADDRESS),
    "outlook-outbound": ("5.1.8", _SENDER),
    "qmail": ("5.1.1", _ADDRESS),
    "partial": ("5.1.1", _ADDRESS),
    "quoted": (None, _TEMPORARY),
    "reason-beside-the-status": ("5.0.0", _TEMPORARY),
    "reason-in-the-text": ("5.0.0", _TEMPORARY),
    "sendmail": ("5.1.1", _ADDRESS),
    "sendmail-spf": ("5.1.1", _SENDER),
    "torn": ("5.1.1", _ADDRESS),
    "without-a-blank-line": ("5.1.1", _ADDRESS),
    "without-fields": (None, _UNKNOWN),
    "workmail": ("5.2.2", _TEMPORARY),
    "yahoo": (None, _ADDRESS),
    "zoho": ("5.1.1", _ADDRESS),
}
_NAMES_ANOTHER_ID = ("amazon-ses",)
"""Amazon gives each letter an id of its own."""
_NAMES_NO_ID = ("amazon-ses-wrapped", "domino", "mobile")


def _names(folder: str) -> list[str]:
    return sorted(file.stem for file in (_REPORTS / folder).glob("*.eml"))


def _bytes(folder: str, name: str) -> bytes:
    """As it comes: with CRLF."""
    return (_REPORTS / folder / f"{name}.eml").read_text("utf-8").replace("\n", "\r\n").encode()


def test_every_report_has_its_line_in_the_table() -> None:
    assert _names("failed") == sorted(_FAILED)


@every("name", _names("failed"))
def test_a_failure_is_recognised_with_address_letter_status_and_cause(name: str) -> None:
    report = read_report(_bytes("failed", name))

    assert report.addresses[0] == ADDRESS
    assert (report.status, report.cause) == _FAILED[name]
    is_named = name not in (*_NAMES_ANOTHER_ID, *_NAMES_NO_ID)
    assert (MESSAGE_ID in report.message_ids) is is_named


def test_a_diagnostic_that_goes_on_in_the_first_column_is_read_to_its_end() -> None:
    diagnostic = read_report(_bytes("failed", "first-column")).diagnostic

    assert diagnostic
    assert diagnostic.startswith("550-5.1.1 The email account")
    assert diagnostic.endswith("https://support.uni.example/mail: NoSuchUser 550 5.1.1 for more")


def test_of_a_frame_that_cannot_be_read_nothing_gets_into_the_diagnostic() -> None:
    assert read_report(_bytes("failed", "frame-in-one-line")).diagnostic == "550 Probable Spam"


def test_what_the_text_says_is_told_where_the_fields_say_nothing() -> None:
    assert (
        read_report(_bytes("failed", "code-in-the-text")).diagnostic == "550 5.1.1 ann: nobody of this name"
    )


@every("name", _names("late"))
def test_a_letter_that_is_late_has_not_come_back(name: str) -> None:
    with pytest.raises(Refused, match="goes on trying"):
        read_report(_bytes("late", name))


@every("name", _names("other"))
def test_what_else_comes_by_mail_is_no_report(name: str) -> None:
    with pytest.raises(BadInput, match="no report of a mail server"):
        read_report(_bytes("other", name))


def test_a_notification_that_was_saved_by_itself_is_read() -> None:
    text = '{"notificationType": "Bounce", "bounce": {"bounceType": "Permanent", "bouncedRecipients": '
    report = read_report(f'{text}[{{"emailAddress": "{ADDRESS}"}}]}}}}'.encode())

    assert (report.addresses, report.cause) == ((ADDRESS,), _ADDRESS)


@every("said", ["[1]", '{"notificationType": "Complaint"}', '{"bounce": 3}', '{"notificationType": 7}', "{"])
def test_json_of_another_kind_is_no_report(said: str) -> None:
    with pytest.raises(BadInput, match="no report of a mail server"):
        read_report(said.encode())


def test_for_a_file_of_outlook_it_is_said_how_to_save_the_report() -> None:
    with pytest.raises(BadInput, match=r"\(\.msg\).*Save the report as \.eml.*Download as EML"):
        read_report(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500)


@given(st.binary(max_size=60), st.integers(0, 1500), st.sampled_from(_names("failed")))
def test_a_damaged_report_is_understood_or_refused(garbage: bytes, at: int, name: str) -> None:
    whole = _bytes("failed", name)
    try:
        read_report(whole[:at] + garbage + whole[at + len(garbage) :])
    except (BadInput, Refused):
        return
