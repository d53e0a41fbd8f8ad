"""What operations see of an entity: plain words in the Temporal Web UI, search attributes, log lines."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

import structlog
from temporalio.common import SearchAttributeUpdate

from domain.clock import format_moment
from domain.entity.engine import Due
from domain.entity.entity import Entity, EntityKind, Snapshot
from domain.enums import CONCERN_SENTENCES, Concern, in_words
from domain.suggestion import Suggestion, suggest
from workflows.names import CONFLICT, NEEDS_ATTENTION, NEXT_DUE, STAGE

L = TypeVar("L", bound=Entity)

BEING_RECORDED = (
    "This is being recorded. If that takes longer than a moment the store does not answer: it is tried again "
    "until it works, and nothing is lost. *Pending Activities* shows the last failure."
)
CONFLICT_ATTRIBUTE: list[SearchAttributeUpdate[Any]] = [
    STAGE.value_set(CONFLICT),
    NEEDS_ATTENTION.value_set(True),
    NEXT_DUE.value_unset(),
]

_IS = {
    EntityKind.APPLICATION: "One application to cohort `{cohort}`, on its way from interest to a pair.",
    EntityKind.PAIRING: "One pair of cohort `{cohort}`, from its introduction to its thanks.",
    EntityKind.COHORT: "One run of a programme: it keeps the calendar and begins the pairings.",
}


class Presenter(ABC, Generic[L]):
    """What only one kind of entity has to say of itself in the Temporal Web UI; it is silent where that kind
    has nothing of its own to say."""

    def reason(self, entity: L) -> StrEnum | None:
        """Why it is in the stage it is in."""
        return None

    def paused(self, entity: L) -> datetime | None:
        """Since when it has been paused."""
        return None

    def paused_until(self, entity: L) -> datetime | None:
        """When that ends by itself."""
        return None

    def at_work(self, entity: L) -> str | None:
        """What it does outside at this moment; continues the sentence "At this moment it ..."."""
        return None

    def so_far(self, entity: L, zone: ZoneInfo) -> Iterator[str]:
        """What it has come to."""
        if letter := entity.last_letter:
            readers = " and ".join(f"the {role}" for role in letter.roles)
            written = format_moment(letter.at, zone)
            yield f"Last letter: {in_words(letter.name)}, to {readers}, written {written}"

    @abstractmethod
    def about(self, entity: L, concern: Concern, cohort: str) -> Suggestion:
        """What helps with this concern."""

    @abstractmethod
    def unblocking(self, entity: L, cohort: str) -> tuple[Suggestion, ...]:
        """What a coordinator can do to bring it on."""


def introduction(kind: EntityKind, key: str, cohort: str) -> str:
    """The static details, in Markdown: what this workflow is, and where there is more."""
    which = (cohort, key) if kind is EntityKind.APPLICATION else (key,)
    shown = suggest(f"{kind} show", *which).words
    return (
        f"{_IS[kind].format(cohort=cohort)}\n\nWhere it stands, what it waits for and what would bring it on "
        f"is told in *Current Details*. Names and letters are in Tandem's store alone: `{shown}`"
    )


def introduction_of_digest(cohort: str) -> str:
    return (
        f"The coordinator's letter about cohort `{cohort}`, soon after half past seven on every working day "
        f"on which something waits. What it says now: `{suggest('today', cohort).words}`"
    )


def details(presenter: Presenter[L], cohort: str, due: Due[L, Any], now: datetime) -> str:
    """The current details, in Markdown."""
    entity, zone = due.entity, ZoneInfo(due.entity.timezone)
    snapshot: Snapshot = due.snapshot
    lines = [
        _stage(presenter, entity, snapshot, zone),
        *_concerns(presenter, entity, snapshot, cohort),
        *_waiting(snapshot, due.next_action, presenter.at_work(entity), zone),
        _listed([*presenter.so_far(entity, zone), f"All times: {zone.key}"]),
        *_steps(presenter.unblocking(entity, cohort), zone, now),
    ]
    return "\n\n".join(lines)


def conflict_details(conflict: str) -> str:
    """The current details, in Markdown, of an entity that can no longer be recorded."""
    return (
        f"**Needs an operator:** {conflict}\n\nThe store is right, since letters have gone by what it holds. "
        "This workflow takes no commands and does nothing more."
    )


def search_attribute_changes(before: Snapshot | None, now: Snapshot) -> list[SearchAttributeUpdate[Any]]:
    """What must be told to find it by: only what has changed, since each telling is an event."""
    changes: list[SearchAttributeUpdate[Any]] = []
    if before is None or before.stage is not now.stage:
        changes.append(STAGE.value_set(now.stage.value))
    if before is None or bool(before.concerns) != bool(now.concerns):
        changes.append(NEEDS_ATTENTION.value_set(bool(now.concerns)))
    if before is None or before.until != now.until:
        changes.append(NEXT_DUE.value_set(now.until) if now.until else NEXT_DUE.value_unset())
    return changes


def _stage(presenter: Presenter[L], entity: L, snapshot: Snapshot, zone: ZoneInfo) -> str:
    says = f"**{in_words(snapshot.stage).capitalize()}** since {format_moment(snapshot.since, zone)}"
    if paused := presenter.paused(entity):
        until = presenter.paused_until(entity)
        lasts = f" until {format_moment(until, zone)}" if until else ""
        return f"{says}, **paused** since {format_moment(paused, zone)}{lasts}."
    return says + (f" ({in_words(reason)})." if (reason := presenter.reason(entity)) else ".")


def _concerns(presenter: Presenter[L], entity: L, snapshot: Snapshot, cohort: str) -> Iterator[str]:
    for concern in snapshot.concerns:
        about = presenter.about(entity, concern, cohort)
        yield f"**Needs attention:** {CONCERN_SENTENCES[concern]}. `{about.words}`"


def _waiting(
    snapshot: Snapshot, next_action: str | None, at_work: str | None, zone: ZoneInfo
) -> Iterator[str]:
    if snapshot.waits_for is None:
        yield "It is over, and waits for nothing more."
    else:
        yield f"Waits for **{snapshot.waits_for}**."
        if snapshot.until:
            at = format_moment(snapshot.until, zone)
            yield f"On **{at}**, unless something happens first, it {next_action}."
        elif not at_work:
            yield "It does nothing by itself; only somebody's news brings it on."
    if at_work:
        yield f"At this moment it {at_work}."


def _steps(found: tuple[Suggestion, ...], zone: ZoneInfo, now: datetime) -> Iterator[str]:
    if found:
        yield "What a coordinator can do:"
        yield _listed([_step(step, zone, now) for step in found])


def _listed(items: list[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _step(step: Suggestion, zone: ZoneInfo, now: datetime) -> str:
    if step.opens is None or step.opens <= now:
        return f"`{step.words}`"
    return f"`{step.words}` from {format_moment(step.opens, zone)}"


log = structlog.get_logger()


def log_snapshot(before: Snapshot | None, now: Snapshot) -> None:
    """Log what is new in how it stands, if anything is."""
    if before is None or before.stage is not now.stage:
        log.info("stage_changed", before=before.stage.value if before else None)
    if now.concerns and (before is None or before.concerns != now.concerns):
        log.warning("needs_attention", concerns=[concern.value for concern in now.concerns])
    elif before and before.concerns and not now.concerns:
        log.info("needs_no_attention")


def log_conflict(sentence: str) -> None:
    """Log that the store has recorded another story: the entity stands still until an operator has looked."""
    log.error("recorded_otherwise", reason=sentence)


def log_not_applied(kind: str, refusal: str) -> None:
    """Log that nothing came of what was told, of this kind; whoever told it waits for no answer."""
    log.warning("not_applied", kind=kind, reason=refusal)


def log_long_history(events: int) -> None:
    """Log that the server would have a workflow begun anew that is one run: it does more than one should."""
    log.warning("history_is_long", events=events)
