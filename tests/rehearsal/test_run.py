"""A whole cohort of a real programme, small: its own numbers are as the programme wants them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.programme.programme import Programme
from domain.programme.timetable import first_day, starting
from importing.programme_file import read_programme
from rehearsal.applicant_personas import ApplicantPersona
from rehearsal.pair_personas import PairPersona
from rehearsal.run import CohortRun
from rehearsal.scripts import FateScript
from tests.cli.conftest import Tandem
from tests.living import PROGRAMMES
from tests.world import World

pytestmark = pytest.mark.slow

_PLAIN = (ApplicantPersona.PLAIN,) * 2


def _next_year(key: str) -> Programme:
    programme = read_programme(PROGRAMMES / f"{key}.toml")
    return starting(programme, first_day(programme).replace(year=datetime.now(UTC).year + 1))


async def _played(
    world: World,
    tandem: Tandem,
    key: str,
    mentors: Sequence[ApplicantPersona],
    mentees: Sequence[ApplicantPersona],
) -> dict[str, Any]:
    """What `tandem cohort status` says when it is over."""
    script = FateScript(mentors, mentees)
    cast = script.cast(await CohortRun(world.client, world.database, _next_year(key), script).whole())
    assert set(cast.values()) <= {PairPersona.STEADY, PairPersona.CATCHES_UP}
    status: dict[str, Any] = json.loads((await tandem("cohort", "status", key, "--json")).out)
    assert status["cohort"]["stage"] == "ended"
    assert {pairing["stage"] for pairing in status["pairings"]} == {"completed"}
    return status


def _attended(status: dict[str, Any], gathering: str) -> dict[str, int]:
    (found,) = [g for g in status["gatherings"] if g["key"] == gathering]
    return {role: counted["attended"] for role, counted in found["attendance"].items()}


async def test_in_the_south_west_only_mentors_are_trained_and_late_interest_is_carried_over(
    world: World, tandem: Tandem
) -> None:
    mentors = (ApplicantPersona.PLAIN, ApplicantPersona.SLOW_MANAGER, ApplicantPersona.LATE)
    status = await _played(world, tandem, "south-west-2022", mentors, _PLAIN)

    pairs = len(status["pairings"])
    assert pairs >= 2  # whose wishes for an arrangement meet
    assert (status["sessions"]["minimum"], status["sessions"]["minutes"]) == (3, 60)
    assert status["sessions"]["held"] >= 3 * pairs
    assert _attended(status, "training") == {"mentor": pairs}
    assert _attended(status, "induction") == {"mentor": pairs, "mentee": pairs}
    assert status["applications"]["by_fate"]["mentor"]["completed"] == pairs
    assert status["applications"]["reasons"]["late"] == 1
    assert status["late"] == 1


async def test_in_buckinghamshire_nobody_becomes_a_leader_uninvited_or_without_the_workshop(
    world: World, tandem: Tandem
) -> None:
    mentees = (*_PLAIN, ApplicantPersona.UNINVITED, ApplicantPersona.UNPREPARED)
    status = await _played(world, tandem, "bucks", _PLAIN, mentees)

    assert len(status["pairings"]) == 2
    assert status["applications"]["by_fate"]["mentee"] == {"completed": 2, "carried": 2}
    assert {"not_invited": 1, "prerequisites": 1}.items() <= status["applications"]["reasons"].items()
    assert _attended(status, "workshop")["mentee"] >= 2
    assert status["checks"]["not_invited"] == status["checks"]["without_prerequisite"] == 0


async def test_at_city_no_pair_is_of_one_department_and_nobody_below_grade_8(
    world: World, tandem: Tandem
) -> None:
    mentors = (*_PLAIN, ApplicantPersona.FORGETS)
    status = await _played(world, tandem, "city-2021", mentors, _PLAIN)

    assert len(status["pairings"]) == 2
    assert status["checks"]["below_minimum_grade"] == 0
    assert status["checks"]["not_apart"] == {"department": 0}
