"""What a known coordinator may do."""

from collections.abc import Iterable
from enum import StrEnum


class Right(StrEnum):
    COORDINATE = "coordinate"
    """Tell cohorts, pairings and applications what happened; to look and to report is part of it."""
    LOOK = "look"
    """See who takes part, and how they stand."""
    REPORT = "report"
    """Make the report that committees read."""
    OPERATE = "operate"
    """Look after the store and the server, and say who is a coordinator."""


_INCLUDED = {Right.COORDINATE: frozenset({Right.LOOK, Right.REPORT})}


def may(rights: Iterable[Right], needed: Right) -> bool:
    """Whether somebody with these rights may do what needs this one."""
    return any(needed is right or needed in _INCLUDED.get(right, ()) for right in rights)
