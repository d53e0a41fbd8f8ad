"""By which rule small numbers are rounded and withheld before anybody but the coordinator sees them."""

from enum import StrEnum
from typing import NamedTuple

from domain.value import Value

STEP = 5
"""Every number that is passed on is a multiple of this."""


class Profile(StrEnum):
    """A rule of the sector, by the name that a programme file calls it."""

    NHS = "nhs"
    HESA = "hesa"
    ONS10_5 = "ons10_5"

    @property
    def limits(self) -> "Limits":
        return _LIMITS[self]


class DisclosurePlan(Value):
    """What a programme file says of small numbers."""

    profile: Profile = Profile.NHS


class Limits(NamedTuple):
    """Where a profile draws its lines, in people."""

    withheld_to: int
    """Numbers from 1 to this are withheld; 0: none is, they are rounded alone."""
    percentage_from: float
    """A percentage of fewer is withheld."""
    average_from: int
    """An average over fewer is withheld, a median, too."""
    with_next_lowest: bool = False
    """Whether the lowest number that is left is withheld beside one that is withheld."""


_LIMITS = {
    Profile.NHS: Limits(withheld_to=7, percentage_from=8, average_from=8),
    Profile.HESA: Limits(withheld_to=0, percentage_from=22.5, average_from=8),
    Profile.ONS10_5: Limits(withheld_to=9, percentage_from=10, average_from=10),
}

PROFILE_SENTENCES = {
    Profile.NHS: "Numbers from 1 to 7 are withheld (*); all others are rounded to the nearest 5.",
    Profile.HESA: "Numbers are rounded to the nearest 5 (so 0, 1 and 2 are 0); percentages of fewer than 23 "
    "people and averages of fewer than 8 are withheld (*).",
    Profile.ONS10_5: "Numbers from 1 to 9 are withheld (*); all others are rounded to the nearest 5.",
}
"""As a report says it."""


def rounded(number: int) -> int:
    """To the nearest step."""
    return (number + STEP // 2) // STEP * STEP


def coarse(number: int) -> int:
    """For whatever must be a number: a few are one step, all else is rounded."""
    return max(STEP, rounded(number)) if number else 0
