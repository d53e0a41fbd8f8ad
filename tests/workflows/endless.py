"""A pairing as a mistake in the rules might have it: there is always one more thing to record."""

from datetime import datetime

from temporalio import workflow

from domain.entity.engine import Due
from domain.entity.outcomes import OutcomeKind
from domain.enums import Stage
from domain.pairing.due import PairingEntry, due
from domain.pairing.pairing import Pairing
from domain.pairing.start import PairingStart
from workflows.pairing import PairingWorkflow


@workflow.defn(name="Pairing")
class Endless(PairingWorkflow):
    @workflow.init
    def __init__(self, start: PairingStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: PairingStart) -> Stage:
        return await super().run(start)

    def _due(self, now: datetime) -> Due[Pairing, PairingEntry]:
        return due(self._state.with_outcome(OutcomeKind.RESUMED, now), now)
