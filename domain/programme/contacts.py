"""Whom participants may turn to, and who stands behind a programme: in their own words, and with money."""

from typing import Annotated

from pydantic import EmailStr, Field, HttpUrl

from domain.programme.fields import Address, Text
from domain.value import Value


class Contact(Value):
    """Whom participants write to; every letter carries it and replies go there."""

    name: Text
    email: Address
    telephone: Text | None = None


class ConcernsContact(Contact):
    """Whom participants tell what is not right, beside the contact."""

    days: Annotated[int, Field(ge=1, le=60, strict=True)] = 7
    """Within so many days they look at what they are told."""


class Wellbeing(Value):
    """Who helps when a topic brings back something hard; in every letter where it may be needed."""

    text: Text
    email: EmailStr | None = None
    telephone: Text | None = None
    url: HttpUrl | None = None


class Sponsor(Value):
    """Somebody senior who stands up for the programme."""

    name: Text
    """A person or an office."""
    position: Text | None = None
    quote: Text | None = None
    """What they say of it, in their own words."""

    @property
    def named(self) -> str:
        return f"{self.name}, {self.position}" if self.position else self.name


class Funder(Value):
    name: Text
    acknowledgement: Text | None = None
    """The sentence with which it is to be named; None: its name is enough."""
    url: HttpUrl | None = None

    @property
    def sentence(self) -> str:
        return self.acknowledgement or f"Funded by {self.name}."
