"""When pairs are introduced, and how often they meet until when."""

from datetime import date

from pydantic import Field

from domain.value import Value


class Introductions(Value):
    """The day on which pairs are introduced, or at once if they are made later."""

    on: date


class SessionPlan(Value):
    minimum: int = Field(ge=1, le=100, strict=True)
    minutes: int = Field(ge=10, le=600, strict=True)
    opens: date
    closes: date
