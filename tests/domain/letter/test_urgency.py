"""Which letters go first when many wait."""

from datetime import timedelta

import pytest

from domain.letter.kinds import Urgency, urgency_of
from domain.letter.letter import LetterName
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit

_NOW = utc(2027, 6, 15, 9)


@every(
    ("name", "urgency"),
    [
        (LetterName.SESSION_MOVED, Urgency.HIGH),
        (LetterName.GATHERING_REMINDER, Urgency.HIGH),
        (LetterName.BOTH_ACCEPTED, Urgency.HIGH),
        (LetterName.INTRODUCTION, Urgency.NORMAL),
        (LetterName.GATHERING_INVITATION, Urgency.NORMAL),
        (LetterName.EVALUATION, Urgency.LOW),
        (LetterName.THANKS, Urgency.LOW),
    ],
)
def test_a_letter_is_as_urgent_as_what_it_is_for(name: LetterName, urgency: Urgency) -> None:
    assert urgency_of(name, _NOW, None) is urgency


@every("name", LetterName)
def test_what_is_out_of_date_by_tomorrow_is_urgent(name: LetterName) -> None:
    assert urgency_of(name, _NOW, _NOW + timedelta(days=1)) is Urgency.HIGH
    assert urgency_of(name, _NOW, _NOW + timedelta(days=8)) is urgency_of(name, _NOW, None)
