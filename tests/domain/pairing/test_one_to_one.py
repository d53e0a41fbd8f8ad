"""Who comes alone chooses a time: asked once and once more, expected nowhere before, invited to what they
chose."""

from functools import cache

import pytest

from domain.enums import Concern, Role
from domain.letter.letter import LetterName
from domain.pairing.events import CannotCome, ChooseSitting
from domain.programme.rules import Rules
from domain.programme.timetable import rules_of
from rehearsal.pair_personas import PairPersona, timeline
from tests.factories import programme
from tests.living import Life

pytestmark = pytest.mark.unit

KEY = "mentor-interview"


@cache
def rules() -> Rules:
    return rules_of(programme("city-2021"))


def evaluating() -> Life:
    """A pair of City's that has had its sessions, on the day on which it is asked to choose."""
    entity = Life(rules(), now=rules().introductions)
    for happening in timeline(rules(), PairPersona.STEADY, seed="one"):
        if happening.at < rules().sessions.closes:
            entity.until(happening.at)
            entity.update(happening.event)
    entity.until(rules().gathering(KEY).sittings[0].starts.replace(hour=6))
    return entity


def test_whoever_has_chosen_no_time_is_asked_twice_and_is_expected_nowhere() -> None:
    entity = evaluating()

    asked = [(x.name, x.role) for x in entity.letters if x.gathering == KEY]
    assert asked == [
        (LetterName.GATHERING_CHOICE, Role.MENTOR),
        (LetterName.GATHERING_CHOICE_CHASER, Role.MENTOR),
    ]
    assert entity.pairing.next_sitting(rules().gathering(KEY), Role.MENTOR) is None
    assert not [x for x in entity.letters if x.gathering == KEY and x.calendar]


def test_the_time_that_was_chosen_is_in_the_calendar_and_nothing_more_is_asked() -> None:
    entity = evaluating()
    third = rules().gathering(KEY).sittings[2]

    entity.update(ChooseSitting(gathering=KEY, sitting=third.key, roles=(Role.MENTOR,)))

    invitation = entity.letters[-1]
    assert (invitation.name, invitation.starts) == (LetterName.GATHERING_INVITATION, third.starts)
    entity.until(third.starts)
    assert entity.count(LetterName.GATHERING_CHOICE) == 2  # one to each


def test_who_never_chose_is_the_coordinators_when_the_last_time_is_over() -> None:
    entity = evaluating()
    last = rules().gathering(KEY).sittings[-1]

    entity.until(last.starts)
    assert Concern.MISSED_GATHERING not in entity.pairing.concerns
    entity.until(last.ends)
    assert Concern.MISSED_GATHERING in entity.pairing.concerns


def test_who_can_come_at_none_of_the_times_says_so_and_is_the_coordinators() -> None:
    entity = evaluating()

    entity.update(CannotCome(gathering=KEY, role=Role.MENTOR))

    assert Concern.CANNOT_COME in entity.pairing.concerns
    entity.update(ChooseSitting(gathering=KEY, sitting="3", roles=(Role.MENTOR,)))
    assert Concern.CANNOT_COME not in entity.pairing.concerns
