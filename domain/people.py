"""Two people whom a coordinator has put together by hand, before they are anybody in the store."""

import unicodedata

from domain.characters import harmful_character
from domain.enums import Arrangement
from domain.errors import BadInput
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


ERASED_NAME = "Erased person"
"""How somebody is called who has been erased, for as long as their partner's record is kept."""
ERASED_DOMAIN = "@erased.invalid"


def erased_address(person: str) -> str:
    """What stands for the address of whoever had this id. Nothing can be delivered there (RFC 2606)."""
    return f"{person}{ERASED_DOMAIN}"


def is_erased_address(email: str) -> bool:
    return email.endswith(ERASED_DOMAIN)


_ACTOR = "person-"


def person_actor(person: str) -> str:
    """How a participant is called among those who do something: by an id, which can stay when they are
    erased."""
    return f"{_ACTOR}{person}"


def person_of_actor(name: str) -> str | None:
    """The id of the participant who is called so among those who do something; None: it is somebody else."""
    return name.removeprefix(_ACTOR) if name.startswith(_ACTOR) else None


_LONGEST_ACTOR = 120


def actor_name(text: str) -> str:
    """The name of somebody who gives commands, as it is kept. Raises BadInput for what is none."""
    if what := harmful_character(text):
        raise BadInput(f"the name holds {what}, which cannot be seen; type it anew.")
    clean = " ".join(text.split())
    if person_of_actor(clean):
        raise BadInput("a name that begins so is a participant's.")
    if not clean or len(clean) > _LONGEST_ACTOR:
        raise BadInput(f"a name has 1 to {_LONGEST_ACTOR} characters.")
    return clean
