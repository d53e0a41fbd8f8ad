"""One plugin that client, worker, replayer and tests share: converter and sandbox."""

from dataclasses import replace

from temporalio.plugin import SimplePlugin
from temporalio.worker import WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from temporal.converter import DATA_CONVERTER
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
