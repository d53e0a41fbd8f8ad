"""One plugin that client, worker, replayer and tests share: converter and sandbox."""

from dataclasses import replace

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.plugin import SimplePlugin
from temporalio.worker import WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from workflows.application import ApplicationWorkflow
from workflows.cohort import CohortWorkflow
from workflows.morning import MorningWorkflow
from workflows.pairing import PairingWorkflow

WORKFLOWS = (ApplicationWorkflow, PairingWorkflow, CohortWorkflow, MorningWorkflow)
"""Every kind of workflow there is, for workers and replayers."""

_OURS = ("domain", "workflows")
"""Passed through the sandbox: pure code, imported once instead of once a workflow."""


def tandem_plugin() -> SimplePlugin:
    return SimplePlugin(
        "tandem",
        data_converter=pydantic_data_converter,
        workflow_runner=_runner,
    )


def _runner(existing: WorkflowRunner | None) -> WorkflowRunner:
    runner = existing if isinstance(existing, SandboxedWorkflowRunner) else SandboxedWorkflowRunner()
    return replace(runner, restrictions=runner.restrictions.with_passthrough_modules(*_OURS))
