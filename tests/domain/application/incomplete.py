"""Applications that lack something."""

from domain.application.events import Confirm
from tests.applying import JUNE_1, MAY_19, Applying, applied, bristol, south_west

YES = Confirm(condition="manager")


def incomplete() -> Applying:
    return applied(bristol(), MAY_19, missing=("goals",))


def with_a_manager() -> Applying:
    return applied(south_west(), JUNE_1)
