"""A cohort's working morning, begun by its schedule."""

from temporalio import workflow

from domain.suggestion import suggest
from workflows.names import DIGEST
from workflows.timeouts import RECORD_TIMEOUT, RETRY_FOREVER


@workflow.defn(name="Morning")
class DigestWorkflow:
    """Tells the coordinator what waits, if anything does."""

    @workflow.run
    async def run(self, cohort: str) -> str | None:
        asks = f"What waits in it now: `{suggest('today', cohort).words}`"
        workflow.set_current_details(
            f"Looks whether anything waits in cohort `{cohort}`, and writes to its coordinator.\n\n{asks}"
        )
        letter: str | None = await workflow.execute_activity(
            DIGEST,
            cohort,
            summary="Write to the coordinator, if anything waits",
            start_to_close_timeout=RECORD_TIMEOUT,
            retry_policy=RETRY_FOREVER,
        )
        found = (
            f"Has written: `{suggest('mail show', letter).words}`"
            if letter
            else "Nothing waited; nobody was written to."
        )
        workflow.set_current_details(f"{found}\n\n{asks}")
        return letter
