"""What nobody sees is found by every way in, and never reaches a terminal as it is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.spelling import spelled
from domain.characters import harmful_character, printable, printable_json, tidy, without_invisible
from domain.suggestion import suggest
from tests.every import every

pytestmark = pytest.mark.unit


@every("text", ["\x1b[2J", "\x9b31m", "a\x00", "\x7f", "\u202eabc", "\u2066abc\u2069"])
def test_what_harms_is_found_and_written_out(text: str) -> None:
    assert harmful_character(text)
    assert not harmful_character(printable(text))


@every("text", ["Zoë", "محمد عبد\u200cالله", "two\nlines\tand a tab", "👩\u200d🎓", "\u200bA"])
def test_what_people_write_is_left_alone(text: str) -> None:
    assert harmful_character(text) is None
    assert printable(text) == text


def test_what_is_only_in_the_way_is_taken_out() -> None:
    assert without_invisible("\ufeffJo\u00ad\u200b") == "Jo"
    assert tidy("  Jo \u00a0 Ann\u200e\nLee ") == "Jo Ann Lee"


def test_no_name_is_taken_for_a_suggestion() -> None:
    name = tidy(f"{suggest('pairing end', 'kent-01', '--yes')} Ann")
    assert name == "pairing end kent-01 --yes Ann"
    assert spelled(f"{name} is not in this draft.").startswith("pairing end")


def test_nobody_writes_over_a_line() -> None:
    assert printable("all is well\rnot") == r"all is well\x0dnot"
    assert printable("one\r\ntwo") == "one\ntwo"


@given(st.text())
def test_nothing_harmful_is_printed(text: str) -> None:
    shown = printable(text)
    assert harmful_character(shown) is None
    assert "\r" not in shown


@given(st.text())
def test_json_says_the_same_without_it(text: str) -> None:
    document = printable_json(json.dumps({"said": text}, ensure_ascii=False))
    assert harmful_character(document) is None
    assert json.loads(document) == {"said": text}
