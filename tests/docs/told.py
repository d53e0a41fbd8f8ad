"""What the pages on lives tell, and what the domain says to it."""

import re

from domain.enums import Correspondent, Role
from domain.letter.letter import LetterName
from domain.programme.rules import Patience
from tests.docs.pages import text_of
from tests.mail.application_stories import written


def letters_of_applications() -> set[LetterName]:
    elsewhere = (Correspondent.COORDINATOR, Correspondent.CONCERNS)
    return {name for name, role in _before_the_pairing().items() if role not in elsewhere}


def letters_of_cohorts() -> set[LetterName]:
    return {name for name, role in _before_the_pairing().items() if role is Correspondent.COORDINATOR}


def letters_of_pairings() -> set[LetterName]:
    return set(LetterName) - set(_before_the_pairing())


def _before_the_pairing() -> dict[LetterName, Role | Correspondent]:
    return {name: found.letter.role for name, found in written("bristol", Role.MENTOR).items()}


def check_days(page: str) -> None:
    """Days that stand beside a key of patience, as `key` (5 and 12), are its defaults."""
    told = re.findall(r"`(\w+)` \(([\d and,]+)\)", text_of(page))
    assert told
    for key, days in told:
        default = getattr(Patience(), key)
        expected = default if isinstance(default, tuple) else (default,)
        assert tuple(int(day) for day in re.findall(r"\d+", days)) == expected, key
