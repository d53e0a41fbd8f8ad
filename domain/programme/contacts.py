"""Whom participants may turn to."""

from pydantic import EmailStr, HttpUrl

from domain.programme.fields import Address, Text
from domain.value import Value


class Contact(Value):
    """Whom participants write to; every letter carries it and replies go there."""

    name: Text
    email: Address
    telephone: Text | None = None


class Wellbeing(Value):
    """Who helps when a topic brings back something hard; in every letter where it may be needed."""

    text: Text
    email: EmailStr | None = None
    telephone: Text | None = None
    url: HttpUrl | None = None
