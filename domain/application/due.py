"""What is due for an application now, and when to look again."""

from datetime import datetime
from typing import ClassVar

from domain.application.application import Application
from domain.application.duties import duties
from domain.application.machine import APPLICATION
from domain.application.rules import ApplicationRules
from domain.application.waiting import waiting
from domain.entity.engine import Behaviour, Due, process
from domain.entity.entity import EntityKind
from domain.entity.entry import Entry, Snapshot
from domain.enums import ApplicationEndReason, ApplicationStage


class ApplicationSnapshot(Snapshot):
    stage: ApplicationStage
    reason: ApplicationEndReason | None
    missing: tuple[str, ...]
    """The fields of the form that must still be filled in."""
    outstanding: tuple[str, ...]
    """The conditions that must still be confirmed."""
    came_to: tuple[str, ...]
    signed_up: tuple[str, ...]
    """For which gatherings there is a place, as `gathering:sitting`."""


class ApplicationEntry(Entry):
    kind: ClassVar[EntityKind] = EntityKind.APPLICATION
    snapshot: ApplicationSnapshot
    rules: ApplicationRules | None


def due(application: Application, now: datetime) -> Due[Application, ApplicationEntry]:
    """Everything that is due by `now`, as one entry to record."""
    return process(_BEHAVIOUR, application, now)


def snapshot(application: Application, look_again: datetime | None) -> ApplicationSnapshot:
    """How the application stands, given when it will be looked at again."""
    return ApplicationSnapshot(
        stage=application.stage,
        since=application.since,
        reason=application.reason,
        waits_for=None if application.is_over else waiting(application),
        until=look_again if application.is_open else None,
        concerns=tuple(sorted(application.concerns)),
        missing=application.missing,
        outstanding=application.outstanding,
        came_to=tuple(sorted(application.came_to)),
        signed_up=tuple(f"{seat.gathering}:{seat.sitting}" for seat in application.seats),
    )


_BEHAVIOUR = Behaviour(
    advance=APPLICATION.advance,
    moves_at=APPLICATION.moves_at,
    move_says=APPLICATION.announces,
    duties=duties,
    entry=ApplicationEntry,
    snapshot=snapshot,
)
