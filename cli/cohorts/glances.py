"""All cohorts, printed."""

from collections.abc import Sequence
from typing import Any

from cli.exports.table import Table
from cli.output import next_step, print_table, say
from domain.wording import counted
from services.reports.glance import CohortGlance, standing


def print_cohorts(found: Sequence[CohortGlance]) -> None:
    """A line for each."""
    if not found:
        say("There is no cohort yet. Open one: tandem cohort open PROGRAMME")
        return
    columns = ("key", "programme", "stands", "applications", "pairings", "waiting for you")
    print_table("Cohorts", columns, map(_row, found))


def cohorts_sheet(found: Sequence[CohortGlance]) -> Table:
    """The same with a number in each cell, for a spreadsheet."""
    columns = ("key", "programme", "organisation", "stands", "applications", "in the running")
    rows = (
        (
            *(one.cohort.key, one.cohort.programme.title, one.cohort.programme.organisation),
            *(standing(one.cohort), one.applications, one.in_the_running, one.pairings, one.open_pairings),
            one.waiting,
        )
        for one in found
    )
    return Table.of("Cohorts", (*columns, "pairings", "open pairings", "waiting for you"), rows)


def print_glances(found: Sequence[CohortGlance]) -> None:
    """A line for each, what each of the open ones waits for, and what to do next."""
    print_cohorts(found)
    for one in found:
        if one.cohort.waits_for:
            _say_what_it_waits_for(one)
    if waiting := sum(one.waiting for one in found):
        things = counted(waiting, "thing waits", "things wait")
        say(f"\n{things} for you, each with its command: tandem today")


def as_json(found: Sequence[CohortGlance]) -> list[dict[str, Any]]:
    return [
        {
            "key": one.cohort.key,
            "title": one.cohort.programme.title,
            "stage": one.cohort.stage,
            "stands": standing(one.cohort),
            **{name: value for name, value in one._asdict().items() if name != "cohort"},
        }
        for one in found
    ]


def _row(one: CohortGlance) -> tuple[object, ...]:
    return (
        one.cohort.key,
        f"{one.cohort.programme.title}, {one.cohort.programme.organisation}",
        standing(one.cohort),
        _of(one.in_the_running, one.applications, "in the running"),
        _of(one.open_pairings, one.pairings, "open"),
        one.waiting or "",
    )


def _of(some: int, all_of: int, are: str) -> str:
    return f"{all_of}, {some} {are}" if all_of else "none"


def _say_what_it_waits_for(one: CohortGlance) -> None:
    cohort = one.cohort
    acts = next_step(cohort.until, cohort.programme.zone)
    say(f"{cohort.key} waits for {cohort.waits_for}.{acts}")
