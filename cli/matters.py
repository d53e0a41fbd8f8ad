"""What waits for the coordinator, printed."""

from dataclasses import asdict
from datetime import UTC, datetime

from cli.doors import store
from cli.output import print_json, say
from mail import todo
from mail.facts import Section
from storage import queries
from storage.views import CohortView


def print_today(cohort: str | None, json: bool) -> None:
    """Raises NotFound if there is no such cohort."""
    now = datetime.now(UTC)
    with store() as session:
        cohorts = [queries.cohort(session, cohort)] if cohort else queries.cohorts(session)
        waiting = [(one, found) for one in cohorts if (found := todo.sections(session, one, now))]
    if json:
        print_json({one.key: [asdict(section) for section in found] for one, found in waiting})
        return
    for one, found in waiting:
        _print(one, found)
    if not waiting:
        say("Nothing waits for you today.")


def _print(cohort: CohortView, found: tuple[Section, ...]) -> None:
    say(f"{cohort.programme.title} ({cohort.key})")
    for section in found:
        say(f"\n  {section.title}")
        for matter in section.matters:
            say(f"  - {matter.text}")
            say(f"      {matter.command}")
    say("")
