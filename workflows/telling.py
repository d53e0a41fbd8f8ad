"""What operations see in the Temporal Web UI: where something stands, in plain words."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from temporalio.common import SearchAttributeUpdate

from domain.clock import spoken
from domain.course import Due
from domain.entry import Snapshot
from domain.life import Life, LifeKind
from domain.steps import Step
from domain.words import CONCERN_SENTENCES
from workflows.names import CONFLICT, NEEDS_ATTENTION, NEXT_DUE, STAGE
from workflows.tellers import Teller, plain

L = TypeVar("L", bound=Life)

BEING_RECORDED = (
    "This is being recorded. If that takes longer than a moment the store does not answer: it is tried again "
    "until it works, and nothing is lost. *Pending Activities* shows the last failure."
)
IN_CONFLICT: list[SearchAttributeUpdate[Any]] = [
    STAGE.value_set(CONFLICT),
    NEEDS_ATTENTION.value_set(True),
    NEXT_DUE.value_unset(),
]

_IS = {
    LifeKind.APPLICATION: "One application to cohort `{cohort}`, on its way from interest to a pair.",
    LifeKind.PAIRING: "One pair of cohort `{cohort}`, from its introduction to its thanks.",
    LifeKind.COHORT: "One run of a programme: it keeps the calendar and begins the pairings.",
}
_SHOWN_BY = {
    LifeKind.APPLICATION: "tandem application show {cohort} {key}",
    LifeKind.PAIRING: "tandem pairing show {key}",
    LifeKind.COHORT: "tandem cohort show {key}",
}


def introduction(kind: LifeKind, key: str, cohort: str) -> str:
    """The static details, in Markdown: what this workflow is, and where there is more."""
    shown = _SHOWN_BY[kind].format(key=key, cohort=cohort)
    return (
        f"{_IS[kind].format(cohort=cohort)}\n\nWhere it stands, what it waits for and what would bring it on "
        f"is told in *Current Details*. Names and letters are in Tandem's store alone: `{shown}`"
    )


def introduction_of_mornings(cohort: str) -> str:
    return (
        f"The coordinator's letter about cohort `{cohort}`, soon after half past seven on every working day "
        f"on which something waits. What it says now: `tandem today {cohort}`"
    )


def details(teller: Teller[L], cohort: str, now_due: Due[L, Any], now: datetime) -> str:
    """The current details, in Markdown."""
    life, zone = now_due.life, ZoneInfo(now_due.life.timezone)
    standing: Snapshot = now_due.standing
    lines = [
        _stage(teller, life, standing, zone),
        *_concerns(teller, life, standing, cohort),
        *_waiting(standing, now_due.coming, teller.at_work(life), zone),
        _listed([*teller.so_far(life, zone), f"All times: {zone.key}"]),
        *_steps(teller.unblocking(life, cohort), zone, now),
    ]
    return "\n\n".join(lines)


def conflict_details(conflict: str) -> str:
    """The current details, in Markdown, of a life that can no longer be recorded."""
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


def _stage(teller: Teller[L], life: L, standing: Snapshot, zone: ZoneInfo) -> str:
    says = f"**{plain(standing.stage).capitalize()}** since {spoken(standing.since, zone)}"
    if paused := teller.paused(life):
        return f"{says}, **paused** since {spoken(paused, zone)}."
    return says + (f" ({plain(reason)})." if (reason := teller.reason(life)) else ".")


def _concerns(teller: Teller[L], life: L, standing: Snapshot, cohort: str) -> Iterator[str]:
    for concern in standing.concerns:
        about = teller.about(life, concern, cohort)
        yield f"**Needs attention:** {CONCERN_SENTENCES[concern]}. `{about}`"


def _waiting(standing: Snapshot, coming: str | None, at_work: str | None, zone: ZoneInfo) -> Iterator[str]:
    if standing.waits_for is None:
        yield "It is over, and waits for nothing more."
    else:
        yield f"Waits for **{standing.waits_for}**."
        if standing.until:
            yield f"On **{spoken(standing.until, zone)}**, unless something happens first, it {coming}."
        elif not at_work:
            yield "It does nothing by itself; only somebody's news brings it on."
    if at_work:
        yield f"At this moment it {at_work}."


def _steps(found: tuple[Step, ...], zone: ZoneInfo, now: datetime) -> Iterator[str]:
    if found:
        yield "What a coordinator can do:"
        yield _listed([_step(step, zone, now) for step in found])


def _listed(items: list[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _step(step: Step, zone: ZoneInfo, now: datetime) -> str:
    if step.opens is None or step.opens <= now:
        return f"`{step.command}`"
    return f"`{step.command}` from {spoken(step.opens, zone)}"
