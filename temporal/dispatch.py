"""Handing letters over for delivery: each is an activity of its own on the mail queue.

It belongs to no workflow, so that a pairing never waits for a mail server and its history stays
short. Its id is the letter's, so that handing over twice delivers once.
"""

from collections.abc import Iterable
from datetime import timedelta

from temporalio.client import Client
from temporalio.common import ActivityIDConflictPolicy, Priority, RetryPolicy
from temporalio.service import RPCError, RPCStatusCode

from domain.letter.kinds import QueuedLetter
from workflows.names import DELIVER, MAIL_QUEUE, delivery_of

_LONGEST_DELIVERY = timedelta(minutes=30)
_SIGN_OF_LIFE = timedelta(seconds=10)
"""A worker that was lost is noticed after this, and another takes over."""
_IF_THE_STORE_IS_AWAY = RetryPolicy(
    initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1)
)


async def recall(client: Client, letter: str) -> None:
    """Take back a letter that waits for its next try; nothing happens if none does."""
    try:
        await client.get_activity_handle(delivery_of(letter)).terminate(reason="asked for anew")
    except RPCError as problem:
        if problem.status not in (RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION):
            raise


async def dispatch(client: Client, letters: Iterable[QueuedLetter]) -> None:
    """Have these letters delivered; those that are on their way already stay on it. Where many wait, the
    urgent go first, and cohorts take turns."""
    for letter in letters:
        await client.start_activity(
            DELIVER,
            letter.id,
            id=delivery_of(letter.id),
            task_queue=MAIL_QUEUE,
            start_to_close_timeout=_LONGEST_DELIVERY,
            heartbeat_timeout=_SIGN_OF_LIFE,
            retry_policy=_IF_THE_STORE_IS_AWAY,
            id_conflict_policy=ActivityIDConflictPolicy.USE_EXISTING,
            priority=Priority(priority_key=letter.urgency, fairness_key=letter.cohort),
            summary="Deliver one letter",
        )
