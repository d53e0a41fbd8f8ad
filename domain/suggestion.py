"""What a person can do next, as a value: the command line spells it as a command, a page as a button.

What helps with a concern stands here, too: `tandem today`, the digest and the Web UI all suggest the same.
"""

import shlex
from collections.abc import Iterable
from datetime import datetime

from domain.enums import BOTH, Concern, Role
from domain.value import Moment, Value


class Suggestion(Value):
    verb: str
    """What is done, and to what kind of thing: `pairing accept`."""
    arguments: tuple[str, ...] = ()
    """Capital letters stand for what only the person knows: `EMAIL`."""
    opens: Moment | None = None
    """It is refused before then, or would be too early; None: it may be done now."""

    @property
    def words(self) -> str:
        """The verb and its arguments, each in quotes where it needs them."""
        return f"{self.verb} {shlex.join(self.arguments)}".rstrip()

    def __str__(self) -> str:
        """As it stands within a sentence, from where whoever shows the sentence takes it."""
        return f"⟦{self.words}⟧"


def suggest(verb: str, *arguments: str, opens: datetime | None = None) -> Suggestion:
    return Suggestion(verb=verb, arguments=arguments, opens=opens)


AT = ("--at", "YYYY-MM-DD HH:MM")


def about_pairing(concern: Concern, cohort: str, pairing: str) -> Suggestion:
    """What helps with this concern; where nothing better does, looking at the pairing."""
    match concern:
        case Concern.NOT_ACCEPTED:
            return suggest("pairing accept", pairing, "both")
        case Concern.ATTENDANCE_UNRECORDED:
            return suggest("pairing attend", pairing, "GATHERING", "both")
        case Concern.TOO_FEW_SESSIONS:
            return suggest("pairing log", pairing, *AT)
        case Concern.LONG_PAUSE:
            return suggest("pairing resume", pairing)
        case Concern.LETTER_FAILED:
            return _letters(cohort)
    return suggest("pairing show", pairing)


def about_application(
    concern: Concern,
    cohort: str,
    application: str,
    email: str = "EMAIL",
    gatherings: Iterable[str] = (),
    missing: Iterable[str] = (),
) -> Suggestion:
    """`gatherings`: those for which there is a seat, the earliest first; `missing`: the fields that are not
    filled in. Who does not know the address leaves it out."""
    match concern:
        case Concern.INCOMPLETE:
            return amending(cohort, application, missing)
        case Concern.MANAGER_SILENT | Concern.MANAGER_ASKS:
            return suggest("application confirm", cohort, application, "manager")
        case Concern.NOT_INVITED:
            return suggest("application invite", cohort, email)
        case Concern.LETTER_FAILED:
            return _letters(cohort)
        case Concern.ATTENDANCE_UNRECORDED:
            for gathering in gatherings:
                return suggest("application attend", cohort, application, gathering)
    return suggest("application show", cohort, application)


def amending(cohort: str, application: str, fields: Iterable[str]) -> Suggestion:
    """Filling in these fields of an application, or some field."""
    answers = (word for field in tuple(fields) or ("FIELD",) for word in ("--set", f"{field}=VALUE"))
    return suggest("application amend", cohort, application, *answers)


def about_cohort(concern: Concern, cohort: str) -> Suggestion:
    match concern:
        case Concern.APPROVAL_WAITS:
            return suggest("match show", cohort)
        case Concern.LETTER_FAILED:
            return _letters(cohort)
    return suggest("cohort show", cohort)


def who(roles: Iterable[Role]) -> str:
    """One partner, or both, as an argument."""
    named = tuple(roles)
    return "both" if len(named) == len(BOTH) else named[0].value


def _letters(cohort: str) -> Suggestion:
    return suggest("mail list", "--cohort", cohort)
