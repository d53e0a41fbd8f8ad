"""The histories go every way that a life can go, as far as workflows say which there are."""

import pytest
from temporalio import workflow
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory

from domain.entity.entity import EntityKind
from temporal.plugin import WORKFLOWS
from tests.released import HISTORIES
from tests.replay import contents
from tests.replay.corpus import history_of, recorded
from tests.replay.random_lives import WANTED
from tests.replay.record import STORIES
from workflows import names

pytestmark = pytest.mark.server

_DEFINED = [workflow._Definition.must_from_class(kind) for kind in WORKFLOWS]
_RANDOM = "-random-"
_BY_THEMSELVES = {names.DELIVER, names.RELAY, names.RECONCILE, names.RETAIN}
"""Activities that no workflow asks for."""
_NO_ACTIVITIES = {names.CONFLICT, names.PAIRINGS_QUEUE, names.MAIL_QUEUE}
_SMALL = 2_000_000


@pytest.fixture(scope="module")
def histories() -> dict[str, list[WorkflowHistory]]:
    """All of them, by the name of their workflow."""
    found: dict[str, list[WorkflowHistory]] = {defined.name or "": [] for defined in _DEFINED}
    for name in recorded():
        history = history_of(name)
        found[contents.kind(history)].append(history)
    return found


Histories = dict[str, list[WorkflowHistory]]


def test_each_story_is_recorded_and_nothing_else() -> None:
    random = {f"{kind}{_RANDOM}{n:02}" for kind, each in WANTED.items() for n in range(1, each.lives + 1)}

    assert set(recorded()) == STORIES.keys() | random


def test_forty_lives_are_random() -> None:
    assert sum(_RANDOM in name for name in recorded()) == 40


def test_every_kind_of_workflow_is_recorded(histories: Histories) -> None:
    assert all(histories.values())


@pytest.mark.parametrize("defined", _DEFINED, ids=lambda defined: defined.name)
def test_each_command_and_signal_is_in_a_history_of_its_kind(
    defined: workflow._Definition, histories: Histories
) -> None:
    updates = {name for history in histories[defined.name or ""] for name in contents.updates(history)}
    signals = {name for history in histories[defined.name or ""] for name in contents.signals(history)}

    assert updates == set(defined.updates)
    assert signals == set(defined.signals)


@pytest.mark.parametrize("kind", EntityKind)
@pytest.mark.parametrize(
    "has_happened",
    [
        lambda history: contents.tries(history) > 1,
        contents.lost_tasks,
        contents.is_carried_on,
        contents.in_conflict,
    ],
    ids=["a record that failed first", "a lost task", "carried on", "a conflict with the store"],
)
def test_each_kind_of_life_has_met_with(
    kind: EntityKind, has_happened: contents.Question, histories: Histories
) -> None:
    assert any(has_happened(history) for history in histories[kind.capitalize()])


def test_a_cohort_has_continued_as_new(histories: Histories) -> None:
    event = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW

    assert any(contents.has(history, event) for history in histories["Cohort"])


def test_every_activity_that_a_workflow_asks_for_is_recorded(histories: Histories) -> None:
    asked = {name for each in histories.values() for history in each for name in contents.activities(history)}
    constants = {value for name, value in vars(names).items() if name.isupper() and isinstance(value, str)}

    assert asked == constants - _NO_ACTIVITIES - _BY_THEMSELVES


def test_all_histories_together_stay_small() -> None:
    assert sum(file.stat().st_size for file in HISTORIES.iterdir()) < _SMALL
