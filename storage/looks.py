"""What the latest look has found in which the store and the server differ (`ops/reconcile/look.py`)."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.tables.server import LookRow

ELSEWHERE = ""
"""In the place of a cohort's key: letters, messages, and what belongs to no cohort of this store."""
PULSE = "*"
"""In the place of a cohort's key: that a look has come to its end, whatever it looked at."""


class Look(NamedTuple):
    at: datetime
    drift: Mapping[str, int]


def latest(session: Session) -> dict[str, Look]:
    """The latest look at each cohort, by its key."""
    return {row.cohort: Look(row.at, row.drift) for row in session.scalars(select(LookRow))}


def note(session: Session, cohort: str, at: datetime, drift: Mapping[str, int]) -> None:
    session.merge(LookRow(cohort=cohort, at=at, drift=dict(drift)))


def forget(session: Session, cohorts: Collection[str]) -> None:
    """Nothing goes on in these any more, and nothing differs."""
    session.execute(delete(LookRow).where(LookRow.cohort.in_(cohorts)))


def drift(session: Session) -> tuple[Counter[str], datetime | None]:
    """How many differences there are, by kind; and when the latest look came to its end."""
    found, looks = Counter[str](), latest(session)
    for look in looks.values():
        found.update(look.drift)
    pulse = looks.get(PULSE)
    return found, pulse.at if pulse else None
