"""In which local time each cohort lives."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from services.context import Context
from storage import queries


def zones(context: Context) -> Mapping[str, ZoneInfo]:
    """By the cohort's key."""
    with context.store() as session:
        return {cohort.key: cohort.programme.zone for cohort in queries.cohorts(session)}
