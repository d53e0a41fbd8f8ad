"""A pair goes on in another arrangement: both are told, once, and everything else stays."""

import pytest

from domain.application.form import ArrangementWish
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Arrangement
from domain.letter.letter import LetterName
from domain.pairing.due import snapshot
from domain.pairing.events import ChangeArrangement, Withdraw
from tests.every import every
from tests.living import Life, mentoring

pytestmark = pytest.mark.unit

REVERSE, COMBINED = (ChangeArrangement(arrangement=Arrangement(kind)) for kind in ("reverse", "combined"))


def test_both_are_told_that_they_go_on_in_another_arrangement() -> None:
    entity = mentoring(Life())

    entity.update(REVERSE)

    assert snapshot(entity.pairing, None).arrangement is Arrangement.REVERSE
    assert [entity.written(role)[-1] for role in BOTH] == [LetterName.ARRANGEMENT_CHANGED] * 2
    assert entity.happened[-1] == (OutcomeKind.ARRANGEMENT_CHANGED, "reverse")


def test_told_twice_it_is_told_once_and_back_again_is_told_anew() -> None:
    entity = mentoring(Life())

    entity.update(COMBINED, COMBINED)
    assert entity.count(LetterName.ARRANGEMENT_CHANGED) == 2
    entity.until(entity.now.replace(hour=23))
    entity.update(ChangeArrangement(arrangement=Arrangement.RECIPROCAL))
    assert entity.count(LetterName.ARRANGEMENT_CHANGED) == 4


def test_who_has_not_been_introduced_reads_it_with_the_introduction() -> None:
    entity = Life()

    entity.update(COMBINED)

    assert entity.count(LetterName.ARRANGEMENT_CHANGED) == 0
    assert entity.pairing.arrangement is Arrangement.COMBINED


def test_a_pairing_that_is_over_does_not_change() -> None:
    entity = mentoring(Life())
    entity.update(Withdraw(role=BOTH[0]))

    assert entity.refusal(REVERSE)


@every(
    ("one", "other", "together"),
    [
        ("combined", "combined", "combined"),
        ("combined", "either", "combined"),
        ("combined", "reverse", None),
        ("combined", "reciprocal", None),
        ("either", "either", "reciprocal"),
    ],
)
def test_who_wishes_to_combine_meets_who_does_or_is_open(one: str, other: str, together: str | None) -> None:
    for wish, against in ((one, other), (other, one)):
        assert ArrangementWish(wish).together(ArrangementWish(against)) == together
