"""The yardstick: a workflow that does as many updates, timers, records and letters, and nothing else."""

from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client

from domain.entry import Entry
from workflows.names import RECORD

BARE_QUEUE = "bare"
BARE_MAIL_QUEUE = "bare-mail"
PAIRING_ONLY_QUEUE = "pairing-only"


@workflow.defn
class BareWorkflow:
    """Every step is a timer that fires or an update that comes, followed by one local activity, which
    starts so many standalone activities."""

    def __init__(self) -> None:
        self._steps = 0
        self._done = 0
        self._over = False

    @workflow.run
    async def run(self, letters: list[int]) -> int:
        while not (self._over and self._done == self._steps):
            if self._done < self._steps:
                count = letters[self._done % len(letters)]
                await workflow.execute_local_activity(
                    "bare-record", count, schedule_to_close_timeout=timedelta(seconds=5)
                )
                self._done += 1
            else:
                await self._wait()
        return self._steps

    async def _wait(self) -> None:
        try:
            await workflow.wait_condition(lambda: self._steps > self._done, timeout=timedelta(days=10))
        except TimeoutError:
            self._steps += 1

    @workflow.update
    async def step(self, over: bool) -> int:
        self._steps += 1
        self._over = over
        mine = self._steps
        await workflow.wait_condition(lambda: self._done >= mine)
        return mine


class BareRecords:
    def __init__(self, client: Client) -> None:
        self._client = client

    @activity.defn(name="bare-record")
    async def record(self, letters: int) -> None:
        await self._deliver(letters)

    @activity.defn(name=RECORD)
    async def record_entry(self, entry: Entry) -> None:
        """For Tandem's own workflow: takes its entry, and does as little with it."""
        await self._deliver(len(entry.letters))

    async def _deliver(self, letters: int) -> None:
        info = activity.info()
        for number in range(letters):
            await self._client.start_activity(
                "bare-deliver",
                id=f"{info.workflow_id}-{info.activity_id}-{number}",
                task_queue=BARE_MAIL_QUEUE,
                start_to_close_timeout=timedelta(minutes=1),
            )


@activity.defn(name="bare-deliver")
async def deliver() -> None:
    return
