"""Which page the link in a letter opens."""

import pytest

from domain.enums import Correspondent, Role
from domain.letter.letter import Letter, LetterName
from domain.letter.questions import path_of
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit


@every(
    ("name", "role", "path"),
    [
        (LetterName.GATHERING_ANNOUNCED, Correspondent.APPLICANT, "/seat/talk"),
        (LetterName.GATHERING_ANNOUNCED, Role.MENTOR, "/sitting/talk"),
        (LetterName.GATHERING_INVITATION, Correspondent.APPLICANT, "/seat/talk"),
        (LetterName.GATHERING_INVITATION, Role.MENTEE, "/sitting/talk"),
        (LetterName.RESUMED, Role.MENTEE, ""),
    ],
)
def test_a_date_is_asked_for_before_there_is_a_pair_and_chosen_afterwards(
    name: LetterName, role: Role | Correspondent, path: str
) -> None:
    letter = Letter(name=name, role=role, key="talk", at=utc(2027, 7, 1), gathering="talk")

    assert path_of(letter) == path
