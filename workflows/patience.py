"""How patiently workflows wait for what they ask of activities."""

from datetime import timedelta

from temporalio.common import RetryPolicy

RECORDING = timedelta(seconds=30)
"""A record is a transaction of milliseconds; a store that hangs is left to answer for so long."""
LOST_RECORD = timedelta(seconds=2)
"""The worker that records says several times as often that it is at it: one that was lost is noticed then."""
UNTIL_RECORDED = RetryPolicy(
    initial_interval=timedelta(seconds=0.5),
    backoff_coefficient=1.2,
    maximum_interval=timedelta(minutes=1),
    non_retryable_error_types=["Conflict"],
)
"""Each wait is about a fifth of the time since the first try: a store that comes back is soon noticed."""
UNTIL_IT_WORKS = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
DRAFTING = timedelta(minutes=5)
A_FEW_TIMES = RetryPolicy(
    initial_interval=timedelta(seconds=1),
    maximum_interval=timedelta(minutes=1),
    maximum_attempts=10,
    non_retryable_error_types=["Refused", "BadInput"],
)
"""For what the coordinator can do instead."""
TELLING_EVERYBODY = timedelta(hours=1)
SIGN_OF_LIFE = timedelta(seconds=30)
A_TASK = timedelta(seconds=5)
"""How long a worker may have a life in hand before another is asked: what takes over from one that was
killed at work waits as long. Lives keep what they began with. A record is no part of it. Why not more, and
why not less: docs/decisions/0011."""
