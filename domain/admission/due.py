"""What is due in the life of an application now, and when to look again."""

from datetime import datetime
from typing import ClassVar

from domain.admission.admission import Admission
from domain.admission.duties import duties
from domain.admission.moves import advance, next_move_at, next_move_says
from domain.admission.rules import AdmissionRules
from domain.admission.waiting import waiting
from domain.course import Course, Due, follow
from domain.entry import Entry, Snapshot
from domain.life import LifeKind
from domain.words import ApplicationStage, Reason


class ApplicationSnapshot(Snapshot):
    stage: ApplicationStage
    reason: Reason | None
    missing: tuple[str, ...]
    """The fields of the form that must still be filled in."""
    outstanding: tuple[str, ...]
    """The conditions that must still be confirmed."""
    came_to: tuple[str, ...]
    signed_up: tuple[str, ...]
    """For which gatherings there is a place, as `gathering:sitting`."""


class ApplicationEntry(Entry):
    kind: ClassVar[LifeKind] = LifeKind.APPLICATION
    snapshot: ApplicationSnapshot
    rules: AdmissionRules | None


def due(admission: Admission, now: datetime) -> Due[Admission, ApplicationEntry]:
    """Everything that is due by `now`, as one entry to record."""
    return follow(_COURSE, admission, now)


def standing(admission: Admission, look_again: datetime | None) -> ApplicationSnapshot:
    """How the application stands, given when it will be looked at again."""
    return ApplicationSnapshot(
        stage=admission.stage,
        since=admission.since,
        reason=admission.reason,
        waits_for=None if admission.is_over else waiting(admission),
        until=look_again if admission.is_open else None,
        concerns=tuple(sorted(admission.concerns)),
        missing=admission.missing,
        outstanding=admission.outstanding,
        came_to=tuple(sorted(admission.came_to)),
        signed_up=tuple(f"{place.gathering}:{place.sitting}" for place in admission.places),
    )


_COURSE = Course(
    advance=advance,
    moves_at=next_move_at,
    move_says=next_move_says,
    duties=duties,
    entry=ApplicationEntry,
    snapshot=standing,
)
