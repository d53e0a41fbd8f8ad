"""Attendance of a whole cohort, recorded by somebody."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Attendance
from domain.errors import NotFound
from domain.pairing.events import Accept
from domain.programme.programme import Programme
from domain.programme.timetable import starting
from importing.programme_file import read_programme
from services.cohorts.attendance import record_attendance
from storage.people import names_of
from tests.living import PROGRAMMES
from tests.services.asking import asking
from tests.world import World

pytestmark = pytest.mark.server


def begun() -> Programme:
    """Its induction is over."""
    day = (datetime.now(UTC) - timedelta(days=45)).date()
    return starting(read_programme(PROGRAMMES / "bristol-2021.toml"), day)


async def accepted(world: World) -> str:
    """A pairing that has accepted, in a cohort of its own."""
    pairing = await world.begin(begun())
    for role in BOTH:
        await world.pairings.update(pairing, Accept(role=role))
    return pairing


async def test_what_is_new_is_counted_beside_what_there_is(world: World) -> None:
    pairing = await accepted(world)
    key = pairing.rpartition("-")[0]

    first = await record_attendance(asking(world), key, "induction", [f"{pairing}:mentee"])
    again = await record_attendance(asking(world), key, "induction", [f"{pairing}:mentee"])

    assert [(each.attended, each.missed) for each in (first, again)] == [(1, 1), (0, 0)]
    assert again.altogether == {Attendance.ATTENDED: 1, Attendance.MISSED: 1, Attendance.WAIVED: 0}
    assert again.refused == []


async def test_whoever_records_it_is_known_by_name_in_the_store(world: World) -> None:
    pairing = await accepted(world)

    await record_attendance(asking(world, "Sam"), pairing.rpartition("-")[0], "induction")

    by = {outcome.actor for outcome in world.outcomes(pairing) if outcome.kind is OutcomeKind.ATTENDED}
    with world.database.begin() as session:
        assert list(names_of(session, by).values()) == ["Sam"]


async def test_a_wrong_name_is_refused_before_anything_is_recorded(world: World) -> None:
    pairing = await accepted(world)

    with pytest.raises(NotFound, match="nobody in an open pairing of this cohort has this name or address"):
        await record_attendance(asking(world), pairing.rpartition("-")[0], "induction", ["nobody@x.example"])

    assert OutcomeKind.ATTENDED not in {outcome.kind for outcome in world.outcomes(pairing)}
