"""A programme with sessions before the pairing that are all still to come."""

from datetime import UTC, datetime

from domain.programme.programme import Programme
from rehearsal.year import coming_year
from services.programmes import find_programme


def coming_south_west() -> Programme:
    """South West's, in the next year."""
    itself = find_programme("south-west-2022")
    return find_programme("south-west-2022", coming_year(itself, datetime.now(UTC).date()).isoformat())
