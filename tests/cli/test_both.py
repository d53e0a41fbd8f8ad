"""News about both partners is two updates: the second is told though the first has not been answered."""

from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.worker import Worker

from activities.records import Records
from domain.entity.entity import EntityKind
from domain.enums import Stage
from domain.pairing.events import End
from tests.cli.conftest import Tandem
from tests.world import World, eventually, start_of, written_down
from workflows.pairing import PairingWorkflow

pytestmark = [pytest.mark.server, pytest.mark.slow]


async def test_both_are_heard_though_nobody_has_answered_in_time(
    tandem: Tandem, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pairing,), queue = written_down(world.database), f"nobodys-{uuid4().hex[:8]}"
    start = start_of(pairing)
    await world.client.start_workflow(
        PairingWorkflow.run, start, id=EntityKind.PAIRING.workflow_id(pairing), task_queue=queue
    )

    with monkeypatch.context() as impatient:
        impatient.setattr("temporal.client._PATIENCE", timedelta(seconds=1))
        done = await tandem("pairing", "accept", pairing, "both")
    assert done.code == 3
    assert "No worker has taken this up" in done.err

    records = Records(world.database, world.client, "tandem@localhost.example")
    async with Worker(
        world.client, task_queue=queue, workflows=[PairingWorkflow], activities=records.activities
    ):
        await eventually(lambda: world.pairing(pairing).stage is Stage.INDUCTION)
        await world.pairings.update(pairing, End())  # nobody works there afterwards
