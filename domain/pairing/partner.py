"""What one of the two partners has done in a pairing: accepted, attended, chosen, reviewed, answered."""

from datetime import datetime

from pydantic import Field

from domain.enums import Attendance, ReviewChoice, Wave
from domain.programme.rules import Gathering, Seat, Sitting
from domain.value import Moment, Value


class AttendanceRecord(Value):
    gathering: str
    attendance: Attendance
    sitting: str | None
    at: Moment
    outcome: int = 0
    """The number of the outcome that was recorded for it; 0: it is from a pairing before this one."""


class Absence(Value):
    """A partner has said that they cannot come to a gathering."""

    gathering: str
    sitting: str
    """Where they were expected then. Another date since is another question."""
    at: Moment


class Partner(Value):
    """What one of the two has done in this pairing. Who it is stands in the store only."""

    accepted: Moment | None = None
    attendance: tuple[AttendanceRecord, ...] = ()
    seats: tuple[Seat, ...] = ()
    """Where this partner comes to another sitting than the first that there is."""
    absences: tuple[Absence, ...] = ()
    review: ReviewChoice | None = None
    reviewed: Moment | None = None
    answers: dict[Wave, Moment] = Field(default_factory=dict)
    """When they answered the questions of which wave."""
    letter_failed: Moment | None = None

    @property
    def answered(self) -> datetime | None:
        """When they answered the evaluation."""
        return self.answers.get(Wave.END)

    def record_of(self, gathering: Gathering) -> AttendanceRecord | None:
        """The latest record for this gathering."""
        records = [r for r in self.attendance if r.gathering == gathering.key]
        return records[-1] if records else None

    def has_settled(self, gathering: Gathering) -> bool:
        """Whether this partner has attended the gathering or was excused from it."""
        return any(r.attendance.settles for r in self.attendance if r.gathering == gathering.key)

    def has_record_of(self, gathering: Gathering, sitting: str | None) -> bool:
        """Whether it has been recorded of this sitting that the partner came, or did not."""
        return any((r.gathering, r.sitting) == (gathering.key, sitting) for r in self.attendance)

    def seat_at(self, gathering: Gathering) -> Sitting | None:
        """The sitting that this partner has chosen; None where none has been, or it was cancelled since."""
        chosen = {seat.sitting for seat in self.seats if seat.gathering == gathering.key}
        return next((sitting for sitting in gathering.sittings if sitting.key in chosen), None)

    def cannot_come(self, gathering: Gathering, sitting: Sitting | None) -> datetime | None:
        """When this partner said so: of where they are expected, or of every time there is to choose from.
        None: they have not."""
        if sitting is None and not gathering.one_to_one:
            return None
        said = (a for a in self.absences if a.gathering == gathering.key)
        return next((a.at for a in said if sitting is None or a.sitting == sitting.key), None)

    def missed(self, gathering: Gathering, sitting: Sitting) -> bool:
        """A record from before it was moved to a later date is not about the sitting as it is now."""
        return any(
            (r.gathering, r.sitting) == (gathering.key, sitting.key) and r.at >= sitting.starts
            for r in self.attendance
        )
