"""The programmes that come with Tandem, as they are and in 2027."""

from datetime import date
from functools import cache
from pathlib import Path

from cli.programmes.views import sections
from domain.enums import GatheringKind
from domain.programme.gathering_plan import GatheringPlan
from domain.programme.programme import Programme
from domain.programme.rules import Rules
from domain.programme.timetable import rules_of, starting
from importing.programme_file import read_programme
from tests.every import every

FOLDER = Path(__file__).parents[2] / "programmes"
KEYS = ("bristol-2021", "bucks", "city-2021", "exco-2020", "south-west-2022")
each_programme = every("key", KEYS)


@cache
def programme(key: str) -> Programme:
    return read_programme(FOLDER / f"{key}.toml")


def rules_in_2027(key: str) -> Rules:
    return rules_of(starting(programme(key), date(2027, 1, 4)))


def of_kind(key: str, kind: GatheringKind) -> list[GatheringPlan]:
    return [gathering for gathering in programme(key).gatherings if gathering.kind is kind]


def dates(gathering: GatheringPlan) -> list[tuple[date, str | None]]:
    return [(sitting.on, sitting.hours) for sitting in gathering.sittings]


def shown(key: str) -> dict[str, str]:
    return {heading: "\n".join(lines) for heading, lines in sections(programme(key)) if lines}
