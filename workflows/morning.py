"""A cohort's working morning, begun by its schedule."""

from temporalio import workflow

from workflows.names import DIGEST
from workflows.patience import RECORDING, UNTIL_IT_WORKS


@workflow.defn(name="Morning")
class MorningWorkflow:
    """Tells the coordinator what waits, if anything does."""

    @workflow.run
    async def run(self, cohort: str) -> str | None:
        letter: str | None = await workflow.execute_activity(
            DIGEST,
            cohort,
            summary="Write to the coordinator, if anything waits",
            start_to_close_timeout=RECORDING,
            retry_policy=UNTIL_IT_WORKS,
        )
        return letter
