"""An entity as a durable workflow: ask the domain what is due, do it, wait.

There are no rules here; they are in `domain`. Applications, pairings and cohorts share this shell. History
comes first: what is recorded, and what is written to people, is an activity's input, so that it is durable
before it is done and every try of it does the same (docs/decisions/0002).
"""

from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

from domain.entity.engine import Due
from domain.entity.entity import Entity, Entry, Event, Snapshot, attributed
from domain.errors import Conflict, Refused
from domain.wording import counted
from workflows.timeouts import RECORD_HEARTBEAT, RECORD_TIMEOUT, RETRY_RECORD
from workflows.visibility import (
    BEING_RECORDED,
    CONFLICT_ATTRIBUTE,
    Presenter,
    conflict_details,
    details,
    log_conflict,
    log_long_history,
    log_not_applied,
    log_snapshot,
    search_attribute_changes,
)

L = TypeVar("L", bound=Entity)
S = TypeVar("S", bound=Snapshot)
E = TypeVar("E", bound=Event)

MAX_ENTRIES_IN_A_ROW = 50
"""Entries that an entity may record at one go with nobody telling it anything; two or three are usual."""


class InvariantViolated(Exception):
    """The code has done what it must never do. The workflow task fails with this sentence, which an alert
    tells of, and is tried again until right code comes."""


class EntityWorkflow(ABC, Generic[L, S, E]):
    """What a kind of entity adds: `_due`, `_snapshot_at`, `_apply`, the activity that records it, and who
    speaks for it."""

    recorded_by: ClassVar[str]
    presenter: ClassVar[Presenter[Any]]
    _cohort: str

    def _begin(self, entity: L, resumed: bool) -> None:
        """`resumed`: it has lived before, in an earlier run, or in a workflow that was lost."""
        self._state = entity
        self._recorded_state: L = entity
        self._recorded_count = entity.outcome_count - len(entity.unrecorded_outcomes)
        self._snapshot: S | None = None
        self._by_itself = 0
        self._is_long = False
        self._conflict: str | None = None
        if resumed:
            self._snapshot = self._snapshot_at(self._due(workflow.now()).look_again)

    @abstractmethod
    def _due(self, now: datetime) -> Due[L, Any]:
        """What is due by then."""

    @abstractmethod
    def _snapshot_at(self, look_again: datetime | None) -> S:
        """How it stands, given when to look again."""

    @abstractmethod
    def _apply(self, event: E, now: datetime) -> L:
        """The next state. Raises Refused if the event is not allowed."""

    async def _work(self) -> bool:
        """Do the next thing that is to be done outside; says whether there was one."""
        return False

    async def _run(self) -> None:
        """From now to the end, or until an operator ends what the store contradicts."""
        try:
            await self._main_loop()
        except Conflict as conflict:
            await self._stand_apart(conflict)

    async def _main_loop(self) -> None:
        while True:
            look_again = await self._process_due()
            if await self._work():
                continue
            if not self._should_continue(look_again):
                break
            self._warn_if_history_long()
            await self._wait(look_again)
        await workflow.wait_condition(workflow.all_handlers_finished)

    async def _process_due(self) -> datetime | None:
        """Record all that is due; when to look again. Raises InvariantViolated if there is no end of it,
        Conflict if the store has recorded another story."""
        self._by_itself = 0
        while True:
            due = self._due(workflow.now())
            self._state = due.entity
            # What stands there must be true between two records as well.
            self._show_details(due)
            if due.entry is None:
                self._recorded_state = self._state
                self._show_next_due(due.snapshot)
                return due.look_again
            self._by_itself += 1
            if self._by_itself > MAX_ENTRIES_IN_A_ROW:
                number = due.entry.revision
                raise InvariantViolated(f"There is always one more entry to record, up to number {number}.")
            await self._record(due.entry)
            self._recorded_state = due.entity

    def _warn_if_history_long(self) -> None:
        """An entity that is one run has no use for so many events: something is wrong, and can be seen to
        long before the server would end it."""
        if not self._is_long and workflow.info().is_continue_as_new_suggested():
            self._is_long = True
            log_long_history(workflow.info().get_current_history_length())

    def _should_continue(self, look_again: datetime | None) -> bool:
        """Whether there may be more to do, then or when something happens."""
        return self._snapshot is None or self._snapshot.stage.is_open

    async def _record(self, entry: Entry) -> None:
        """Record the entry and send its letters on their way; both survive any crash, once."""
        self._show(entry.snapshot)
        outcomes = self._recorded_count + len(entry.outcomes)
        workflow.set_current_details(f"{BEING_RECORDED}\n\n{workflow.get_current_details()}")
        try:
            # Started eagerly, in the same worker: the SDK does so by itself.
            await workflow.execute_activity(
                self.recorded_by,
                self._without_known_rules(entry),
                summary=f"Record entry {entry.revision}, {counted(len(entry.letters), 'letter')}",
                start_to_close_timeout=RECORD_TIMEOUT,
                heartbeat_timeout=RECORD_HEARTBEAT,
                retry_policy=RETRY_RECORD,
            )
        except ActivityError as failure:
            if isinstance(failure.cause, ApplicationError) and failure.cause.type == Conflict.__name__:
                raise Conflict(entry.kind, entry.id, entry.revision) from None
            raise
        self._recorded_count = outcomes

    def _without_known_rules(self, entry: Entry) -> Entry:
        """They are most of an entity, and the entry before has told them unless they have changed since."""
        known = self._recorded_state.rules if self._recorded_state.revision else None
        return entry.replace(rules=None) if entry.rules == known else entry

    async def _stand_apart(self, conflict: Conflict) -> None:
        """The store is right: letters have gone by what it holds. A human ends this and begins it again from
        there; whoever told something that is not recorded is told so."""
        self._conflict = str(conflict)
        log_conflict(self._conflict)
        workflow.set_current_details(conflict_details(self._conflict))
        workflow.upsert_search_attributes(CONFLICT_ATTRIBUTE)
        await workflow.wait_condition(lambda: False)

    async def _wait(self, until: datetime | None) -> None:
        """Until that moment, or until somebody has told something."""
        patience = max(until - workflow.now(), timedelta()) if until else None
        waits_for = self._snapshot.waits_for if self._snapshot else None
        try:
            await workflow.wait_condition(
                lambda: bool(self._state.unrecorded_outcomes) or self._has_work(),
                timeout=patience,
                timeout_summary=f"Waits for {waits_for}"[:200],
            )
        except TimeoutError:
            return

    def _has_work(self) -> bool:
        return False

    def _show(self, snapshot: Any) -> None:
        """Tell searches in the Web UI how it stands."""
        before, self._snapshot = self._snapshot, snapshot
        updates = search_attribute_changes(before, snapshot)
        if updates:
            workflow.upsert_search_attributes(updates)
        log_snapshot(before, snapshot)

    def _show_details(self, due: Due[L, Any]) -> None:
        """No command of the workflow: it may be told at any time, whatever a history recorded."""
        workflow.set_current_details(details(self.presenter, self._cohort, due, workflow.now()))

    def _show_next_due(self, snapshot: S) -> None:
        """It may have changed with nothing to record; a search for entities that are overdue must not find
        this one."""
        if self._snapshot is not None and snapshot.until != self._snapshot.until:
            self._show(snapshot)

    @workflow.query(description="The whole of it as last recorded, to be compared with the store.")
    def state(self) -> Any:
        """Never ahead of the store, even while an entry is being recorded."""
        return self._recorded_state

    def validate(self, event: E) -> None:
        """Raises Refused with a sentence if the event is not allowed now."""
        self._apply_now(event)

    async def handle_update(self, event: E) -> S:
        """Let the event happen, and wait until it has been recorded."""
        try:
            self._apply_event(event)
        except Refused as refusal:
            raise ApplicationError(str(refusal), type=Refused.__name__) from None
        told = self._state.outcome_count
        await workflow.wait_condition(lambda: self._recorded_count >= told or self._conflict is not None)
        if self._conflict is not None:
            raise ApplicationError(self._conflict, type=Conflict.__name__)
        if self._snapshot is None:
            raise InvariantViolated("It has been recorded, and there is nothing to show for it.")
        return self._snapshot

    def handle_signal(self, event: E) -> None:
        """A signal's sender waits for no answer, so a refusal is only noted."""
        try:
            self._apply_event(event)
        except Refused as refusal:
            log_not_applied(event.kind, str(refusal))

    def _apply_event(self, event: E) -> None:
        self._state = self._apply_now(event)
        self._by_itself = 0

    def _apply_now(self, event: E) -> L:
        if self._conflict is not None:
            raise Refused(self._conflict)
        return attributed(self._state, self._apply(event, workflow.now()), event)
