"""Times that one partner proposes, of which the other takes one."""

from datetime import timedelta

import pytest

from domain.enums import Role
from domain.letter.letter import LetterName
from domain.pairing.events import BookSession, Pause, ProposeTimes
from domain.pairing.proposing import proposed_times
from tests.domain.asking import refusal, takes_no_notice
from tests.domain.pairing.booking import JULY_20, booked
from tests.living import Life, lived, mentoring

pytestmark = pytest.mark.unit

_A_DAY = timedelta(days=1)
THREE = ProposeTimes(role=Role.MENTOR, times=(JULY_20, JULY_20 + _A_DAY, JULY_20 + 2 * _A_DAY), minutes=60)


def _proposed() -> Life:
    entity = lived(mentoring)
    entity.update(THREE)
    return entity


def test_the_other_partner_is_written_to_at_once_and_the_proposer_is_not() -> None:
    entity = _proposed()
    assert entity.written(Role.MENTEE)[-1] is LetterName.TIMES_PROPOSED
    assert LetterName.TIMES_PROPOSED not in entity.written(Role.MENTOR)


def test_what_is_booked_takes_the_place_of_what_was_proposed() -> None:
    entity = _proposed()
    entity.update(BookSession(starts=JULY_20 + _A_DAY, minutes=60))
    assert entity.pairing.proposal is None
    assert [session.starts for session in entity.pairing.booked] == [JULY_20 + _A_DAY]


def test_a_later_proposal_takes_the_place_of_an_earlier_one() -> None:
    entity = _proposed()
    later = THREE.replace(role=Role.MENTEE, times=(JULY_20 + 7 * _A_DAY,))
    entity.update(later)
    assert proposed_times(entity.pairing, entity.now) == later.times
    assert entity.written(Role.MENTOR)[-1] is LetterName.TIMES_PROPOSED


def test_a_time_that_is_over_can_no_longer_be_taken() -> None:
    entity = _proposed()
    assert proposed_times(entity.pairing, JULY_20) == THREE.times[1:]
    assert proposed_times(entity.pairing, JULY_20 + 3 * _A_DAY) == ()


def test_the_same_proposal_twice_is_one() -> None:
    assert takes_no_notice(_proposed(), THREE)


def test_nobody_proposes_what_cannot_be_booked() -> None:
    entity = booked()
    assert "overlaps session 1" in refusal(entity, THREE)
    early = THREE.replace(times=(entity.now - _A_DAY,))
    assert "has passed" in refusal(entity, early)
    twice = THREE.replace(times=(JULY_20 + _A_DAY,) * 2)
    assert refusal(entity, twice) == "The same time is proposed twice."


def test_a_pair_that_pauses_is_proposed_nothing() -> None:
    entity = _proposed()
    entity.update(Pause())
    assert proposed_times(entity.pairing, entity.now) == ()
    assert "paused" in refusal(entity, THREE.replace(role=Role.MENTEE))
