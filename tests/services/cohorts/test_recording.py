"""Many facts at once are told one by one, each as its own command tells it, and recorded once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from domain.enums import Stage
from domain.programme.programme import Programme
from domain.programme.timetable import starting
from importing.programme_file import read_programme
from services.cohorts.opening import open_cohort
from services.cohorts.recording import record_facts, validate_file
from tests.living import PROGRAMMES
from tests.services.asking import asking
from tests.services.cohorts.fact_lists import written
from tests.world import World, pair
from tests.worlds import pairings_of

pytestmark = pytest.mark.server


def running() -> Programme:
    """Its first date was eleven weeks ago: the induction and the training are over, the review is to come."""
    day = (datetime.now(UTC) - timedelta(weeks=11)).date()
    return starting(read_programme(PROGRAMMES / "bristol-2021.toml"), day)


async def test_a_cohort_that_ran_elsewhere_goes_on_here_and_nobody_is_written_to(
    world: World, tmp_path: Path
) -> None:
    programme, key = running(), f"cohort-{uuid4().hex[:8]}"
    await open_cohort(asking(world), programme, key, [pair(n, key) for n in range(2)], taken_over=True)
    introduced = programme.introductions.on
    days = {g: programme.gathering(g).sittings[0].on for g in ("induction", "training")}
    lines = [
        ("1", "both", "accepted", f"{introduced}"),
        *(("1", "", "attended", f"{day}", gathering) for gathering, day in days.items()),
        ("1", "", "met", f"{programme.sessions.opens}"),
    ]
    file = written(tmp_path, key, lines)

    told = await record_facts(asking(world), validate_file(asking(world), key, file))
    again = validate_file(asking(world), key, file).facts

    first, second = pairings_of(world, key)
    assert (told.refused, again.to_tell, again.known) == ([], [], 4)
    assert (first.stage, first.sessions, second.stage) == (Stage.MENTORING, 1, Stage.APPLICATION)
    assert first.since.date() == days["training"]
    assert world.letters(first.id) == world.letters(second.id) == []
