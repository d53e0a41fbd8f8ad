"""What operations see in the Temporal Web UI: where something stands, in plain words."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from temporalio.common import SearchAttributeUpdate

from domain import steps
from domain.admission import unblocking as of_application
from domain.admission.admission import Admission
from domain.admission.gatherings import to_attend
from domain.clock import spoken
from domain.cohort import unblocking as of_cohort
from domain.cohort.cohort import Cohort, TaskKind
from domain.course import Due
from domain.entry import Snapshot
from domain.life import Life, LifeKind
from domain.pairing import Pairing
from domain.steps import Step
from domain.unblocking import unblocking
from domain.words import CONCERN_SENTENCES, Concern
from workflows.names import NEEDS_ATTENTION, NEXT_DUE, STAGE

STORE_IS_AWAY = (
    "**The store does not answer.** What has happened waits to be recorded; that is tried again "
    "until it works, and nothing is lost. *Pending Activities* shows the last failure."
)
_AT_WORK = {
    TaskKind.DRAFT: "drafts the matches",
    TaskKind.BEGIN: "begins the pairings",
    TaskKind.SPREAD: "tells everybody of a changed date",
    TaskKind.UNMATCHED: "tells those who have no partner",
    TaskKind.LOOK: "counts the pairings that are still open",
    TaskKind.HAND_OVER: "tells every application that the cohort is over",
}

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
        f"The coordinator's letter about cohort `{cohort}`, at half past seven on every working day on which "
        f"something waits. What it says now: `tandem today {cohort}`"
    )


def details(cohort: str, now_due: Due[Any, Any], now: datetime) -> str:
    """The current details, in Markdown."""
    life, standing = now_due.life, now_due.standing
    zone = ZoneInfo(life.timezone)
    lines = [
        _stage(life, zone),
        *_concerns(life, standing, cohort),
        *_waiting(now_due, zone),
        *_at_work(life),
        _listed([*_so_far(life, zone), f"All times: {zone.key}"]),
        *_steps(_unblocking(life, cohort), zone, now),
    ]
    return "\n\n".join(lines)


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


def _stage(life: Any, zone: ZoneInfo) -> str:
    says = f"**{_plain(life.stage).capitalize()}** since {spoken(life.since, zone)}"
    if isinstance(life, Pairing) and life.paused:
        return f"{says}, **paused** since {spoken(life.paused, zone)}."
    return says + (f" ({_plain(reason)})." if (reason := _reason(life)) else ".")


def _reason(life: Any) -> StrEnum | None:
    if isinstance(life, Pairing):
        return life.end_reason
    return life.reason if isinstance(life, Admission) else None


def _waiting(now_due: Due[Any, Any], zone: ZoneInfo) -> Iterator[str]:
    standing: Snapshot = now_due.standing
    if standing.waits_for is None:
        yield "It is over, and waits for nothing more."
        return
    yield f"Waits for **{standing.waits_for}**."
    if standing.until:
        yield f"On **{spoken(standing.until, zone)}**, unless something happens first, it {now_due.coming}."
    elif not _is_at_work(now_due.life):
        yield "It does nothing by itself; only somebody's news brings it on."


def _at_work(life: Life) -> Iterator[str]:
    if isinstance(life, Cohort) and _is_at_work(life):
        yield f"At this moment it {_AT_WORK[life.todo[0].kind]}."


def _is_at_work(life: Life) -> bool:
    return isinstance(life, Cohort) and bool(life.todo)


def _so_far(life: Life, zone: ZoneInfo) -> Iterator[str]:
    if isinstance(life, Pairing):
        yield f"Sessions held: {len(life.held)} of {life.rules.sessions.minimum}"
    if isinstance(life, Cohort):
        yield f"Pairings begun: {life.pairings}"
    if letter := life.last_letter:
        readers, written = " and ".join(f"the {role}" for role in letter.roles), spoken(letter.at, zone)
        yield f"Last letter: {_plain(letter.name)}, to {readers}, written {written}"


def _concerns(life: Life, standing: Snapshot, cohort: str) -> Iterator[str]:
    for concern in standing.concerns:
        yield f"**Needs attention:** {CONCERN_SENTENCES[concern]}. `{_about(life, concern, cohort)}`"


def _about(life: Life, concern: Concern, cohort: str) -> str:
    if isinstance(life, Pairing):
        return steps.about_pairing(concern, cohort, life.id)
    if isinstance(life, Admission):
        places = ((place.gathering, place.sitting) for place in life.places)
        gatherings = to_attend(places, life.rules)
        return steps.about_application(concern, cohort, life.id, "EMAIL", gatherings, life.missing)
    return steps.about_cohort(concern, cohort)


def _unblocking(life: Life, cohort: str) -> tuple[Step, ...]:
    if isinstance(life, Pairing):
        return unblocking(life, cohort)
    if isinstance(life, Admission):
        return of_application.unblocking(life, cohort)
    return of_cohort.unblocking(life) if isinstance(life, Cohort) else ()


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


def _plain(word: StrEnum) -> str:
    return word.value.replace("_", " ")
