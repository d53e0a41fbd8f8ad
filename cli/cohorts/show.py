"""One cohort as the store knows it: how it stands, its calendar, its history, its letters."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cli.cohorts.calendar import Date, calendar_of
from cli.doors import store
from cli.output import local, next_step, plain, print_json, print_table, say
from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome, OutcomeKind
from domain.enums import CONCERN_SENTENCES
from domain.wording import counted
from storage import drafts, queries
from storage.views import CohortView

Approvals = list[tuple[str, datetime]]


def print_cohort(key: str, json: bool) -> None:
    """Raises NotFound if there is no such cohort."""
    workflow_id = EntityKind.COHORT.workflow_id(key)
    with store() as session:
        cohort = queries.cohort(session, key)
        outcomes = queries.outcomes(session, workflow_id)
        letters = queries.letters(session, workflow_id=workflow_id)
        approvals = drafts.approvals(session, key)
    if json:
        calendar = calendar_of(cohort)
        told = {"approvals": approvals_json(approvals), "outcomes": outcomes, "letters": letters}
        print_json({**standing_json(cohort), "calendar": calendar, **told})
        return
    zone = cohort.programme.zone
    _print_standing(cohort)
    _print_approvals(approvals, zone)
    print_table("\nCalendar", ("when", "what", "which", ""), [_date(date) for date in calendar_of(cohort)])
    print_table("\nHistory", ("when", "what", "about"), [_outcome(outcome, zone) for outcome in outcomes])
    rows = [(local(row.written_at, zone), row.subject, row.state, row.id[:8]) for row in letters]
    print_table("\nLetters to the coordinator", ("written", "letter", "state", "id"), rows)


def standing_json(cohort: CohortView) -> dict[str, Any]:
    """How it stands, without the programme that it runs."""
    programme = cohort.programme
    return {
        "key": cohort.key,
        "programme": programme.key,
        "title": programme.title,
        "organisation": programme.organisation,
        **cohort.model_dump(mode="json", exclude={"key", "programme"}),
    }


def approvals_json(approvals: Approvals) -> list[dict[str, object]]:
    return [{"by": by, "at": at} for by, at in approvals]


def say_standing(cohort: CohortView) -> None:
    """Its stage, what it waits for and until when, and what needs the coordinator."""
    zone = cohort.programme.zone
    say(f"Cohort {cohort.key}: {plain(cohort.stage)} since {local(cohort.since, zone)}.")
    if cohort.waits_for:
        say(f"It waits for {cohort.waits_for}.{next_step(cohort.until, zone)}")
    for concern in cohort.concerns:
        say(f"It needs your attention: {CONCERN_SENTENCES[concern]}.")


def _print_standing(cohort: CohortView) -> None:
    programme = cohort.programme
    say(f"{programme.title}, {programme.organisation}")
    say_standing(cohort)
    if cohort.follows:
        say(f"It follows {cohort.follows}: who waited there was offered a place first.")


def _print_approvals(approvals: Approvals, zone: ZoneInfo) -> None:
    for number, (by, at) in enumerate(approvals, 1):
        say(f"Draft {number} of the matches was approved by {by} on {local(at, zone)}.")


def _date(date: Date) -> tuple[str, ...]:
    which = " ".join(filter(None, (date.gathering, date.sitting)))
    what = f"{date.what} ({date.where})" if date.where else date.what
    return (date.when, what, which, "over" if date.over else "")


def _outcome(outcome: Outcome, zone: ZoneInfo) -> tuple[str, str, str]:
    return (local(outcome.at, zone), _HAPPENED.get(outcome.kind, plain(outcome.kind)), _about(outcome, zone))


_HAPPENED = {
    OutcomeKind.PROPOSED: "opened",
    OutcomeKind.EXTENDED: "closing date moved",
    OutcomeKind.DRAFTED: "matches drafted",
    OutcomeKind.APPROVED: "pairs approved",
    OutcomeKind.BEGUN: "pairings begun",
}
"""What is said otherwise of a cohort than of a pairing."""


def _about(outcome: Outcome, zone: ZoneInfo) -> str:
    if outcome.kind is OutcomeKind.BEGUN:
        return counted(int(outcome.about or 0), "pairing")
    to = "on" if outcome.kind is OutcomeKind.SITTING_ADDED else "to"
    when = f"{to} {local(outcome.starts, zone)}" if outcome.starts else ""
    return " ".join(filter(None, (plain(outcome.about), when)))
