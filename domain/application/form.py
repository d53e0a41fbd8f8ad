"""The form of an application: what somebody says about themselves, and what they wish for.

Whatever a person need not share may be left out; matching works without any of it.
"""

from enum import StrEnum

from pydantic import Field

from domain.enums import Arrangement, Role
from domain.value import Value


class ApplicationField(StrEnum):
    """The fields that a column of an applications file can fill."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    ROLE = "role"
    ARRANGEMENT = "arrangement"
    CAPACITY = "capacity"
    GRADE = "grade"
    EMPLOYER = "employer"
    DEPARTMENT = "department"
    SITE = "site"
    PROFESSION = "profession"
    MANAGER_EMAIL = "manager_email"
    GOALS = "goals"
    OFFERS = "offers"
    AVAILABILITY = "availability"
    TIMEZONE = "timezone"
    BACKGROUND = "background"
    BACKGROUND_WISH = "background_wish"
    BACKGROUND_ASKED = "background_asked"
    CONFLICTS = "conflicts"
    WISHES = "wishes"
    RECEIVED = "received"
    """When the form was sent: no answer, but the form's own time."""
    IGNORED = "ignored"
    """A column that the programme does not want to keep."""


IDENTITY = (
    ApplicationField.NAME,
    ApplicationField.FIRST_NAME,
    ApplicationField.LAST_NAME,
    ApplicationField.EMAIL,
    ApplicationField.ROLE,
)
"""Whose application it is, and in which role: this is never amended."""


class ArrangementWish(StrEnum):
    REVERSE = "reverse"
    RECIPROCAL = "reciprocal"
    COMBINED = "combined"
    EITHER = "either"

    def together(self, other: "ArrangementWish") -> Arrangement | None:
        """The arrangement in which these two wishes meet; None if they do not. Two that are open to
        any become partners who are both mentor and mentee."""
        wishes = {self, other} - {ArrangementWish.EITHER}
        if len(wishes) == 2:
            return None
        return Arrangement(wishes.pop().value) if wishes else Arrangement.RECIPROCAL


class BackgroundWish(StrEnum):
    NONE = "none"
    SIMILAR = "similar"
    DIFFERENT = "different"


class ApplicationForm(Value):
    """One person's application in one role.

    `goals`, `offers`, `availability` and `background` are lists of the words of the form, compared
    without regard to case. `background` is only what the person chose to share.
    """

    name: str
    email: str
    role: Role
    arrangement: ArrangementWish = ArrangementWish.EITHER
    capacity: int = Field(default=1, ge=1, le=20)
    """How many partners this person can take."""
    grade: str | None = None
    employer: str | None = None
    department: str | None = None
    site: str | None = None
    profession: str | None = None
    manager_email: str | None = None
    timezone: str | None = None
    """Theirs, as `Europe/London`; None where it is the programme's."""
    goals: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    availability: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    background_wish: BackgroundWish = BackgroundWish.NONE
    background_asked: tuple[str, ...] = ()
    """Which backgrounds the wish is about; empty means any that the person shared."""
    conflicts: tuple[str, ...] = ()
    """The email addresses of people this person must not be paired with."""
    wishes: tuple[str, ...] = ()
    """Whom this person would like as a partner, by name or email address, the first choice first."""
