"""The table of a letter's steps: every state is reached, and what is not in it raises."""

import pytest

from domain.entity.machine import NotInTableError
from domain.letter.machine import BEGINS, HAND_OVER, LETTER, RELEASE, RESEND, SEND
from domain.letter.states import AT_WORK, OVER, UNDECIDED, WAITING, LetterState

pytestmark = pytest.mark.unit


def test_every_state_is_a_beginning_or_reached_by_some_step() -> None:
    assert {*BEGINS, *(step.target for step in LETTER)} == set(LetterState)


def test_every_state_is_of_one_kind() -> None:
    kinds = (*WAITING, *AT_WORK, *UNDECIDED, *OVER)
    assert sorted(kinds) == sorted(LetterState)


def test_a_step_leads_from_its_sources_to_its_target() -> None:
    assert RELEASE.after("draft") is LetterState.PENDING


def test_a_step_that_is_not_in_the_table_raises() -> None:
    with pytest.raises(NotInTableError, match="no move from sent to pending by released"):
        RELEASE.after("sent")


def test_nothing_is_sent_that_has_not_been_claimed() -> None:
    assert HAND_OVER.sources == (LetterState.CLAIMED,)
    assert SEND.usual == (LetterState.IN_DATA,)


def test_what_is_being_delivered_is_not_sent_again() -> None:
    assert not set(RESEND.sources) & {*AT_WORK, LetterState.DRAFT}
