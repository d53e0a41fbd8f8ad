"""A duty: something that falls due at a moment, unless what happens first makes it needless.

Duties are never stored. They are worked out from the entity each time, so that what has
happened in between is always taken into account.
"""

from datetime import datetime

from domain.enums import Concern
from domain.letter.letter import Letter
from domain.value import Moment, Value


class ConcernDuty(Value):
    """From `at` on (and until `until`) it is on the coordinator's list for this concern."""

    concern: Concern
    at: Moment
    until: Moment | None = None

    def holds(self, now: datetime) -> bool:
        return self.at <= now and (self.until is None or now < self.until)


Duty = Letter | ConcernDuty
