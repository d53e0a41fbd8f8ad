"""The yardstick: a workflow with the same updates, timers, activities and search attributes, written by hand.

It decides nothing: what Tandem's pairing works out at each step stands in its script.
"""

from datetime import UTC, datetime, timedelta

from temporalio import activity, workflow
from temporalio.client import Client

from tests.bench.script import Script
from workflows.names import NEXT_DUE

RECORDING = timedelta(seconds=30)


@workflow.defn
class BareWorkflow:
    def __init__(self) -> None:
        self._told = 0
        self._recorded = 0
        self._answer = ""

    @workflow.run
    async def run(self, script: Script) -> str:
        self._answer = script.answer
        for step in script.steps:
            told = self._told
            for record in step.records:
                if record.shows:
                    _show(step.until)
                await workflow.execute_activity(
                    "bare-record", args=["x" * record.size, record.letters], start_to_close_timeout=RECORDING
                )
            if step.shows:
                _show(step.until)
            self._recorded = told
            if step.until:
                await self._wait(step.until)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return "completed"

    async def _wait(self, until: float) -> None:
        try:
            await workflow.wait_condition(
                lambda: self._told > self._recorded, timeout=max(until - workflow.time(), 0)
            )
        except TimeoutError:
            return

    @workflow.update
    async def update(self, event: str) -> str:
        self._told += 1
        told = self._told
        await workflow.wait_condition(lambda: self._recorded >= told)
        return self._answer

    @update.validator
    def check(self, event: str) -> None:
        assert event


def _show(until: float | None) -> None:
    moment = datetime.fromtimestamp(until, UTC) if until else None
    workflow.upsert_search_attributes([NEXT_DUE.value_set(moment) if moment else NEXT_DUE.value_unset()])


class BareRecords:
    """Records that keep nothing. Each letter is a standalone activity, as Tandem's are."""

    def __init__(self, client: Client, mail_queue: str) -> None:
        self._client = client
        self._mail_queue = mail_queue

    @activity.defn(name="bare-record")
    async def record(self, entry: str, letters: int) -> None:
        info = activity.info()
        for number in range(letters):
            letter = f"{info.workflow_id}-{info.activity_id}-{number}"
            await self._client.start_activity(
                "bare-deliver",
                letter,
                id=letter,
                task_queue=self._mail_queue,
                start_to_close_timeout=timedelta(minutes=1),
            )


@activity.defn(name="bare-deliver")
async def deliver(letter: str) -> None:
    return
