"""Whoever is named in a letter is found in it, however it was encoded."""

from email.message import EmailMessage

import pytest

from mail.mime_text import text_of_mime
from storage.erasing.identifiers import Identifiers

pytestmark = pytest.mark.unit

ANN = Identifiers(frozenset({"Zoë O'Neill-Núñez"}), frozenset({"zoe@uni.example"}), frozenset({"first"}))


def _mime(text: str = "", subject: str = "", html: str = "", calendar: str = "") -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message.set_content(text, cte="base64")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.add_alternative(calendar, subtype="calendar")
    return message.as_bytes()


@pytest.mark.parametrize(
    "mime",
    [
        _mime(text="Your partner is Zoë\nO'Neill-Núñez, write soon."),
        _mime(text="write to ZOE@uni.example."),
        _mime(subject="You and Zoë O'Neill-Núñez"),
        _mime(html="<p>Your partner, Zo&euml; O&#39;Neill-N&uacute;&ntilde;ez</p>"),
        _mime(html="<p><b>Zoë</b> O'Neill-Núñez</p>"),
        _mime(calendar="SUMMARY:Mentoring with Zoë O'Nei\r\n ll-Núñez\r\n"),
        _mime(calendar="ATTENDEE;CN=x:mailto:zo\r\n e@uni.example\r\n"),
    ],
)
def test_a_name_or_an_address_is_found(mime: bytes) -> None:
    assert ANN.are_in(text_of_mime(mime), "first")


def test_who_only_has_a_part_of_the_name_is_somebody_else() -> None:
    assert not ANN.are_in(text_of_mime(_mime(text="Zoë, and O'Neill; not-zoe@uni.example.org")), "first")


def test_in_a_cohort_they_were_not_in_the_same_name_is_somebody_else() -> None:
    assert not ANN.are_in(text_of_mime(_mime(text="Zoë O'Neill-Núñez")), "second")
    assert ANN.are_in(text_of_mime(_mime(text="zoe@uni.example")), "second")
