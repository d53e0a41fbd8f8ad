"""Two people whom a coordinator has put together by hand, before they are anybody in the store."""

import unicodedata

from domain.enums import Arrangement
from domain.value import Value


class PersonDetails(Value):
    name: str
    email: str


class Pair(Value):
    mentor: PersonDetails
    mentee: PersonDetails
    arrangement: Arrangement


def name_key(name: str) -> str:
    """What is equal for two ways of writing one name: case, accents, blanks and signs make no difference."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = (letter if letter.isalnum() else " " for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(kept).split()) or name


def is_same_name(one: str, other: str) -> bool:
    return name_key(one) == name_key(other)
