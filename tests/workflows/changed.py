"""Pairings as a next version of the code might have them: a chaser on the day after the introduction,
which falls before what living pairings have already recorded. Once as it must not be done, once as
docs/operations/deploying.md says: the worked example of a patch, as long as the code has none."""

from datetime import datetime

from temporalio import workflow
from temporalio.worker import PatchActivationInput

from domain.entity.engine import Due
from domain.enums import Stage
from domain.pairing.due import PairingEntry, due
from domain.pairing.pairing import Pairing
from domain.pairing.start import PairingStart
from workflows.pairing import PairingWorkflow

CHASED_AT_ONCE = "pairing-is-chased-at-once"
"""The patch since which a partner who has not accepted is chased on the day after."""


def knows_but_does_not_use(patch: PatchActivationInput) -> bool:
    """Whether a life that comes to this patch for the first time goes the new way: not in the release before
    the one that uses it."""
    return patch.patch_id != CHASED_AT_ONCE


def chased(pairing: Pairing, *days: int) -> Pairing:
    """The same pairing if whoever has not accepted were chased so many days after the introduction."""
    patience = pairing.rules.patience.replace(accept_chasers=days)
    return pairing.replace(rules=pairing.rules.replace(patience=patience))


@workflow.defn(name="Pairing")
class Careless(PairingWorkflow):
    """The new way for everybody."""

    @workflow.init
    def __init__(self, start: PairingStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: PairingStart) -> Stage:
        return await super().run(start)

    def _due(self, now: datetime) -> Due[Pairing, PairingEntry]:
        return due(chased(self._state, 1, 5, 12), now)


@workflow.defn(name="Pairing")
class Careful(PairingWorkflow):
    """The new way for pairings that begin from now on."""

    @workflow.init
    def __init__(self, start: PairingStart) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: PairingStart) -> Stage:
        return await super().run(start)

    def _due(self, now: datetime) -> Due[Pairing, PairingEntry]:
        if workflow.patched(CHASED_AT_ONCE):
            return due(chased(self._state, 1, 5, 12), now)
        return due(self._state, now)
