"""A date that moves, or one more: the same for pairings, applications and cohorts."""

from datetime import datetime, timedelta

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.errors import Refused
from domain.pairing.events import AddSitting, Reschedule
from domain.programme.rescheduling import date_changes, kind_of, rescheduled
from domain.programme.rules import Rules
from tests.domain.varied import two_inductions
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit

NOW = utc(2027, 6, 10)
JULY_1 = utc(2027, 7, 1, 9)
"""Between the two inductions of 30 June and 2 July."""


def moved(starts: datetime, sitting: str = "1", gathering: str = "induction", hours: int = 2) -> Reschedule:
    ends = starts + timedelta(hours=hours)
    return Reschedule(gathering=gathering, sitting=sitting, starts=starts, ends=ends)


def added(starts: datetime, sitting: str = "3") -> AddSitting:
    ends = starts + timedelta(hours=2)
    return AddSitting(gathering="induction", sitting=sitting, starts=starts, ends=ends)


def dates(rules: Rules) -> list[tuple[str, datetime]]:
    return [(sitting.key, sitting.starts) for sitting in rules.gathering("induction").sittings]


def test_a_sitting_that_moves_keeps_its_key() -> None:
    rules = rescheduled(moved(JULY_1), two_inductions(), NOW)
    assert dates(rules) == [("1", JULY_1), ("2", utc(2027, 7, 2, 9))]


def test_sittings_stay_in_the_order_of_their_dates() -> None:
    late = utc(2027, 7, 9, 9)
    assert [key for key, _ in dates(rescheduled(moved(late), two_inductions(), NOW))] == ["2", "1"]
    assert [key for key, _ in dates(rescheduled(added(JULY_1), two_inductions(), NOW))] == ["1", "3", "2"]


def test_other_gatherings_stay_as_they_are() -> None:
    before = two_inductions()
    after = rescheduled(moved(JULY_1), before, NOW)
    assert [g for g in after.gatherings if g.key != "induction"] == [
        g for g in before.gatherings if g.key != "induction"
    ]


@pytest.mark.parametrize("event", [moved(JULY_1), added(JULY_1)], ids=lambda event: event.kind)
def test_a_date_that_is_so_already_changes_nothing_even_when_it_is_past(
    event: Reschedule | AddSitting,
) -> None:
    rules = rescheduled(event, two_inductions(), NOW)
    assert rescheduled(event, rules, utc(2027, 12, 1)) is rules


@every(
    ("event", "sentence"),
    [
        (
            moved(JULY_1, gathering="party"),
            "This programme has no gathering 'party'; it has: information, training, review, induction.",
        ),
        (moved(JULY_1, sitting="7"), "induction has no sitting '7'; it has: 1, 2."),
        (
            moved(NOW),
            "induction can only move to a time to come, and end after it begins.",
        ),
        (
            moved(JULY_1, hours=0),
            "induction can only move to a time to come, and end after it begins.",
        ),
        (
            added(utc(2027, 6, 1)),
            "induction can only be held at a time to come, and end after it begins.",
        ),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_a_sentence(
    event: Reschedule | AddSitting, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        rescheduled(event, two_inductions(), NOW)
    assert str(refused.value) == sentence


def test_a_move_and_one_date_more_are_recorded_as_what_they_are() -> None:
    known = two_inductions()
    elsewhere = moved(known.gathering("induction").sitting("1").starts).replace(place="a1b2")
    assert kind_of(moved(JULY_1), known) is OutcomeKind.RESCHEDULED
    assert kind_of(elsewhere, known) is OutcomeKind.PLACE_CHANGED
    assert kind_of(added(JULY_1), known) is OutcomeKind.SITTING_ADDED


def test_whoever_is_told_the_changes_knows_the_dates() -> None:
    known = two_inductions()
    told: list[Reschedule | AddSitting] = [
        moved(JULY_1).replace(place="a1b2"),
        added(utc(2027, 7, 9, 9)),
    ]
    current = known
    for event in told:
        current = rescheduled(event, current, NOW)

    assert list(date_changes(known, current)) == told
    assert list(date_changes(current, current)) == []
