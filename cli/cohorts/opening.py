"""Opening a cohort: checked whole, written down, and its life begun. Doing it twice harms nothing."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session
from temporalio.client import Client

from cli.cohorts.calendar import gatherings_over
from cli.cohorts.telling import check_open
from cli.cohorts.words import counted, weekday
from cli.doors import ask, relaying, store
from cli.output import say
from domain.application.completeness import beginning
from domain.application.events import OfferedInNextCohort
from domain.cohort.calendar import calendar_of
from domain.cohort.events import Approve
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage
from domain.errors import Refused, Unreachable
from domain.people import Pair
from domain.programme.programme import Programme, check_key
from domain.programme.timetable import check_not_over
from storage import applications, cohorts, messages, queries
from storage.applications import Imported
from storage.start_inputs import cohort_start
from storage.views import CohortView

_LOOK_EVERY = 0.2
_MANY = 100
_NO_PROGRESS = 30.0
"""Seconds without a pairing begun after which the waiting is given up; it goes on without us."""


def open_and_say(programme: Programme, key: str, pairs: Sequence[Pair] | None, previous: str | None) -> None:
    """Open it, and say what is new, what has passed already, and what comes next."""
    cohort, new = open_cohort(programme, key, pairs, previous)
    if pairs is not None:
        say(f"Cohort {cohort.key} is open: {counted(new, 'pairing')} begun.")
    else:
        say(f"Cohort {cohort.key} is open. Next: tandem application import {cohort.key} FILE")
        if previous:
            offered = counted(new, "person who has waited", "people who have waited")
            say(f"{offered} since {previous} {'is' if new == 1 else 'are'} offered a place.")
    if cohort.programme != programme:
        introductions = f"{cohort.programme.introductions.on:%-d %b %Y}"
        say(f"It was open before and keeps its own calendar, with introductions on {introductions}.")
    say_what_is_over(cohort, by_hand=pairs is not None)
    say(f"See how it stands: tandem cohort status {cohort.key}")


def open_cohort(
    programme: Programme, key: str, pairs: Sequence[Pair] | None, previous: str | None
) -> tuple[CohortView, int]:
    """The cohort, and how many of its pairings are new, or how many people were offered a place.

    Raises Refused or BadInput before anything is written, Unreachable if the server is away.
    """
    check_key(key)
    check_not_over(programme, datetime.now(UTC))

    async def opening(client: Client) -> tuple[CohortView, int]:
        opened = _write_down(programme, key, pairs, previous)
        with relaying(client) as relay:
            for answer in await relay.tell_all(opened.told):
                answer.check()
        if pairs is not None:
            await begin_pairings(key)
        return opened.cohort, opened.new

    return ask(opening)


def say_what_is_over(cohort: CohortView, by_hand: bool) -> None:
    """What in the calendar has passed when a cohort opens, and what can be done about it. `by_hand`: its
    pairs have been made already, so that the time for applications does not matter."""
    programme, now = cohort.programme, datetime.now(UTC)
    closes = calendar_of(programme).closes
    if programme.applications and closes and closes <= now and not by_hand:
        say(f"Applications closed on {weekday(programme.applications.closes)}: whoever applies now is late.")
        say(f"  tandem cohort extend {cohort.key} --to DATE")
    for key, title in gatherings_over(programme, now):
        say(f"{title} ({key}) is required and over already. Hold it once more:")
        say(f"  tandem cohort add-sitting {cohort.key} {key} --on 'YYYY-MM-DD HH:MM-HH:MM'")


async def begin_pairings(cohort: str) -> None:
    """Wait until the cohort, which has been told, has begun the pairings that it has in the store. Says how
    far it is where there are many. Raises Unreachable if none begins for a while."""
    loop = asyncio.get_running_loop()
    waiting, since = _not_begun(cohort), loop.time()
    while waiting:
        await asyncio.sleep(_LOOK_EVERY)
        left = _not_begun(cohort)
        if left < waiting:
            since = loop.time()
            if left > _MANY:
                say(f"  {counted(left, 'pairing')} still to begin")
        elif loop.time() - since > _NO_PROGRESS:
            raise Unreachable(
                f"{counted(left, 'pairing')} still to begin, and nothing moves. It goes on when a worker "
                f"comes; see: tandem cohort status {cohort}"
            )
        waiting = left


class _Opened(NamedTuple):
    cohort: CohortView
    new: int
    """How many pairings are new, or how many people were offered a place."""
    told: list[str]
    """The lives for which something has been written, now or by an earlier try."""


def _write_down(
    programme: Programme, key: str, pairs: Sequence[Pair] | None, previous: str | None
) -> _Opened:
    now = datetime.now(UTC)
    with store() as session:
        if previous:
            queries.cohort(session, previous)
        is_new = not cohorts.is_known(session, key)
        cohort = cohorts.open_cohort(session, key, programme, now, is_demo=False, follows=previous)
        if cohort.programme.key != programme.key:
            raise Refused(
                f"Cohort {key!r} is open already, for {cohort.programme.key}; choose another with --key."
            )
        check_open(cohort)
        new = cohorts.add_new_pairs(session, cohort, pairs, now) if pairs is not None else 0
        workflow_id = EntityKind.COHORT.workflow_id(key)
        if is_new:
            messages.start(session, cohort_start(cohort, approved=pairs is not None), now)
        elif pairs is not None:
            messages.update(session, workflow_id, Approve(), now)
        if pairs is not None:
            return _Opened(cohort, new, [workflow_id])
        offered, waited = _offer_places(session, cohort, now)
        return _Opened(cohort, offered, [workflow_id, *waited])


def _offer_places(session: Session, cohort: CohortView, now: datetime) -> tuple[int, list[str]]:
    """Whoever was carried over from the cohort before is offered a place here first; that they waited there
    is over then. How many are new, and the lives that are told."""
    if cohort.follows is None:
        return 0, []
    lives, new = list[str](), 0
    for view in applications.applications(session, cohort.follows, [ApplicationStage.CARRIED]):
        stage, before = ApplicationStage.OFFERED, EntityKind.APPLICATION.workflow_id(view.id)
        fate, key = applications.upsert(session, cohort.key, view.application, now, stage)
        lives += [EntityKind.APPLICATION.workflow_id(key), before]
        if fate is Imported.NEW:
            new += 1
            offer = beginning(key, cohort.key, view.application, cohort.programme, None, stage)
            messages.start(session, offer, now)
            messages.signal(session, before, OfferedInNextCohort(), now)
    return new, lives


def _not_begun(cohort: str) -> int:
    with store() as session:
        return sum(pairing.revision == 0 for pairing in queries.pairings(session, cohort))
