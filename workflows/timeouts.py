"""How patiently workflows wait for what they ask of activities."""

from datetime import timedelta

from temporalio.common import RetryPolicy

RECORD_TIMEOUT = timedelta(seconds=30)
"""A record is a transaction of milliseconds; a store that hangs is left to answer for so long."""
RECORD_HEARTBEAT = timedelta(seconds=2)
"""The worker that records says several times as often that it is at it: one that was lost is noticed then."""
RETRY_RECORD = RetryPolicy(
    initial_interval=timedelta(seconds=0.5),
    backoff_coefficient=1.2,
    maximum_interval=timedelta(minutes=1),
    non_retryable_error_types=["Conflict"],
)
"""Each wait is about a fifth of the time since the first try: a store that comes back is soon noticed."""
RETRY_FOREVER = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
DRAFT_TIMEOUT = timedelta(minutes=5)
RETRY_TEN_TIMES = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    maximum_interval=timedelta(minutes=1),
    maximum_attempts=10,
    non_retryable_error_types=["Refused", "BadInput"],
)
"""For what the coordinator can do instead."""
BROADCAST_TIMEOUT = timedelta(hours=1)
BROADCAST_HEARTBEAT = timedelta(seconds=30)
WORKFLOW_TASK_TIMEOUT = timedelta(seconds=5)
"""How long a worker may have a workflow in hand before another is asked: what takes over from one that was
killed at work waits as long. Workflows keep what they began with. A record is no part of it. Why not more,
and why not less: docs/decisions/0011."""
