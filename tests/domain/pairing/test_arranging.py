"""A pair goes on in another arrangement: both are told, once, and everything else stays."""

import pytest

from domain.application.form import ArrangementWish
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Arrangement, Role
from domain.letter.letter import LetterName
from domain.pairing.due import snapshot
from domain.pairing.events import ChangeArrangement, ProposeArrangement, Withdraw
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


def _proposes(role: Role, kind: Arrangement = Arrangement.REVERSE) -> ProposeArrangement:
    return ProposeArrangement(role=role, arrangement=kind)


def test_what_one_proposes_the_other_is_asked_and_nothing_changes() -> None:
    entity = mentoring(Life())

    entity.update(_proposes(Role.MENTOR), _proposes(Role.MENTOR))

    assert entity.pairing.arrangement is Arrangement.RECIPROCAL
    assert entity.count(LetterName.ARRANGEMENT_PROPOSED) == 1
    asked = entity.letter(LetterName.ARRANGEMENT_PROPOSED)
    assert (asked.role, asked.arrangement) == (Role.MENTEE, Arrangement.REVERSE)


def test_it_changes_when_the_other_proposes_the_same_and_both_are_told() -> None:
    entity = mentoring(Life())

    entity.update(_proposes(Role.MENTOR), _proposes(Role.MENTEE))

    assert entity.pairing.arrangement is Arrangement.REVERSE
    assert entity.pairing.arrangement_proposed is None
    assert [entity.written(role)[-1] for role in BOTH] == [LetterName.ARRANGEMENT_CHANGED] * 2


@every("role", BOTH)
def test_who_would_rather_stay_ends_the_proposal_their_own_as_well(role: Role) -> None:
    entity = mentoring(Life())

    entity.update(_proposes(Role.MENTOR), _proposes(role, Arrangement.RECIPROCAL))

    assert entity.pairing.arrangement_proposed is None
    assert entity.count(LetterName.ARRANGEMENT_CHANGED) == 0
    assert entity.happened[-1] == (OutcomeKind.ARRANGEMENT_KEPT, "reciprocal")
    assert entity.takes_no_notice(_proposes(role, Arrangement.RECIPROCAL))


def test_another_proposal_takes_the_place_of_the_first() -> None:
    entity = mentoring(Life())

    entity.update(_proposes(Role.MENTOR), _proposes(Role.MENTEE, Arrangement.COMBINED))
    entity.update(_proposes(Role.MENTOR, Arrangement.COMBINED))

    assert entity.pairing.arrangement is Arrangement.COMBINED


def test_what_the_coordinator_says_ends_the_proposal() -> None:
    entity = mentoring(Life())

    entity.update(_proposes(Role.MENTOR), COMBINED)

    assert (entity.pairing.arrangement, entity.pairing.arrangement_proposed) == (Arrangement.COMBINED, None)


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
