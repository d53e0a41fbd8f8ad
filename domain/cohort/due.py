"""How a cohort stands, what is due for it now and when to look again, and what would bring it on."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from domain.clock import format_moment, mornings_after
from domain.cohort.cohort import Cohort, CohortStart, Task, TaskKind
from domain.cohort.events import Approve
from domain.cohort.machine import COHORT
from domain.entity.engine import Behaviour, Due, process
from domain.entity.entity import ConcernDuty, Duty, EntityKind, Entry, Snapshot, attributed
from domain.entity.outcomes import OutcomeKind
from domain.enums import CohortStage, Concern, Correspondent
from domain.letter.letter import Letter, LetterName
from domain.programme.rules import Rules
from domain.suggestion import Suggestion, suggest
from domain.wording import counted


class CohortSnapshot(Snapshot):
    stage: CohortStage
    pairings: int
    """How many have been begun."""


class CohortEntry(Entry):
    kind: ClassVar[EntityKind] = EntityKind.COHORT
    snapshot: CohortSnapshot
    rules: Rules | None


def begin(start: CohortStart, now: datetime) -> Cohort:
    """The beginning of a cohort, or the cohort where an earlier run left off."""
    if start.initial_state:
        return start.initial_state
    cohort = Cohort(id=start.cohort, since=now, rules=start.rules, calendar=start.calendar)
    cohort = cohort.with_outcome(OutcomeKind.PROPOSED, now, actor=start.actor)
    approve = Approve(actor=start.actor)
    return attributed(cohort, COHORT.apply(cohort, approve, now), approve) if start.approved else cohort


def due(cohort: Cohort, now: datetime) -> Due[Cohort, CohortEntry]:
    """Everything that is due by `now`, as one entry to record."""
    return process(_BEHAVIOUR, cohort, now)


def _duties(cohort: Cohort) -> Iterator[Duty]:
    patience, closes = cohort.rules.patience, cohort.calendar.closes
    if cohort.stage is CohortStage.OPEN and closes:
        at = mornings_after(closes, -patience.closing_reminder, cohort.rules.zone)
        if at > cohort.since:
            yield _letter(LetterName.COHORT_CLOSING, f"closing:{closes:%Y%m%d}", at, expires=closes)
    if cohort.stage is CohortStage.MATCHING and cohort.drafted:
        yield _letter(LetterName.DRAFT_READY, f"draft_ready:{cohort.drafted:%Y%m%d}", cohort.drafted)
    if cohort.stage is CohortStage.MATCHING:
        waits = mornings_after(cohort.drafted or cohort.since, patience.approval, cohort.rules.zone)
        yield ConcernDuty(concern=Concern.APPROVAL_WAITS, at=cohort.since if cohort.draft_failed else waits)
    if cohort.stage is CohortStage.ENDED and cohort.pairings:
        yield _letter(LetterName.COHORT_REPORT, "cohort_report", cohort.since)
    if cohort.letter_failed and cohort.is_open:
        until = mornings_after(cohort.letter_failed, patience.notice, cohort.rules.zone)
        yield ConcernDuty(concern=Concern.LETTER_FAILED, at=cohort.letter_failed, until=until)


def _letter(name: LetterName, key: str, at: datetime, expires: datetime | None = None) -> Letter:
    return Letter(name=name, role=Correspondent.COORDINATOR, key=key, at=at, expires=expires)


_OWED = {
    TaskKind.DRAFT: "a draft of the matches",
    TaskKind.BEGIN: "the pairings to begin",
    TaskKind.BROADCAST: "everybody to be told of a changed date",
    TaskKind.UNMATCHED: "those who have no partner to be told",
    TaskKind.CLOSE_APPLICATIONS: "the applications to be told that it is over",
}


def _owed(task: Task) -> str:
    """A broadcast without an event is about the last moment for applications."""
    if task.kind is TaskKind.BROADCAST and task.event is None:
        return "everybody to be told when applications close"
    return _OWED[task.kind]


def _waiting(cohort: Cohort) -> str:
    """Continues the sentence "It waits for ..."."""
    if cohort.owed_tasks:
        return _owed(cohort.owed_tasks[0])
    zone, calendar = cohort.rules.zone, cohort.calendar
    match cohort.stage:
        case CohortStage.ANNOUNCED:
            return "the first day for applications"
        case CohortStage.OPEN:
            return (
                f"applications until {format_moment(calendar.closes, zone)}"
                if calendar.closes
                else "applications"
            )
        case CohortStage.MATCHING if cohort.draft_failed:
            return "the coordinator to draft the matches: the draft could not be made"
        case CohortStage.MATCHING:
            return "the coordinator to approve the matches" if cohort.drafted else "a draft of the matches"
        case _:
            pairings = counted(cohort.pairings, "pairing")
            return f"its {pairings} to be over, from {format_moment(calendar.ends, zone)} on"


def snapshot(cohort: Cohort, look_again: datetime | None = None) -> CohortSnapshot:
    """How the cohort stands, given when it will be looked at again."""
    return CohortSnapshot(
        stage=cohort.stage,
        since=cohort.since,
        pairings=cohort.pairings,
        waits_for=_waiting(cohort) if cohort.is_open or cohort.owed_tasks else None,
        until=look_again if cohort.is_open else None,
        concerns=tuple(sorted(cohort.concerns)),
    )


_BEHAVIOUR = Behaviour(
    advance=COHORT.advance,
    moves_at=COHORT.moves_at,
    move_says=COHORT.announces,
    duties=_duties,
    entry=CohortEntry,
    snapshot=snapshot,
)


def unblocking(cohort: Cohort) -> tuple[Suggestion, ...]:
    """What a coordinator could tell it now, so that it goes on; nothing where it is over, or
    waits for its first day or for its pairings."""
    key = cohort.id
    match cohort.stage:
        case CohortStage.OPEN:
            return (suggest("cohort close-applications", key),)
        case CohortStage.MATCHING if cohort.drafted:
            return (suggest("match show", key), suggest("match approve", key))
        case CohortStage.MATCHING:
            return (suggest("match draft", key),)
        case CohortStage.RUNNING:
            return (suggest("pairing list", "--cohort", key, "--attention"),)
    return ()
