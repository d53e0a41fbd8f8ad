"""How patiently workflows wait for what they ask of activities."""

from datetime import timedelta

from temporalio.common import RetryPolicy

AT_ONCE = timedelta(seconds=5)
"""A record is a transaction of milliseconds; one that takes longer is asked for in the other way."""
ONCE = RetryPolicy(maximum_attempts=1)
RECORDING = timedelta(seconds=30)
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
A_TASK = timedelta(seconds=2)
"""How long a worker may have a life in hand before another is asked: what takes over from one that was
killed at work waits as long. Lives keep what they began with. Records may take longer; a worker that
waits for one says so in time. Why not more, and why not less: docs/decisions/0011."""
