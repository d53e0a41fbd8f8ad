"""Where a worker of the lab may end itself: before and after each commit and the handing over of a letter."""

from enum import StrEnum

CRASHED = 100
"""The exit code of the first point; that of each other follows in their order."""


class CrashPoint(StrEnum):
    BEFORE_RECORD = "before the commit of record"
    AFTER_RECORD = "after the commit of record"
    BEFORE_CLAIM = "before the commit of claim"
    AFTER_CLAIM = "after the commit of claim"
    BEFORE_HANDING_OVER = "before the commit of handing_over"
    AFTER_HANDING_OVER = "after the commit of handing_over"
    BEFORE_DATA = "before DATA"
    AFTER_DATA = "after DATA"
    """The mail server has taken the letter and its answer has been read."""
    BEFORE_SENT = "before the commit of sent"
    AFTER_SENT = "after the commit of sent"

    @property
    def exit_code(self) -> int:
        return CRASHED + list(CrashPoint).index(self)
