"""Changes of the code that would stop living pairings, applications or cohorts. Replaying what is recorded
must catch each."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from temporalio import workflow

import domain.pairing.gatherings
import domain.pairing.stages.mentoring
import workflows.cohort
import workflows.pairing
from domain.application.events import Reopen
from domain.application.machine import APPLICATION
from domain.entity.entity import ConcernDuty, Duty, Entry
from domain.entity.machine import Machine
from domain.enums import Concern
from domain.letter.letter import LetterName
from domain.pairing import events
from domain.pairing.machine import PAIRING
from tests.replay.corpus import is_replayed
from workflows.cohort import CohortWorkflow
from workflows.entity import EntityWorkflow
from workflows.names import NEEDS_ATTENTION

_A_DAY = timedelta(days=1)

Make = Callable[[Any], Callable[..., Any]]
"""What takes the place of this function."""


class Mutation:
    """Puts changed code in the place of what is there, for lives that are replayed; others in this process go
    on as they were."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def of(self, owner: object, name: str, make: Make) -> None:
        """Of a function or method."""
        self._monkeypatch.setattr(owner, name, _only_replayed(getattr(owner, name), make))

    def of_rule(self, machine: Machine[Any, Any], event: type, make: Make) -> None:
        """Of what an event does."""
        rows = tuple(
            replace(row, rule=_only_replayed(row.rule, make)) if row.event is event else row
            for row in machine.events
        )
        self._monkeypatch.setitem(vars(machine), "events", rows)


def _only_replayed(original: Any, make: Make) -> Callable[..., Any]:
    mutated = make(original)

    def chosen(*args: Any, **kwargs: Any) -> Any:
        is_changed = workflow.in_workflow() and is_replayed()
        return (mutated if is_changed else original)(*args, **kwargs)

    return chosen


def _a_command() -> None:
    workflow.upsert_search_attributes([NEEDS_ATTENTION.value_set(True)])


def _later(duties: Callable[..., Iterator[Duty]], is_meant: Callable[[Duty], bool]) -> Callable[..., Any]:
    """The same duties, those that are meant a day later."""

    def mutated(*args: Any) -> Iterator[Duty]:
        for duty in duties(*args):
            yield duty.replace(at=duty.at + _A_DAY) if is_meant(duty) else duty

    return mutated


def _waiting_first(original: Callable[..., Any]) -> Callable[..., Any]:
    async def mutated(*args: Any) -> Any:
        await workflow.sleep(1)
        return await original(*args)

    return mutated


def _nothing_happens(_: Any) -> Callable[..., Any]:
    """The event is taken, and changes nothing."""

    def mutated(event: Any, entity: Any, now: datetime) -> Any:
        return entity

    return mutated


def attendance_concern_a_day_later(mutation: Mutation) -> None:
    def is_meant(duty: Duty) -> bool:
        return isinstance(duty, ConcernDuty) and duty.concern is Concern.ATTENDANCE_UNRECORDED

    mutation.of(domain.pairing.gatherings, "_for_partner", lambda original: _later(original, is_meant))


def a_sleep_before_a_conflict_is_told(mutation: Mutation) -> None:
    mutation.of(EntityWorkflow, "_stand_apart", _waiting_first)


def a_command_in_a_signal(kind: str) -> Callable[[Mutation], None]:
    def mutant(mutation: Mutation) -> None:
        def make(original: Any) -> Callable[..., Any]:
            def hear(self: EntityWorkflow[Any, Any, Any], event: Any) -> None:
                if event.kind == kind:
                    _a_command()
                original(self, event)

            return hear

        mutation.of(EntityWorkflow, "handle_signal", make)

    return mutant


def initial_state_is_ignored(mutation: Mutation) -> None:
    def make(original: Any) -> Callable[..., Any]:
        def begin(self: EntityWorkflow[Any, Any, Any], entity: Any, initial_state: bool) -> None:
            original(self, entity, False)

        return begin

    mutation.of(EntityWorkflow, "_begin", make)


def what_has_an_initial_state_begins_anew(module: object) -> Callable[[Mutation], None]:
    def make(original: Any) -> Callable[..., Any]:
        return lambda start, now: original(start.replace(initial_state=None), now)

    return lambda mutation: mutation.of(module, "begin", make)


def next_due_is_told_with_records_alone(mutation: Mutation) -> None:
    mutation.of(EntityWorkflow, "_show_next_due", lambda _: lambda self, snapshot: None)


def a_command_of_people_waits_first(mutation: Mutation) -> None:
    mutation.of(EntityWorkflow, "handle_update", _waiting_first)


def how_it_stands_is_told_after_the_record(mutation: Mutation) -> None:
    def make(original: Any) -> Callable[..., Any]:
        async def record(self: Any, entry: Entry) -> None:
            self._show = lambda _: None
            await original(self, entry)
            del self._show
            self._show(entry.snapshot)

        return record

    mutation.of(EntityWorkflow, "_record", make)


def a_session_is_asked_about_a_day_later(mutation: Mutation) -> None:
    def is_meant(duty: Duty) -> bool:
        return getattr(duty, "name", None) is LetterName.SESSION_CHECK

    mutation.of(domain.pairing.stages.mentoring, "_check", lambda original: _later(original, is_meant))


def an_event_changes_nothing(event: type) -> Callable[[Mutation], None]:
    return lambda mutation: mutation.of_rule(PAIRING, event, _nothing_happens)


def reopening_changes_nothing(mutation: Mutation) -> None:
    mutation.of_rule(APPLICATION, Reopen, _nothing_happens)


def a_cohort_never_continues_as_new(mutation: Mutation) -> None:
    mutation.of(CohortWorkflow, "_history_is_long", lambda _: lambda self: False)


MUTANTS: dict[str, tuple[str, Callable[[Mutation], None]]] = {
    "attendance concern a day later": ("pairing", attendance_concern_a_day_later),
    "sleep before a conflict is told": ("pairing", a_sleep_before_a_conflict_is_told),
    "command in reschedule": ("pairing", a_command_in_a_signal("reschedule")),
    "command in add_sitting": ("pairing", a_command_in_a_signal("add_sitting")),
    "command in letter_failed": ("pairing", a_command_in_a_signal("letter_failed")),
    "initial_state ignored, pairing": ("pairing", initial_state_is_ignored),
    "initial_state ignored, application": ("application", initial_state_is_ignored),
    "initial_state ignored, cohort": ("cohort", initial_state_is_ignored),
    "a pairing carried on begins anew": ("pairing", what_has_an_initial_state_begins_anew(workflows.pairing)),
    "a cohort carried on begins anew": ("cohort", what_has_an_initial_state_begins_anew(workflows.cohort)),
    "next due told with records alone": ("pairing", next_due_is_told_with_records_alone),
    "update waits first": ("pairing", a_command_of_people_waits_first),
    "search attributes after the record": ("pairing", how_it_stands_is_told_after_the_record),
    "session check a day later": ("pairing", a_session_is_asked_about_a_day_later),
    "resume changes nothing": ("pairing", an_event_changes_nothing(events.Resume)),
    "waive changes nothing": ("pairing", an_event_changes_nothing(events.Waive)),
    "move_session changes nothing": ("pairing", an_event_changes_nothing(events.MoveSession)),
    "cancel_session changes nothing": ("pairing", an_event_changes_nothing(events.CancelSession)),
    "end changes nothing": ("pairing", an_event_changes_nothing(events.End)),
    "reopen changes nothing": ("application", reopening_changes_nothing),
    "a cohort never continues as new": ("cohort", a_cohort_never_continues_as_new),
}
"""The kind of life that each would stop, and what makes it. Not among them, because a replay does not compare
it: how long a timer or an activity may take; and what an entry says, which test_replay.py compares."""
