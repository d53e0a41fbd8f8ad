"""One pairing from its introduction to its thanks, as a durable workflow."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from temporalio import workflow

from domain import suggestion
from domain.entity.engine import Due
from domain.entity.entity import TakeBack
from domain.enums import Concern, Stage
from domain.errors import Refused
from domain.pairing import due as of_pairing
from domain.pairing import events
from domain.pairing.due import PairingEntry, PairingSnapshot, due, snapshot
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing
from domain.pairing.start import PairingStart, begin
from domain.suggestion import Suggestion
from workflows.entity import EntityWorkflow
from workflows.handlers import Handlers
from workflows.names import RECORD
from workflows.visibility import Presenter, log_not_applied

_on = Handlers[PairingSnapshot, events.PairingEvent](PairingSnapshot)


class PairingPresenter(Presenter[Pairing]):
    def reason(self, entity: Pairing) -> StrEnum | None:
        return entity.end_reason

    def paused(self, entity: Pairing) -> datetime | None:
        return entity.paused

    def paused_until(self, entity: Pairing) -> datetime | None:
        return entity.paused_until

    def so_far(self, entity: Pairing, zone: ZoneInfo) -> Iterator[str]:
        yield f"Sessions held: {len(entity.held)} of {entity.rules.sessions.minimum}"
        yield from super().so_far(entity, zone)

    def about(self, entity: Pairing, concern: Concern, cohort: str) -> Suggestion:
        return suggestion.about_pairing(concern, cohort, entity.id)

    def unblocking(self, entity: Pairing, cohort: str) -> tuple[Suggestion, ...]:
        return of_pairing.unblocking(entity, cohort)


def _begun(start: PairingStart, now: datetime) -> Pairing:
    """One that is to be reopened stays over where that is no longer possible: a day has gone by since it was
    told, or the rules are others."""
    try:
        return begin(start, now)
    except Refused as refusal:
        assert start.initial_state
        assert start.reopened_by
        log_not_applied(start.reopened_by.kind, str(refusal))
        return start.initial_state


@workflow.defn(name="Pairing")
class PairingWorkflow(EntityWorkflow[Pairing, PairingSnapshot, events.PairingEvent]):
    """Two partners from their introduction to their thanks."""

    recorded_by = RECORD
    presenter = PairingPresenter()

    @workflow.init
    def __init__(self, start: PairingStart) -> None:
        self._cohort = start.cohort
        pairing = _begun(start, workflow.now())
        self._begin(pairing, pairing is start.initial_state)

    @workflow.run
    async def run(self, start: PairingStart) -> Stage:
        await self._run()
        return self._state.stage

    def _should_continue(self, look_again: datetime | None) -> bool:
        return super()._should_continue(look_again) or look_again is not None

    def _due(self, now: datetime) -> Due[Pairing, PairingEntry]:
        return due(self._state, now)

    def _snapshot_at(self, look_again: datetime | None) -> PairingSnapshot:
        return snapshot(self._state, look_again)

    def _apply(self, event: events.PairingEvent, now: datetime) -> Pairing:
        return PAIRING.apply(self._state, event, now)

    accept = _on.update(events.Accept, "A partner accepts the pairing.")
    attend = _on.update(events.Attend, "Record who attended a gathering, or who missed it.")
    choose_sitting = _on.update(events.ChooseSitting, "Partners come to another date of a gathering.")
    cannot_come = _on.update(events.CannotCome, "A partner can come to no date of a gathering.")
    waive = _on.update(events.Waive, "Excuse partners from a gathering.")
    book_session = _on.update(events.BookSession, "The pair has agreed when to meet.")
    propose_times = _on.update(events.ProposeTimes, "A partner proposes times for the next session.")
    move_session = _on.update(events.MoveSession, "A booked session moves to another time.")
    cancel_session = _on.update(events.CancelSession, "A booked session will not take place.")
    log_session = _on.update(events.LogSession, "A session took place, or a booked one did not.")
    review = _on.update(events.Review, "A partner says at the mid-way review how to go on.")
    answer = _on.update(events.Answer, "A partner has answered the evaluation.")
    pause = _on.update(events.Pause, "The pair pauses, until a day if one is given; deadlines wait.")
    extend_sessions = _on.update(events.ExtendSessions, "This pair has time for its sessions until then.")
    change_arrangement = _on.update(events.ChangeArrangement, "The pair goes on in another arrangement.")
    propose_arrangement = _on.update(
        events.ProposeArrangement, "A partner proposes another arrangement, or agrees to it."
    )
    resume = _on.update(events.Resume, "The pair goes on after a pause.")
    withdraw = _on.update(events.Withdraw, "A partner leaves, for no stated reason.")
    end = _on.update(events.End, "The coordinator ends the pairing.")
    take_back = _on.update(TakeBack, "What was told by mistake is taken back.")

    reschedule = _on.signal(events.Reschedule, "A gathering of the cohort moves to another time.")
    add_sitting = _on.signal(events.AddSitting, "A gathering of the cohort is held once more.")
    cancel_sittings = _on.signal(events.CancelSittings, "Dates of a gathering of the cohort are cancelled.")
    letter_failed = _on.signal(events.LetterFailed, "A letter was finally refused by the mail server.")
    address_changed = _on.signal(events.AddressChanged, "Letters go to another address of a partner.")

    @workflow.query(description="How the pairing stands.")
    def snapshot(self) -> PairingSnapshot | None:
        return self._snapshot
