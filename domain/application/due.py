"""How an application stands, what is due for it now and when to look again, and what would bring it on."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from domain.application.application import Application
from domain.application.duties import duties
from domain.application.machine import APPLICATION
from domain.application.rules import INVITATION, MANAGER, ApplicationRules
from domain.entity.engine import Behaviour, Due, process
from domain.entity.entity import EntityKind, Entry, Snapshot
from domain.enums import ApplicationEndReason, ApplicationStage
from domain.suggestion import Suggestion, amending, suggest


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

_WHILE = {
    ApplicationStage.OFFERED: "the person to take up the place",
    ApplicationStage.INVITED: "the person to apply",
    ApplicationStage.IN_ORDER: "the matches to be approved",
    ApplicationStage.RESERVE: "a place to come free",
    ApplicationStage.PAIRED: "its pairing to come to its end",
}


def waiting(application: Application) -> str:
    """Continues the sentence "It waits for ..."."""
    if application.stage is ApplicationStage.INCOMPLETE:
        return f"the applicant to complete it ({_missing(application)})"
    if application.stage is ApplicationStage.CHECKING:
        return " and ".join(_condition(key) for key in application.outstanding)
    if application.is_open:
        return _WHILE[application.stage]
    if application.cohort_over:
        return "the next cohort; until then it can be taken off the list"
    return "the cohort to end; until then it can be taken up again"


def _missing(application: Application) -> str:
    return ", ".join(field.replace("_", " ") for field in application.missing) or "not arrived yet"


def _condition(key: str) -> str:
    named = {MANAGER: "the line manager to answer", INVITATION: "the coordinator to invite the person"}
    return named.get(key, f"the {key} to be confirmed")


def unblocking(application: Application, cohort: str) -> tuple[Suggestion, ...]:
    """What a coordinator could tell it now, so that it goes on; nothing where it is over, or
    only waits for its pairing, a seat or its form."""
    return tuple(_suggestions(application, cohort))


def _suggestions(application: Application, cohort: str) -> Iterator[Suggestion]:
    which = (cohort, application.id)
    match application.stage:
        case ApplicationStage.OFFERED:
            yield suggest("application take-up", *which)
        case ApplicationStage.INVITED:
            yield amending(*which, application.missing)
        case ApplicationStage.INCOMPLETE if application.missing:
            yield amending(*which, application.missing)
        case ApplicationStage.CHECKING:
            for key in application.outstanding:
                if key == INVITATION:
                    yield suggest("application invite", cohort, "EMAIL")
                else:
                    yield suggest("application confirm", *which, key)
        case _ if not application.is_open and not application.is_over:
            yield from _out_of_the_running(application, which)


def _out_of_the_running(application: Application, which: tuple[str, str]) -> Iterator[Suggestion]:
    if not application.cohort_over and application.before is not ApplicationStage.PAIRED:
        yield suggest("application reopen", *which)
    if application.stage is ApplicationStage.CARRIED:
        yield suggest("application withdraw", *which)
