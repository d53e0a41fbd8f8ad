"""Recording attendance for a whole cohort at once: of its pairs, or of applicants before there are any.

What has been recorded before, and what is refused, does not count as new.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from temporalio.client import Client

from cli.cohorts.applicants_present import told_of_applicants
from cli.cohorts.pairs_present import told_of_pairs
from cli.cohorts.present import UpdateResult
from cli.cohorts.telling import check_open
from cli.doors import ask, store
from cli.output import say
from domain.entity.outcomes import OutcomeKind
from domain.enums import Attendance
from domain.errors import NotFound, Refused
from domain.programme.rules import Gathering
from domain.programme.timetable import rules_of
from storage import queries, statistics
from storage.views import CohortView
from temporal.client import Applications, EntityClient, Pairings

_AT_A_TIME = 20


def record_attendance(key: str, gathering_key: str, absent: Sequence[str], sitting: str | None) -> None:
    """Everybody attended, but those named. Raises before anything is recorded if a name is wrong, and
    Refused afterwards with a sentence for each who could not be recorded."""
    with store() as session:
        cohort = queries.cohort(session, key)
        check_open(cohort)
        gathering = rules_of(cohort.programme).gathering(gathering_key)
        told_of = told_of_pairs if gathering.kind.stage else told_of_applicants
        told = told_of(session, cohort, gathering, absent, sitting, datetime.now(UTC))
        before = statistics.recorded(session, key, gathering_key)
    refused = _tell(gathering, told)
    with store() as session:
        new = statistics.recorded(session, key, gathering_key) - before
    attended, missed = new[OutcomeKind.ATTENDED], new[OutcomeKind.MISSED]
    say(f"{gathering_key}: {attended} attended, {missed} missed it.")
    _say_altogether(cohort, gathering_key)
    if refused:
        raise Refused("\n".join(refused))


def _tell(gathering: Gathering, told: Sequence[UpdateResult]) -> list[str]:
    """A sentence for each that was refused."""

    async def telling(client: Client) -> list[str]:
        lives = Pairings(client) if gathering.kind.stage else Applications(client)
        gate = asyncio.Semaphore(_AT_A_TIME)
        said = await asyncio.gather(*(_tell_one(lives, one, gate) for one in told))
        return [sentence for sentence in said if sentence]

    return ask(telling) if told else []


async def _tell_one(lives: EntityClient[Any, Any], told: UpdateResult, gate: asyncio.Semaphore) -> str | None:
    async with gate:
        try:
            await lives.update(told.workflow_id, told.event)
        except (Refused, NotFound) as refusal:
            return f"{told.workflow_id}: {refusal}"
    return None


def _say_altogether(cohort: CohortView, gathering: str) -> None:
    with store() as session:
        roles = statistics.attendance(session, cohort.key).get(gathering, {})
    counts = {what: sum(role[what.value] for role in roles.values()) for what in Attendance}
    excused = f", {counts[Attendance.WAIVED]} were excused" if counts[Attendance.WAIVED] else ""
    say(
        f"Altogether {counts[Attendance.ATTENDED]} have attended, {counts[Attendance.MISSED]} missed it"
        f"{excused}."
    )
