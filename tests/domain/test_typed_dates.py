"""Dates as they are typed: one form is taken, and of others it is said what to write."""

from datetime import date

import pytest

from domain.errors import BadInput
from domain.programme.dates import read_slot
from domain.typed_dates import typed_day
from tests.every import every

pytestmark = pytest.mark.unit


def test_the_year_comes_first() -> None:
    assert typed_day(" 2026-12-11 ") == date(2026, 12, 11)


@every(
    ("typed", "sentence"),
    [
        (
            "11/12/2026",
            "'11/12/2026' could be 11 December or 12 November; "
            "write the year first: 2026-12-11 or 2026-11-12",
        ),
        ("25/12/2026", "'25/12/2026': write the year first: 2026-12-25"),
        ("12/25/2026", "'12/25/2026': write the year first: 2026-12-25"),
        ("11.11.2026", "'11.11.2026': write the year first: 2026-11-11"),
        (
            "1-2-26",
            "'1-2-26' could be 1 February or 2 January; write the year first: 2026-02-01 or 2026-01-02",
        ),
        ("30/02/2026", "'30/02/2026' is not a date; write it as 2027-05-27."),
        ("2026-02-30", "'2026-02-30' is not a date: the calendar has no such day."),
        ("20261211", "'20261211' is not a date; write it as 2027-05-27."),
        ("2026-W50-5", "'2026-W50-5' is not a date; write it as 2027-05-27."),
        ("0001-01-01", "'0001-01-01' is not a date of a programme: its year is 1."),
        ("soon", "'soon' is not a date; write it as 2027-05-27."),
        ("", "'' is not a date; write it as 2027-05-27."),
        ("9" * 3000, f"'{'9' * 57}...' is not a date; write it as 2027-05-27."),
    ],
)
def test_another_form_is_never_guessed_at(typed: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refusal:
        typed_day(typed)

    assert str(refusal.value) == sentence


def test_the_day_of_a_new_time_is_said_the_same_way() -> None:
    with pytest.raises(BadInput, match="or 12 November; write the year first: 2026-12-11"):
        read_slot("11/12/2026 09:30-11:30")
