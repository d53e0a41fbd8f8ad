"""Replaying the open histories of the server, to see which workflows would stand still under this code."""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from temporalio import workflow
from temporalio.client import Client, WorkflowHistory
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Replayer, WorkflowReplayResult

from domain.errors import NotFound, Unreachable
from temporal.plugin import WORKFLOWS, tandem_plugin
from workflows.names import COHORT

_NAMED = 20
"""So many that would stand still are named; the others are counted."""
_WATCHED_EVERY = 100
_MESSAGE = re.compile(r'message: "([^"]+)"')
_LONGEST = 200


@dataclass
class Replayed:
    open: int
    """So many workflows are open."""
    wanted: int
    """So many of them are to be replayed."""
    workflows: int = 0
    """So many have been."""
    stand_still: int = 0
    named: list[tuple[str, str]] = field(default_factory=list)
    """Workflow ids, with the reason, of the first of those that would stand still."""

    def note(self, result: WorkflowReplayResult) -> None:
        self.workflows += 1
        if result.replay_failure is None:
            return
        self.stand_still += 1
        if len(self.named) < _NAMED:
            self.named.append((result.history.workflow_id, _reason(result.replay_failure)))


Watch = Callable[[Replayed], None]


async def replay(client: Client, cohort: str | None, most: int | None, watch: Watch) -> Replayed:
    """Of all cohorts if `cohort` is None; `most`: no more than so many, spread evenly over all. `watch` is
    called before the first, and every now and then. Raises NotFound if nothing of the cohort is open,
    Unreachable if the server does not answer."""
    try:
        replayed = await _replay(client, _query(cohort), most, watch)
    except RPCError as problem:
        how = "does not answer" if problem.status is RPCStatusCode.UNAVAILABLE else "answers"
        raise Unreachable(f"The Temporal server {how}: {problem.message}") from None
    if cohort and not replayed.workflows:
        raise NotFound(f"The server has no open workflow of cohort {cohort}.")
    return replayed


async def _replay(client: Client, query: str, most: int | None, watch: Watch) -> Replayed:
    """One history after the other, so that no more than one is held in memory."""
    total = (await client.count_workflows(query)).count
    replayed = Replayed(total, min(total, most or total))
    watch(replayed)
    plugin = tandem_plugin(client.data_converter.payload_codec, plain_failures=True)
    replayer = Replayer(workflows=WORKFLOWS, plugins=[plugin])
    histories = _histories(client, query, total, replayed.wanted)
    async with replayer.workflow_replay_iterator(histories) as results:
        async for result in results:
            replayed.note(result)
            if replayed.workflows % _WATCHED_EVERY == 0:
                watch(replayed)
    return replayed


async def _histories(client: Client, query: str, total: int, wanted: int) -> AsyncIterator[WorkflowHistory]:
    """Of the workflows that are open, or of so many of them, spread evenly over all; one that the server has
    forgotten meanwhile is passed over."""
    number = 0
    async for found in client.list_workflows(query):
        number += 1
        if _is_chosen(number, total, wanted):
            try:
                yield await client.get_workflow_handle(found.id, run_id=found.run_id).fetch_history()
            except RPCError as problem:
                if problem.status is not RPCStatusCode.NOT_FOUND:
                    raise


def _is_chosen(number: int, total: int, wanted: int) -> bool:
    """Whether this one is among the wanted ones of all, the first being number 1; who has begun since they
    were counted is one more."""
    return wanted >= total or number * wanted // total > (number - 1) * wanted // total


def _query(cohort: str | None) -> str:
    kinds = ", ".join(f"'{workflow._Definition.must_from_class(kind).name}'" for kind in WORKFLOWS)
    query = f"ExecutionStatus = 'Running' AND WorkflowType IN ({kinds})"
    if cohort is None:
        return query
    quoted = cohort.replace("'", "''")
    return f"{query} AND {COHORT.name} = '{quoted}'"


def _reason(failure: Exception) -> str:
    """The sentence within what the SDK says, on one line."""
    said = _MESSAGE.search(str(failure))
    return (said[1] if said else str(failure).partition("\n")[0])[:_LONGEST]
