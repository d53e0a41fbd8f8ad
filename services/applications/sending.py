"""Applications that have been brought in are sent on their way, and waited for."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from domain.entity.entity import EntityKind
from domain.errors import Unreachable
from services.context import Context
from services.polling import until_begun
from storage import applications

_MANY = 100
_NONE_TAKEN = 10.0
"""Seconds without one begun after which we no longer watch; they go on without us."""
_KEPT = "The applications are kept. A worker sends them on their way once the server is back."

Progress = Callable[[int, int], None]
"""Called with how many have been sent, of how many, when there are more to come."""


class Sent(NamedTuple):
    refused: Sequence[str]
    """A sentence for each that would not be told."""
    not_begun: int
    """So many no worker has taken up yet."""


async def send_applications(context: Context, cohort: str, ids: Sequence[str], progress: Progress) -> Sent:
    """Tell these applications what has been written for them, now or by an earlier try, and wait until a
    worker has taken them up, or none seems to be there. Raises Unreachable if the server is away: they are
    kept all the same."""
    from temporalio.service import RPCError

    new = set(ids) & _not_begun(context, cohort)
    try:
        refused = await _send_all(context, ids, progress)
    except Unreachable as away:
        raise Unreachable(f"{away}\n{_KEPT}") from None
    except RPCError as problem:
        raise Unreachable(f"The Temporal server was lost: {problem.message}\n{_KEPT}") from None
    return Sent(refused, await until_begun(lambda: len(new & _not_begun(context, cohort)), _NONE_TAKEN))


async def _send_all(context: Context, ids: Sequence[str], progress: Progress) -> list[str]:
    relay, refused = await context.relay(), list[str]()
    for first in range(0, len(ids), _MANY):
        some = [EntityKind.APPLICATION.workflow_id(one) for one in ids[first : first + _MANY]]
        for answer in await relay.tell_all(some):
            if answer.refusal:
                refused.append(f"{answer.message.workflow_id[1]}: {answer.refusal}")
        if len(ids) > first + _MANY:
            progress(first + _MANY, len(ids))
    return refused


def _not_begun(context: Context, cohort: str) -> set[str]:
    with context.store() as session:
        return applications.not_begun(session, cohort)
