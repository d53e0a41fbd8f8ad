"""What a programme gives people to read, watch and hear."""

from typing import Literal

from pydantic import Field, HttpUrl

from domain.enums import BOTH, Role
from domain.programme.fields import Text
from domain.value import Value


class Resource(Value):
    title: Text
    url: HttpUrl
    by: Text | None = None
    """Who made it."""
    audience: Literal["everybody", "participants", "members"] = "participants"
    """Who may see it: everybody, also before there is a pair; those who take part; of these, who can log in
    as a member."""
    roles: tuple[Role, ...] = Field(default=BOTH, min_length=1)

    @property
    def is_for_applicants(self) -> bool:
        return self.audience == "everybody"
