"""Two people whom a coordinator has put together by hand, before they are anybody in the store."""

from domain.enums import Arrangement
from domain.value import Value


class PersonDetails(Value):
    name: str
    email: str


class Pair(Value):
    mentor: PersonDetails
    mentee: PersonDetails
    arrangement: Arrangement
