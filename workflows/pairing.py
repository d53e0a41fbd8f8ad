"""The life of one pairing, as a durable workflow."""

from datetime import datetime
from functools import partial

from temporalio import workflow

from domain import events
from domain.course import Due
from domain.decide import apply
from domain.due import due
from domain.entry import PairingEntry, PairingSnapshot, snapshot
from domain.pairing import Pairing
from domain.words import Stage
from workflows.commands import command, news
from workflows.living import Living
from workflows.names import RECORD
from workflows.start import PairingStart, begin
from workflows.tellers import OfPairing

_command = partial(command, PairingSnapshot)


@workflow.defn(name="Pairing")
class PairingWorkflow(Living[Pairing, PairingSnapshot]):
    """Two partners from their introduction to their thanks."""

    recorded_by = RECORD
    told_by = OfPairing()

    @workflow.init
    def __init__(self, start: PairingStart) -> None:
        self._cohort = start.cohort
        self._begin(begin(start, workflow.now()), start.carried_on is not None)

    @workflow.run
    async def run(self, start: PairingStart) -> Stage:
        await self._live()
        return self._life.stage

    def _goes_on(self, look_again: datetime | None) -> bool:
        return super()._goes_on(look_again) or look_again is not None

    def _due(self, now: datetime) -> Due[Pairing, PairingEntry]:
        return due(self._life, now)

    def _standing(self, look_again: datetime | None) -> PairingSnapshot:
        return snapshot(self._life, look_again)

    def _apply(self, event: events.Event, now: datetime) -> Pairing:
        return apply(self._life, event, now)

    accept = _command(events.Accept, "A partner accepts the pairing.")
    attend = _command(events.Attend, "Record who attended a gathering, or who missed it.")
    waive = _command(events.Waive, "Excuse partners from a gathering.")
    book_session = _command(events.BookSession, "The pair has agreed when to meet.")
    move_session = _command(events.MoveSession, "A booked session moves to another time.")
    cancel_session = _command(events.CancelSession, "A booked session will not take place.")
    log_session = _command(events.LogSession, "A session took place, or a booked one did not.")
    review = _command(events.Review, "A partner says at the mid-way review how to go on.")
    answer = _command(events.Answer, "A partner has answered the evaluation.")
    pause = _command(events.Pause, "The pair pauses; deadlines wait.")
    resume = _command(events.Resume, "The pair goes on after a pause.")
    withdraw = _command(events.Withdraw, "A partner leaves, for no stated reason.")
    end = _command(events.End, "The coordinator ends the pairing.")

    reschedule = news(events.Reschedule, "A gathering of the cohort moves to another time.")
    add_sitting = news(events.AddSitting, "A gathering of the cohort is held once more.")
    letter_failed = news(events.LetterFailed, "A letter was finally refused by the mail server.")

    @workflow.signal(description="Attendance of a whole gathering, recorded for many pairings at once.")
    def bulk_attendance(self, event: events.Attend) -> None:
        self.hear(event)

    @workflow.query(description="How the pairing stands.")
    def state(self) -> PairingSnapshot | None:
        return self._snapshot
