"""A cohort in which a pair stands in every stage, as operations may find one in the Web UI."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.cohort.events import Approve
from domain.enums import BOTH, ReviewChoice, Role
from domain.pairing.events import Accept, Answer, Attend, BookSession, LogSession, Pause, Review, Withdraw
from rehearsal.pair_personas import TimedEvent
from tests.living import bristol, utc
from tests.world import World, eventually
from tests.worlds import all_begun, open_cohort, pairings_of

_INTRODUCED, _SUMMER, _REVIEW, _EVALUATION = (
    utc(2027, 6, 15),
    utc(2027, 8, 2),
    utc(2027, 10, 7, 14),
    utc(2028, 1, 12),
)
_SESSIONS = (utc(2027, 7, 20), utc(2027, 8, 24), utc(2027, 9, 21), utc(2027, 11, 16))


class Story(NamedTuple):
    happenings: tuple[TimedEvent, ...]
    until: datetime | None = None
    """To which day it lives on after that."""


def _accepted() -> Iterator[TimedEvent]:
    for role in BOTH:
        yield TimedEvent(_INTRODUCED, Accept(role=role))


def _mentoring() -> Iterator[TimedEvent]:
    yield from _accepted()
    yield TimedEvent(utc(2027, 6, 30, 11), Attend(gathering="induction"))
    yield TimedEvent(utc(2027, 7, 6, 16), Attend(gathering="training"))
    yield _held(_SESSIONS[0])


def _reviewing() -> Iterator[TimedEvent]:
    yield from _mentoring()
    yield from map(_held, _SESSIONS[1:3])
    yield TimedEvent(_REVIEW, Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE))


def _evaluating() -> Iterator[TimedEvent]:
    yield from _reviewing()
    yield TimedEvent(_REVIEW, Review(role=Role.MENTEE, choice=ReviewChoice.CONTINUE))
    yield _held(_SESSIONS[3])


def _held(starts: datetime) -> TimedEvent:
    return TimedEvent(starts.replace(hour=14), LogSession(starts=starts, minutes=60))


STORIES = {
    "application": Story((TimedEvent(_INTRODUCED, Accept(role=Role.MENTOR)),)),
    "induction": Story((*_accepted(),)),
    "training": Story((*_accepted(), TimedEvent(utc(2027, 7, 1), Attend(gathering="induction")))),
    "mentoring": Story((*_mentoring(), TimedEvent(_SUMMER, BookSession(starts=_SESSIONS[1], minutes=60)))),
    "midway_review": Story((*_reviewing(),)),
    "evaluation": Story((*_evaluating(),), until=_EVALUATION),
    "completed": Story((*_evaluating(), *(TimedEvent(_EVALUATION, Answer(role=role)) for role in BOTH))),
    "ended": Story((*_mentoring(), TimedEvent(_SUMMER, Withdraw(role=Role.MENTEE))), until=utc(2027, 8, 3)),
    "paused": Story((*_mentoring(), TimedEvent(_SUMMER, Pause()))),
    "gone_quiet": Story((*_mentoring(),), until=utc(2027, 10, 4)),
}
"""What happens to the pair of each name."""


async def a_pair_in_every_stage(world: World, key: str | None = None) -> dict[str, str]:
    """The ids of the pairings of a new cohort, each by the name of its story, lived."""
    cohort = await open_cohort(world, bristol(), pairs=len(STORIES), key=key)
    await world.cohorts.update(cohort, Approve())
    await eventually(lambda: all_begun(world, cohort), seconds=30)
    found = dict(zip(STORIES, [pairing.id for pairing in pairings_of(world, cohort)], strict=True))
    await asyncio.gather(*(_live(world, found[name], story) for name, story in STORIES.items()))
    return found


async def _live(world: World, pairing: str, story: Story) -> None:
    for happening in story.happenings:
        await world.until(pairing, happening.at)
        await world.pairings.update(pairing, happening.event)
    if story.until:
        await world.until(pairing, story.until)
