"""What a typed text finds: names, addresses and ids, accents and case aside."""

import pytest

from domain.text_search import best_fits, folded, nearest, without_zeros
from tests.every import every

pytestmark = pytest.mark.unit

PEOPLE = (
    ("Amara Obi", "amara.obi@uni.example"),
    ("Zoë Łukasiewicz-O'Brien", "zlo@staff.example"),
    ("Ann Lee", "ann@uni.example"),
    ("Annabel Roe", "a.roe@uni.example"),
    ("Joanna Leeson", "jl@uni.example"),
    ("Li Wei", "li@uni.example"),
    ("Li Weiming", "weiming@uni.example"),
)


def _found(text: str) -> list[str]:
    return best_fits(text, [(name, name, email) for name, email in PEOPLE])


@every(
    ("text", "names"),
    [
        ("amara.obi@uni.example", ["Amara Obi"]),
        ("AMARA.OBI@UNI.EXAMPLE", ["Amara Obi"]),
        ("amara.obi@", ["Amara Obi"]),
        ("amara.obi", ["Amara Obi"]),
        ("amara", ["Amara Obi"]),
        ("obi amara", ["Amara Obi"]),
        ("  Amara   Obi ", ["Amara Obi"]),
        ("zoe", ["Zoë Łukasiewicz-O'Brien"]),
        ("lukasiewicz", ["Zoë Łukasiewicz-O'Brien"]),
        ("o’brien", ["Zoë Łukasiewicz-O'Brien"]),
        ("ann", ["Ann Lee", "Annabel Roe"]),
        ("ann le", ["Ann Lee"]),
        ("anna", ["Annabel Roe"]),
        ("oann", ["Joanna Leeson"]),
        ("lee", ["Ann Lee", "Joanna Leeson"]),
        ("Li Wei", ["Li Wei"]),
        ("li", ["Li Wei", "Li Weiming"]),
        ("weim", ["Li Weiming"]),
        ("uni.example", [name for name, email in PEOPLE if email.endswith("uni.example")]),
        ("nobody", []),
        ("", []),
        (" ", []),
    ],
)
def test_whoever_fits_best_is_found(text: str, names: list[str]) -> None:
    assert _found(text) == names


@every(
    ("typed", "same"),
    [
        ("kent-1", "kent-01"),
        ("KENT-01", "kent-01"),
        ("kent-001", "kent-01"),
        ("kent-a7", "kent-a07"),
        ("bristol-2021-7", "bristol-2021-07"),
        (" kent-10 ", "kent-10"),
    ],
)
def test_ids_are_one_with_zeros_or_without(typed: str, same: str) -> None:
    assert without_zeros(typed) == without_zeros(same)


@every(("one", "other"), [("kent-1", "kent-10"), ("kent-1", "kent-a1"), ("kent-2021-1", "kent-2021")])
def test_other_ids_stay_others(one: str, other: str) -> None:
    assert without_zeros(one) != without_zeros(other)


def test_letters_that_have_no_accent_of_their_own_are_found_without() -> None:
    assert folded("Søren Ægir ÐÞ Straße İlker") == "soren aegir dth strasse ilker"


def test_the_nearest_are_at_most_three_and_each_once() -> None:
    found = nearest("amra obi", PEOPLE, lambda person: [person[0], *person[0].split(), person[1]])

    assert found == [("Amara Obi", "amara.obi@uni.example")]
    assert nearest("qqqq", PEOPLE, lambda person: [person[0]]) == []
