"""What a programme is for, in its own words, and what it gives people to read."""

from pydantic import HttpUrl

from domain.programme.fields import Text
from domain.value import Value


class Objective(Value):
    """What the programme wants for one group; shown to participants."""

    of: Text
    text: Text


class Resource(Value):
    title: Text
    url: HttpUrl
