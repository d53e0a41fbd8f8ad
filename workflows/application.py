"""One person's way from interest to a pair, as a durable workflow."""

from datetime import datetime
from functools import partial

from temporalio import workflow

from domain.admission import events
from domain.admission.admission import Admission, ApplicationStart, begin
from domain.admission.decide import apply
from domain.admission.due import ApplicationEntry, ApplicationSnapshot, due, standing
from domain.course import Due
from domain.events import AddSitting, LetterFailed, Reschedule
from domain.words import ApplicationStage
from workflows.commands import command, news
from workflows.living import Living
from workflows.names import RECORD_APPLICATION
from workflows.tellers import OfApplication

_command = partial(command, ApplicationSnapshot)


@workflow.defn(name="Application")
class ApplicationWorkflow(Living[Admission, ApplicationSnapshot]):
    """An application until it has led to a pair, or to another end."""

    recorded_by = RECORD_APPLICATION
    told_by = OfApplication()

    @workflow.init
    def __init__(self, start: ApplicationStart) -> None:
        self._cohort = start.cohort
        self._begin(begin(start, workflow.now()), start.carried_on is not None)

    @workflow.run
    async def run(self, start: ApplicationStart) -> ApplicationStage:
        await self._live()
        return self._life.stage

    def _goes_on(self, look_again: datetime | None) -> bool:
        return super()._goes_on(look_again) or not self._life.is_over

    def _due(self, now: datetime) -> Due[Admission, ApplicationEntry]:
        return due(self._life, now)

    def _standing(self, look_again: datetime | None) -> ApplicationSnapshot:
        return standing(self._life, look_again)

    def _apply(self, event: events.Event, now: datetime) -> Admission:
        return apply(self._life, event, now)

    arrive = _command(events.Arrive, "The form has arrived, or has been put right.")
    invite = _command(events.Invite, "The programme invites this person to apply.")
    take_up = _command(events.TakeUp, "Who was carried over takes up the place that is offered.")
    confirm = _command(events.Confirm, "A condition has been met, or will not be.")
    sign_up = _command(events.SignUp, "The person will come to a sitting of a gathering, or to none.")
    come = _command(events.Come, "Record that the person came to a gathering, or did not.")
    decline = _command(events.Decline, "The coordinator declines the application.")
    withdraw = _command(events.Withdraw, "The person withdraws, for no stated reason.")

    reopen = _command(events.Reopen, "The coordinator takes up again what had come out of the running.")

    placed = news(events.Placed, "The person has a partner.")
    freed = news(events.Freed, "A pairing of this person is over.")
    unmatched = news(events.Unmatched, "The matches have been approved, and there was no partner.")
    extend = news(events.Extend, "The last moment for applications has moved.")
    close = news(events.Close, "The cohort is over.")
    offered_on = news(events.OfferedOn, "The next cohort has offered this person a place.")
    reschedule = news(Reschedule, "A gathering of the cohort moves to another time.")
    add_sitting = news(AddSitting, "A gathering of the cohort is held once more.")
    letter_failed = news(LetterFailed, "A letter was finally refused by the mail server.")

    @workflow.query(description="How the application stands.")
    def state(self) -> ApplicationSnapshot | None:
        return self._snapshot
