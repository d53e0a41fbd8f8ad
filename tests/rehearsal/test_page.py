"""The page opens by itself, tells everything, and is not moved by what names hold."""

from datetime import date
from pathlib import Path

import pytest

from domain.programme.programme import Programme
from rehearsal.page.preview import preview
from rehearsal.page.write import rendered, write
from rehearsal.record import Decision, Record
from tests.living import bristol
from tests.rehearsal.planted import MIME, letter, planted, record
from tests.rehearsal.reading import Page, chromium, opened

pytestmark = pytest.mark.unit

_PEOPLE = "10 invented people applied, and 4 pairs came about."
_HOSTILE = "<script>alert(1)</script>{{7*7}}\"'\u202eevil " + "x" * 1900
_SENT = (
    letter("introduction", "2027-06-14 08:00"),
    letter("introduction", "2027-06-14 08:00", "claire@staff.example", "mentee"),
    letter("manager_request", "2027-06-15 08:00", "boss@staff.example", "manager"),
)
_DECIDED = (Decision(date(2027, 6, 11), "the matches are approved"),)


def _page(of: Record) -> Page:
    return Page(rendered(of, _PEOPLE))


def _hostile() -> Programme:
    (first, *others) = bristol().gatherings
    return bristol().replace(
        title=_HOSTILE, organisation=_HOSTILE, gatherings=(first.replace(title=_HOSTILE), *others)
    )


def test_the_head_tells_who_played_and_what_became_of_them() -> None:
    page = _page(record(_SENT, _DECIDED))

    assert "A rehearsal of Reciprocal Mentoring Pilot" in page.text
    assert _PEOPLE in page.text
    assert "ended (no contact)" in page.text
    assert "carried (late)" in page.text


def test_it_needs_no_script_and_no_network() -> None:
    page = _page(record(_SENT, _DECIDED))

    assert not page.all("script")
    assert not list(page.links())
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_the_calendar_is_a_picture_with_words_and_a_table() -> None:
    page = _page(record(_SENT, _DECIDED))

    assert [picture["role"] for picture in page.all("svg")] == ["img", "img"]
    assert "The calendar of Reciprocal Mentoring Pilot" in page.text
    assert "Sessions: 6 Jul 2027 to 6 Jan 2028" in page.text
    assert "Wed 30 Jun 2027 09:30-11:30" in page.text
    assert "The same as a table" in page.text


def test_each_letter_is_shown_once_by_its_name_in_a_frame_that_may_do_nothing() -> None:
    page = _page(record(_SENT))

    frames = page.all("iframe")
    assert [frame["title"] for frame in frames] == ["The letter: introduction", "The letter: manager request"]
    for frame in frames:
        assert frame["sandbox"] is None
        assert frame["loading"] == "lazy"
        assert frame["srcdoc"] == preview(MIME).html
    assert "2 sent, from Mon 14 Jun 2027, to: mentee, mentor" in page.text
    assert "to: line manager" in page.text
    assert "(with a calendar entry)" in page.text


def test_no_address_of_a_recipient_stands_on_the_page() -> None:
    assert "@staff.example" not in rendered(record(_SENT), _PEOPLE)


def test_findings_are_numbered_with_their_key_and_none_is_said_too(tmp_path: Path) -> None:
    bad = _page(record(_SENT, programme=planted(tmp_path)))
    assert "Applications close on the day of the introductions" in bad.text
    assert "In the file: applications.closes" in bad.text

    good = _page(record(_SENT[:1]))
    assert "None: the rehearsal found nothing" in good.text


def test_hostile_names_are_words_and_nothing_else() -> None:
    page = _page(record(_SENT, _DECIDED, _hostile()))

    assert not page.all("script")
    assert "<script>alert(1)</script>{{7*7}}" in page.text
    assert "49" not in page.text.replace("2049", "")


def test_a_rehearsal_without_a_letter_has_a_page_as_well() -> None:
    assert "0 letters went out" in _page(record()).text


def test_an_earlier_page_is_overwritten_and_nothing_else_is_touched(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "rehearsal.html").write_text("old")

    page = write(record(_SENT), _PEOPLE, tmp_path)

    assert page == tmp_path / "rehearsal.html"
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert {file.name for file in tmp_path.iterdir()} == {"notes.txt", "rehearsal.html"}


@pytest.mark.slow
@pytest.mark.parametrize("programme", [bristol(), _hostile()], ids=["ours", "hostile"])
def test_a_real_browser_shows_it_without_a_complaint(tmp_path: Path, programme: Programme) -> None:
    browser = chromium()
    assert browser, "There is no Chromium on this machine; .ci/run installs it."
    file = write(record(_SENT, _DECIDED, programme), _PEOPLE, tmp_path)

    shown, complaints = opened(browser, file, tmp_path / "profile")

    assert complaints == []
    page = Page(shown)
    assert page.all("svg")
    assert page.all("iframe")
    assert "What to look at before the launch" in page.text
