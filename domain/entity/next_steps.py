"""What a coordinator can do where Tandem itself only waits.

`tandem today`, the digest and the Web UI all suggest what stands here.
"""

from collections.abc import Iterable

from domain.enums import BOTH, Concern, Role
from domain.suggestion import Suggestion, suggest

AT = ("--at", "YYYY-MM-DD HH:MM")


def about_pairing(concern: Concern, cohort: str, pairing: str) -> Suggestion:
    """What helps with this concern; where nothing better does, looking at the pairing."""
    match concern:
        case Concern.NOT_ACCEPTED:
            return suggest("pairing accept", pairing, "both")
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
        case Concern.MANAGER_SILENT:
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
