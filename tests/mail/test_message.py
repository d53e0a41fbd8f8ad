import re
from dataclasses import replace
from datetime import UTC
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest

from domain.enums import Role
from domain.letter.letter import LetterName
from mail.facts import Sender
from mail.message import message_id
from storage.views import PersonView
from tests.every import every
from tests.living import bristol
from tests.mail.stories import ANN, SENDER, TOM, couple, mime, one_of_each

pytestmark = pytest.mark.unit

every_letter = every("name", LetterName)


def _read(mime: bytes) -> EmailMessage:
    return message_from_bytes(mime, policy=default)


def _letter(name: LetterName = LetterName.SESSION_BOOKED) -> EmailMessage:
    return _read(mime(one_of_each()[name]))


def _named(name: str) -> EmailMessage:
    """A letter to somebody of this name."""
    pairing = couple(mentor=PersonView(id="1", name=name, email="ann@uni.example"))
    return _read(mime(one_of_each()[LetterName.SESSION_BOOKED], pairing))


def _to(name: str) -> Address:
    """Whom a letter to somebody of this name is addressed to."""
    (address,) = _named(name)["To"].addresses
    return cast(Address, address)


def test_a_letter_comes_from_the_programme() -> None:
    assert _letter()["From"] == "Reciprocal Mentoring Pilot <tandem@uni.example>"


def test_a_letter_goes_to_its_reader_alone() -> None:
    message = _letter()

    assert message["To"] == "Ann Adeyemi <ann@uni.example>"
    assert message["Cc"] is None
    assert message["Bcc"] is None


def test_a_reply_goes_to_the_coordinator() -> None:
    assert _letter()["Reply-To"] == "Staff Development <reciprocal-mentoring@bristol.example>"


def test_the_date_is_when_it_was_written() -> None:
    sent = _letter()["Date"].datetime
    written = one_of_each()[LetterName.SESSION_BOOKED].at

    assert sent.astimezone(UTC).replace(second=0) == written.replace(second=0, microsecond=0)


def test_a_letter_to_a_manager_has_an_address_and_no_name() -> None:
    message = _letter(LetterName.MANAGER_REQUEST)

    assert message["To"] == "boss@uni.example"
    assert "Ann" not in str(message["Subject"])


def test_a_letter_to_the_coordinator_goes_to_the_programmes_contact() -> None:
    assert _letter(LetterName.DRAFT_READY)["To"] == _letter(LetterName.DRAFT_READY)["Reply-To"]


def test_no_machine_answers_a_letter() -> None:
    message = _letter()

    assert message["Auto-Submitted"] == "auto-generated"
    assert "OOF" in message["X-Auto-Response-Suppress"]


def test_the_same_key_has_the_same_message_id() -> None:
    assert message_id("spring-01:thanks", SENDER) == message_id("spring-01:thanks", replace(SENDER))


def test_another_key_has_another_message_id() -> None:
    assert message_id("spring-01:thanks", SENDER) != message_id("spring-02:thanks", SENDER)


def test_another_store_has_other_message_ids_though_its_cohort_has_the_same_name() -> None:
    elsewhere = replace(SENDER, store="9f3d")

    assert message_id("bristol-2021-01:thanks", SENDER) != message_id("bristol-2021-01:thanks", elsewhere)


def test_a_message_id_is_of_the_senders_domain() -> None:
    letter = one_of_each()[LetterName.THANKS]

    assert _read(mime(letter, sender=Sender("x@trust.example", "0b1c")))["Message-ID"].endswith(
        "@trust.example>"
    )


def test_a_letter_written_twice_has_one_message_id() -> None:
    letter = one_of_each()[LetterName.THANKS]

    assert _read(mime(letter))["Message-ID"] == _read(mime(letter))["Message-ID"]


def test_the_text_comes_first_then_html_then_the_calendar() -> None:
    message = _letter(LetterName.SESSION_BOOKED)

    assert message.get_content_type() == "multipart/alternative"
    parts = [part.get_content_type() for part in message.iter_parts()]
    assert parts == ["text/plain", "text/html", "text/calendar"]


def test_a_letter_that_changes_no_calendar_has_no_calendar_part() -> None:
    parts = [part.get_content_type() for part in _letter(LetterName.THANKS).iter_parts()]

    assert parts == ["text/plain", "text/html"]


@every_letter
def test_a_letter_is_read_back_without_a_defect(name: LetterName) -> None:
    message = _letter(name)

    assert [part.defects for part in message.walk() if part.defects] == []
    assert [value.defects for _, value in message.items() if value.defects] == []


@every_letter
def test_every_line_ends_as_mail_wants_it_and_none_is_too_long(name: LetterName) -> None:
    mime_bytes = mime(one_of_each()[name])

    assert mime_bytes.endswith(b"\r\n")
    assert b"\n" not in mime_bytes.replace(b"\r\n", b"")
    assert b"\r" not in mime_bytes.replace(b"\r\n", b"")
    assert max(len(line) for line in mime_bytes.split(b"\r\n")) <= 998


@every(
    "name",
    ["Ann\r\nBcc: eve@evil.example", "Ann\nX-Evil: yes", "Ann\rBcc: eve@evil.example", "Ann\u2028Bcc: x"],
)
def test_a_name_cannot_add_a_header(name: str) -> None:
    assert _named(name).keys() == _named("Ann").keys()


def test_a_programmes_title_cannot_add_a_header() -> None:
    programme = bristol().replace(title="Pilot\r\nBcc: eve@evil.example")

    message = _read(mime(one_of_each()[LetterName.THANKS], programme=programme))

    assert message["Bcc"] is None
    assert message["Subject"] == "Pilot Bcc: eve@evil.example: thank you"


def test_an_address_with_a_line_break_is_no_address() -> None:
    broken = couple(mentor=ANN.replace(email="ann@uni.example\r\nBcc: eve@evil.example"))

    with pytest.raises(ValueError, match="CR or LF"):
        mime(one_of_each()[LetterName.THANKS], broken)


@every(
    "name",
    [
        "Jörg Müller",
        "Zoë O'Brien-Ñandú",
        "Łukasz Żółć",
        "مريم بنت عبد الله",
        "李小龍",
        "Adébáyọ̀ Ọlátúnjí",
        "Dr. A. B. Carter (she/her)",
        "O'Neil",
        "Sam [HR]",
    ],
)
def test_a_name_is_addressed_as_it_is_written(name: str) -> None:
    assert _to(name).display_name == name


@every(
    ("name", "addressed"),
    [
        ("Thwaite, Tom", "Thwaite Tom"),
        ('Tom "T" Thwaite', "Tom T Thwaite"),
        ("tom@uni.example", "tomuni.example"),
        ("Tom <eve@evil.example>", "Tom eveevil.example"),
        ("Tom; Eve: \\", "Tom Eve"),
        ("  Tom   Thwaite ", "Tom Thwaite"),
    ],
)
def test_characters_that_microsoft_refuses_are_left_out_of_a_name(name: str, addressed: str) -> None:
    assert _to(name).display_name == addressed


@every("name", ["x" * 300, "Dr. (x) " * 40, "é " * 150, "a@b, " * 60, "@:,", ""])
def test_no_name_changes_the_address(name: str) -> None:
    assert _to(name).addr_spec == "ann@uni.example"


@pytest.mark.parametrize("name", ["x" * 300, "Dr. (x) " * 40, "a@b, " * 60])
def test_a_very_long_name_is_cut_in_the_address(name: str) -> None:
    assert 70 < len(_to(name).display_name) <= 75


def test_a_name_of_300_characters_leaves_no_line_too_long() -> None:
    long = couple(mentor=PersonView(id="1", name="x" * 300, email="ann@uni.example"))

    for letter in one_of_each().values():
        assert max(len(line) for line in mime(letter, long).split(b"\r\n")) <= 998


@pytest.mark.slow
@every("length", range(60, 90))
def test_no_header_leaves_its_first_line_empty(length: int) -> None:
    """A word that is too long for the rest of a line does not begin on the next one."""
    word = "x" * length
    long = couple(mentor=ANN.replace(name=word), mentee=TOM.replace(name=f"{word} Thwaite"))
    plans = bristol()
    titled = plans.replace(
        title=f"{word} mentoring", gatherings=tuple(g.replace(title=word) for g in plans.gatherings)
    )

    for letter in one_of_each().values():
        headers = mime(letter, long, titled).partition(b"\r\n\r\n")[0]
        assert not re.findall(rb"(?m)^[\w-]+:\s*$", headers), letter.name


@every("length", range(60, 90))
def test_a_long_subject_is_read_as_it_was_written(length: int) -> None:
    titled = bristol().replace(title="x" * length)

    message = _read(mime(one_of_each()[LetterName.THANKS], programme=titled))

    assert message["Subject"].split(":")[0] == "x" * length


def test_names_that_are_not_ascii_are_read_in_every_part() -> None:
    named = couple(mentor=ANN.replace(name="Zoë 李"), mentee=ANN.replace(name="Łukasz"))

    message = _read(mime(one_of_each()[LetterName.SESSION_BOOKED], named))

    for part in message.iter_parts():
        assert "Zoë 李" in cast(EmailMessage, part).get_content()
        assert "Łukasz" in cast(EmailMessage, part).get_content()


def test_each_partner_gets_a_letter_of_their_own() -> None:
    letters = [one_of_each(role)[LetterName.THANKS] for role in Role]

    first, second = (_read(mime(letter)) for letter in letters)

    assert first["Message-ID"] != second["Message-ID"]
    assert first["To"] != second["To"]
