"""One person's way from interest to a pair, as a durable workflow."""

from datetime import datetime
from enum import StrEnum

from temporalio import workflow

from domain import suggestion
from domain.application import due as of_application
from domain.application import events
from domain.application.application import Application, ApplicationStart, begin
from domain.application.due import ApplicationEntry, ApplicationSnapshot, due, snapshot
from domain.application.gatherings import to_attend
from domain.application.machine import APPLICATION
from domain.entity.engine import Due
from domain.entity.entity import TakeBack
from domain.enums import ApplicationStage, Concern
from domain.pairing.events import AddressChanged, AddSitting, CancelSittings, LetterFailed, Reschedule
from domain.suggestion import Suggestion
from workflows.entity import EntityWorkflow
from workflows.handlers import Handlers
from workflows.names import RECORD_APPLICATION
from workflows.visibility import Presenter

_on = Handlers[ApplicationSnapshot, events.ApplicationEvent](ApplicationSnapshot)


class ApplicationPresenter(Presenter[Application]):
    def reason(self, entity: Application) -> StrEnum | None:
        return entity.reason

    def about(self, entity: Application, concern: Concern, cohort: str) -> Suggestion:
        seats = ((seat.gathering, seat.sitting) for seat in entity.seats)
        gatherings = to_attend(seats, entity.rules)
        return suggestion.about_application(concern, cohort, entity.id, "EMAIL", gatherings, entity.missing)

    def unblocking(self, entity: Application, cohort: str) -> tuple[Suggestion, ...]:
        return of_application.unblocking(entity, cohort)


@workflow.defn(name="Application")
class ApplicationWorkflow(EntityWorkflow[Application, ApplicationSnapshot, events.ApplicationEvent]):
    """An application until it has led to a pair, or to another end."""

    recorded_by = RECORD_APPLICATION
    presenter = ApplicationPresenter()

    @workflow.init
    def __init__(self, start: ApplicationStart) -> None:
        self._cohort = start.cohort
        self._begin(begin(start, workflow.now()), start.initial_state is not None)

    @workflow.run
    async def run(self, start: ApplicationStart) -> ApplicationStage:
        await self._run()
        return self._state.stage

    def _should_continue(self, look_again: datetime | None) -> bool:
        return super()._should_continue(look_again) or not self._state.is_over

    def _due(self, now: datetime) -> Due[Application, ApplicationEntry]:
        return due(self._state, now)

    def _snapshot_at(self, look_again: datetime | None) -> ApplicationSnapshot:
        return snapshot(self._state, look_again)

    def _apply(self, event: events.ApplicationEvent, now: datetime) -> Application:
        return APPLICATION.apply(self._state, event, now)

    arrive = _on.update(events.Arrive, "The form has arrived, or has been put right.")
    invite = _on.update(events.Invite, "The programme invites this person to apply.")
    take_up = _on.update(events.TakeUp, "Who was carried over takes up the place that is offered.")
    confirm = _on.update(events.Confirm, "A condition has been met, or will not be.")
    ask_to_talk = _on.update(events.AskToTalk, "The line manager would like to talk before they answer.")
    sign_up = _on.update(events.SignUp, "The person will come to a sitting of a gathering, or to none.")
    come = _on.update(events.Come, "Record that the person came to a gathering, or did not.")
    decline = _on.update(events.Decline, "The coordinator declines the application.")
    withdraw = _on.update(events.WithdrawApplication, "The person withdraws, for no stated reason.")

    reopen = _on.update(events.Reopen, "The coordinator takes up again what had come out of the running.")
    take_back = _on.update(TakeBack, "What was told by mistake is taken back.")

    placed = _on.signal(events.Placed, "The person has a partner.")
    freed = _on.signal(events.Freed, "A pairing of this person is over.")
    unmatched = _on.signal(events.Unmatched, "The matches have been approved, and there was no partner.")
    extend = _on.signal(events.ExtendDeadline, "The last moment for applications has moved.")
    close = _on.signal(events.Close, "The cohort is over.")
    offered_in_next_cohort = _on.signal(
        events.OfferedInNextCohort, "The next cohort has offered this person a place."
    )
    reschedule = _on.signal(Reschedule, "A gathering of the cohort moves to another time.")
    add_sitting = _on.signal(AddSitting, "A gathering of the cohort is held once more.")
    cancel_sittings = _on.signal(CancelSittings, "Dates of a gathering of the cohort are cancelled.")
    letter_failed = _on.signal(LetterFailed, "A letter was finally refused by the mail server.")
    address_changed = _on.signal(AddressChanged, "Letters go to another address of this person.")

    @workflow.query(description="How the application stands.")
    def snapshot(self) -> ApplicationSnapshot | None:
        return self._snapshot
