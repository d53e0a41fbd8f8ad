"""Whatever a life waits for, the commands that the Web UI suggests are there, and bring it on."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest

import domain.application.due
import domain.cohort.due
import domain.pairing.due
from cli.spelling import spelled
from domain.enums import ApplicationStage, CohortStage, Concern, Stage
from tests.cli import stories
from tests.cli.stories import Living, again, neglected
from tests.cli.suggested import understood
from workflows.application import ApplicationPresenter
from workflows.cohort import CohortPresenter
from workflows.pairing import PairingPresenter
from workflows.visibility import Presenter, details

pytestmark = pytest.mark.unit

_COHORT = "c"


class Kind(NamedTuple):
    lives: Callable[[], Iterator[Living]]
    due: Callable[..., Any]
    teller: Presenter[Any]
    stages: frozenset[Any]
    concerns: frozenset[Concern]


KINDS = {
    "pairing": Kind(
        stories.pairings,
        domain.pairing.due.due,
        PairingPresenter(),
        frozenset(Stage),
        frozenset(
            {
                Concern.NOT_ACCEPTED,
                Concern.ATTENDANCE_UNRECORDED,
                Concern.MISSED_GATHERING,
                Concern.GONE_QUIET,
                Concern.TOO_FEW_SESSIONS,
                Concern.REVIEW_ADJUST,
                Concern.LONG_PAUSE,
                Concern.LETTER_FAILED,
            }
        ),
    ),
    "application": Kind(
        stories.applications,
        domain.application.due.due,
        ApplicationPresenter(),
        frozenset(ApplicationStage),
        frozenset(
            {
                Concern.NO_APPLICATION,
                Concern.INCOMPLETE,
                Concern.NOT_INVITED,
                Concern.MANAGER_SILENT,
                Concern.NOT_IN_ORDER,
                Concern.ATTENDANCE_UNRECORDED,
                Concern.LETTER_FAILED,
            }
        ),
    ),
    "cohort": Kind(
        stories.cohorts,
        domain.cohort.due.due,
        CohortPresenter(),
        frozenset(CohortStage),
        frozenset({Concern.APPROVAL_WAITS, Concern.LETTER_FAILED}),
    ),
}

of_every_kind = pytest.mark.parametrize("kind", KINDS)


@cache
def _met(kind: str) -> list[Living]:
    """Every situation that these lives come to, when it is first met and when last."""
    first, last = dict[Any, Living](), dict[Any, Living]()
    for begins in KINDS[kind].lives():
        for living in neglected(begins):
            stands = _stands(living, kind)
            first.setdefault(stands, living)
            last[stands] = living
    return [*first.values(), *last.values()]


def _told(living: Living, kind: str) -> str:
    return details(KINDS[kind].teller, _COHORT, KINDS[kind].due(living.entity, living.now), living.now)


def _suggested(living: Living, kind: str) -> list[str]:
    return re.findall(r"`(tandem [^`]+)`", _told(living, kind))


def _stands(living: Living, kind: str) -> tuple[object, ...]:
    """What is different when something has come on."""
    standing = KINDS[kind].due(living.entity, living.now).snapshot
    held = getattr(standing, "sessions", None)
    return standing.stage, standing.waits_for, standing.concerns, held, *_suggested(living, kind)


@of_every_kind
def test_these_lives_come_to_every_stage_and_every_concern(kind: str) -> None:
    met = _met(kind)

    assert {living.entity.stage for living in met} == KINDS[kind].stages
    assert set().union(*(living.concerns for living in met)) == KINDS[kind].concerns


@of_every_kind
def test_what_is_suggested_is_a_command_about_this_life(kind: str) -> None:
    for living in _met(kind):
        for command in _suggested(living, kind):
            given = understood(command).given
            own = {given.get("person", living.entity.id), given.get("pairing", living.entity.id)}
            assert own == {living.entity.id}, command
            assert {given.get("cohort") or _COHORT, given.get("key") or _COHORT} == {_COHORT}, command


@of_every_kind
def test_what_is_suggested_is_allowed_and_brings_it_on(kind: str) -> None:
    for met in _met(kind):
        opens = {
            spelled(str(step)): step.opens for step in KINDS[kind].teller.unblocking(met.entity, _COHORT)
        }
        for command in _suggested(met, kind):
            living, what = again(met), understood(command)
            if what.shows_alone:
                continue
            living.until(max(living.now, opens.get(command) or living.now))
            before = _stands(living, kind)
            living.update(*what.means(living.entity, living.now))
            assert _stands(living, kind) != before, f"{command}\n\n{_told(met, kind)}"
