"""One plugin that client, worker, replayer and tests share: the sandbox, and how values travel, as JSON
that is read back by their types.
"""

from dataclasses import replace

from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import CompositePayloadConverter, DataConverter
from temporalio.plugin import SimplePlugin
from temporalio.worker import WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from workflows.application import ApplicationWorkflow
from workflows.cohort import CohortWorkflow
from workflows.digest import DigestWorkflow
from workflows.pairing import PairingWorkflow

WORKFLOWS = (ApplicationWorkflow, PairingWorkflow, CohortWorkflow, DigestWorkflow)
"""Every kind of workflow there is, for workers and replayers."""

_PASSED_THROUGH = ("domain", "workflows", "structlog")
"""Passed through the sandbox: ours is pure code, imported once instead of once a workflow. What workflows
log never touches what they decide, and is dropped while they replay (ops/logging.py)."""


def tandem_plugin() -> SimplePlugin:
    return SimplePlugin(
        "tandem",
        data_converter=DATA_CONVERTER,
        workflow_runner=_runner,
    )


def _runner(existing: WorkflowRunner | None) -> WorkflowRunner:
    """The sandbox as we want it; whoever has chosen another runner knows why."""
    runner = existing or SandboxedWorkflowRunner()
    if not isinstance(runner, SandboxedWorkflowRunner):
        return runner
    return replace(runner, restrictions=runner.restrictions.with_passthrough_modules(*_PASSED_THROUGH))


_CONVERTERS = tuple(PydanticPayloadConverter().converters.values())


class _Converter(CompositePayloadConverter):
    """The SDK makes a converter anew for each task of each workflow; what they have learned of our types is
    shared by all."""

    def __init__(self) -> None:
        super().__init__(*_CONVERTERS)


DATA_CONVERTER = DataConverter(payload_converter_class=_Converter)
