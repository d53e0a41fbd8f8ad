"""Opening a cohort as coordinators do: with a file of pairs, by the command."""

import asyncio
import csv

from storage import queries
from tests.chaos.lab import Lab
from tests.world import pair

_FIELDS = ("mentor_name", "mentor_email", "mentee_name", "mentee_email")
_CALENDAR = ("bristol-2021", "--starting", "2027-05-27")


async def open_cohort(lab: Lab, key: str, pairs: int) -> list[str]:
    """The ids of its pairings. Raises AssertionError with what the command said if it fails."""
    file = lab.settings.home.parent / f"{key}.csv"
    with file.open("w", newline="") as rows:
        writer = csv.writer(rows)
        writer.writerow(_FIELDS)
        for number in range(pairs):
            two = pair(number, key)
            writer.writerow((two.mentor.name, two.mentor.email, two.mentee.name, two.mentee.email))
    code, said = await lab.tandem("cohort", "open", *_CALENDAR, "--key", key, "--pairs", str(file))
    assert code == 0, said
    return await asyncio.to_thread(_pairings, lab, key)


def _pairings(lab: Lab, key: str) -> list[str]:
    with lab.database.begin() as session:
        return [view.id for view in queries.pairings(session, key)]
