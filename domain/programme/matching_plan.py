"""How a programme wants its pairs made: the hard rules, and what each wish weighs."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.value import Value

Weight = Annotated[float, Field(ge=0, le=1000)]
Apart = Literal["department", "employer", "site", "profession"]


class GradeGap(Value):
    """How many steps on the programme's ladder of grades the mentor must stand above the mentee."""

    minimum: int = Field(ge=-50, le=50)
    maximum: int | None = Field(default=None, ge=-50, le=50)

    @model_validator(mode="after")
    def _in_order(self) -> "GradeGap":
        if self.maximum is not None and self.maximum < self.minimum:
            raise ValueError("maximum must not be below minimum")
        return self

    def allows(self, gap: int) -> bool:
        return self.minimum <= gap and (self.maximum is None or gap <= self.maximum)


class Weights(Value):
    """What each wish that is met adds to a pair's score; 0 leaves it out. The defaults are the
    product's own."""

    wishes: Annotated[tuple[Weight, ...], Field(max_length=20)] = (100, 70, 40)
    """For somebody's first choice of a partner, the second, and all after that."""
    goals: Weight = 10
    """For each goal of the mentee that the mentor offers (and, unless the roles stay, the other way)."""
    profession: Weight = 3
    site: Weight = 2
    availability: Weight = 4
    """If there is a time at which both can meet."""
    background: Weight = 6
    """If somebody asked for a partner of similar or different background, and this one is."""
    grade_gap: dict[int, Weight] = Field(default_factory=dict)
    """For a gap of so many grades, so much."""


class MatchingPlan(Value):
    apart: tuple[Apart, ...] = ()
    """In which of these the two must differ."""
    reporting_line: bool = True
    """Whether nobody may be paired with somebody in their own reporting line."""
    grade_gap: GradeGap | None = None
    weights: Weights = Weights()
