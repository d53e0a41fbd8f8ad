"""Which grade of a programme somebody may have meant who has written none of them."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

_NUMBER = re.compile(r"(\d+)\s*([a-z])?\b")
_FAR = 3.0
"""More steps than this beyond the ladder are a slip of the hand, not another grade."""


def nearest_grade(answer: str, ladder: Sequence[str]) -> str:
    """The one nearest by its number where the grades have numbers (8b is above 8a), else by its letters."""
    if alike := [grade for grade in ladder if _as_typed(grade) == _as_typed(answer)]:
        return alike[0]
    said = _number(answer)
    numbered = {grade: number for grade in ladder if (number := _number(grade)) is not None}
    if said is None or not numbered:
        return max(ladder, key=lambda grade: _likeness(answer, grade))
    beyond = min(abs(said - number) for number in numbered.values()) > _FAR
    if beyond and (one_digit_less := [g for g in numbered if _is_one_digit_more(said, numbered[g])]):
        return one_digit_less[0]
    return min(numbered, key=lambda grade: (abs(said - numbered[grade]), -_likeness(answer, grade)))


def _number(grade: str) -> float | None:
    found = _NUMBER.search(_plain(grade))
    if found is None:
        return None
    return int(found[1][:6]) + (ord(found[2]) - ord("a") + 1 if found[2] else 0) / 100


def _is_one_digit_more(said: float, number: float) -> bool:
    """Whether it is the number with a digit too many: 71 for 7."""
    digits = str(int(said))
    return str(int(number)) in {digits[:place] + digits[place + 1 :] for place in range(len(digits))}


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _plain(one), _plain(other)).ratio()


def _as_typed(grade: str) -> str:
    """The same for an O and a 0, and for an I, an l and a 1."""
    return _plain(grade).replace(" ", "").translate(str.maketrans("oil", "011"))


def _plain(grade: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", grade).casefold().split())
