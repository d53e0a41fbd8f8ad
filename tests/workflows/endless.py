"""A pairing as a mistake in the rules might have it: there is always one more thing to record."""

from datetime import datetime

from temporalio import workflow

from domain.course import Due
from domain.due import due
from domain.entry import PairingEntry
from domain.outcomes import OutcomeKind
from domain.pairing import Pairing
from domain.words import Stage
from workflows.pairing import PairingWorkflow
from workflows.start import PairingStart


@workflow.defn(name="Pairing")
class Endless(PairingWorkflow):
    @workflow.init
    def __init__(self, start: PairingStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: PairingStart) -> Stage:
        return await super().run(start)

    def _due(self, now: datetime) -> Due[Pairing, PairingEntry]:
        return due(self._life.telling(OutcomeKind.RESUMED, now), now)
