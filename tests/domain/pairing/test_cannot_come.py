"""A partner says that they can come to no date of a gathering."""

import pytest

from domain.enums import Concern, Role
from domain.letter.letter import LetterName
from domain.pairing.events import CannotCome, ChooseSitting, Waive
from tests.domain.asking import refusal, takes_no_notice
from tests.domain.varied import two_inductions
from tests.living import Life, accepted, lived, utc

pytestmark = pytest.mark.unit

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
ABSENT = CannotCome(gathering="induction", role=MENTEE)


def _absent() -> Life:
    entity = lived(accepted, two_inductions)
    entity.update(ABSENT)
    return entity


def _reminded(entity: Life, role: Role) -> bool:
    return LetterName.GATHERING_REMINDER in entity.written(role)


def test_the_coordinator_sees_it_at_once_and_nobody_is_reminded_of_what_they_cannot_come_to() -> None:
    entity = _absent()
    assert entity.concerns == {Concern.CANNOT_COME}
    entity.until(utc(2027, 6, 30, 8))
    assert (_reminded(entity, MENTOR), _reminded(entity, MENTEE)) == (True, False)


def test_a_date_that_is_chosen_after_all_settles_it_also_the_one_that_was_turned_down() -> None:
    for sitting in ("1", "2"):
        entity = _absent()
        entity.update(ChooseSitting(gathering="induction", sitting=sitting, roles=(MENTEE,)))
        assert not entity.concerns
        assert not entity.pairing.mentee.absences


def test_who_is_excused_is_no_concern_any_more() -> None:
    entity = _absent()
    entity.update(Waive(gathering="induction", roles=(MENTEE,)))
    assert not entity.concerns


def test_it_is_said_once() -> None:
    assert takes_no_notice(_absent(), ABSENT)


def test_nobody_says_so_of_what_is_over_or_has_been_settled() -> None:
    entity = _absent()
    entity.update(Waive(gathering="induction", roles=(MENTEE,)))
    assert "already attended induction or was excused" in refusal(entity, ABSENT)
    over = lived(accepted, two_inductions)
    over.until(utc(2027, 7, 3))
    assert "still to come" in refusal(over, ABSENT)
