"""The life of one pairing, as a durable workflow: ask the domain what is due, do it, wait.

There are no rules here; they are in `domain`.
"""

from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ApplicationError, FailureError, is_cancelled_exception

from domain import events
from domain.decide import apply
from domain.due import due
from domain.entry import Entry, Snapshot
from domain.errors import Refused
from domain.pairing import propose
from domain.words import Stage
from workflows.commands import command
from workflows.names import RECORD
from workflows.patience import AT_ONCE, ONCE, RECORDING, UNTIL_IT_WORKS
from workflows.start import PairingStart
from workflows.telling import details, search_attribute_changes


@workflow.defn(name="Pairing")
class PairingWorkflow:
    """Two partners from their introduction to their thanks."""

    @workflow.init
    def __init__(self, start: PairingStart) -> None:
        self._pairing = propose(start.pairing, start.arrangement, start.rules, workflow.now())
        self._recorded = 0
        self._snapshot: Snapshot | None = None

    @workflow.run
    async def run(self, start: PairingStart) -> Stage:
        while True:
            now_due = due(self._pairing, workflow.now())
            self._pairing = now_due.pairing
            if now_due.entry:
                await self._record(now_due.entry)
            elif self._pairing.is_open:
                await self._wait(now_due.look_again)
            else:
                break
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._pairing.stage

    async def _record(self, entry: Entry) -> None:
        """Record the entry and send its letters on their way; both survive any crash, once."""
        self._show(entry.snapshot)
        outcomes = self._recorded + len(entry.outcomes)
        summary = f"Record entry {entry.revision}, {len(entry.letters)} letters"
        try:
            await workflow.execute_local_activity(
                RECORD, entry, summary=summary, schedule_to_close_timeout=AT_ONCE, retry_policy=ONCE
            )
        except FailureError as failure:
            if is_cancelled_exception(failure):
                raise
            # The store is away. A regular activity holds no worker while it waits, and shows its
            # failure in the Web UI. Recording twice records once.
            await workflow.execute_activity(
                RECORD, entry, summary=summary, start_to_close_timeout=RECORDING, retry_policy=UNTIL_IT_WORKS
            )
        self._recorded = outcomes

    async def _wait(self, until: datetime | None) -> None:
        """Until that moment, or until somebody has told something."""
        patience = max(until - workflow.now(), timedelta()) if until else None
        waits_for = self._snapshot.waits_for if self._snapshot else None
        try:
            await workflow.wait_condition(
                lambda: bool(self._pairing.news),
                timeout=patience,
                timeout_summary=f"Waits for {waits_for}"[:200],
            )
        except TimeoutError:
            return

    def _show(self, snapshot: Snapshot) -> None:
        """Tell the Web UI where the pairing stands."""
        before, self._snapshot = self._snapshot, snapshot
        workflow.set_current_details(details(snapshot, self._pairing.rules.timezone))
        updates = search_attribute_changes(before, snapshot)
        if updates:
            workflow.upsert_search_attributes(updates)

    def check(self, event: events.Event) -> None:
        """Raises Refused with a sentence if the event is not allowed now."""
        apply(self._pairing, event, workflow.now())

    async def tell(self, event: events.Event) -> Snapshot:
        """Let the event happen, and wait until it has been recorded."""
        try:
            self._pairing = apply(self._pairing, event, workflow.now())
        except Refused as refusal:
            raise ApplicationError(str(refusal), type=Refused.__name__) from None
        told = self._pairing.outcomes
        await workflow.wait_condition(lambda: self._recorded >= told)
        assert self._snapshot
        return self._snapshot

    accept = command(events.Accept, "A partner accepts the pairing.")
    attend = command(events.Attend, "Record who attended a gathering, or who missed it.")
    waive = command(events.Waive, "Excuse partners from a gathering.")
    book_session = command(events.BookSession, "The pair has agreed when to meet.")
    move_session = command(events.MoveSession, "A booked session moves to another time.")
    cancel_session = command(events.CancelSession, "A booked session will not take place.")
    log_session = command(events.LogSession, "A session took place, or a booked one did not.")
    review = command(events.Review, "A partner says at the mid-way review how to go on.")
    answer = command(events.Answer, "A partner has answered the evaluation.")
    pause = command(events.Pause, "The pair pauses; deadlines wait.")
    resume = command(events.Resume, "The pair goes on after a pause.")
    withdraw = command(events.Withdraw, "A partner leaves, for no stated reason.")
    end = command(events.End, "The coordinator ends the pairing.")

    @workflow.signal(description="Attendance of a whole gathering, recorded for many pairings at once.")
    def bulk_attendance(self, event: events.Attend) -> None:
        self._hear(event)

    @workflow.signal(description="A gathering of the cohort moves to another time.")
    def reschedule(self, event: events.Reschedule) -> None:
        self._hear(event)

    @workflow.signal(description="A letter to a partner was finally refused by the mail server.")
    def letter_failed(self, event: events.LetterFailed) -> None:
        self._hear(event)

    def _hear(self, event: events.Event) -> None:
        """A signal's sender waits for no answer, so a refusal is only noted."""
        try:
            self._pairing = apply(self._pairing, event, workflow.now())
        except Refused as refusal:
            workflow.logger.warning("not applied: %s", refusal)

    @workflow.query(description="How the pairing stands.")
    def state(self) -> Snapshot | None:
        return self._snapshot
