"""What a coordinator can do where Tandem itself only waits: the commands, and from when on.

`tandem today`, the morning letter and the Web UI all tell the commands that stand here.
"""

from collections.abc import Iterable, Mapping

from domain.enums import BOTH, Concern, Role
from domain.value import Moment, Value


class Step(Value):
    command: str
    opens: Moment | None = None
    """It is refused before then, or would be too early; None: it may be given now."""


AT = "--at 'YYYY-MM-DD HH:MM'"
_LETTERS = "tandem mail list --cohort {cohort}"
_PAIRING: Mapping[Concern, str] = {
    Concern.NOT_ACCEPTED: "tandem pairing accept {id} both",
    Concern.TOO_FEW_SESSIONS: f"tandem pairing log {{id}} {AT}",
    Concern.LONG_PAUSE: "tandem pairing resume {id}",
    Concern.LETTER_FAILED: _LETTERS,
}
_APPLICATION: Mapping[Concern, str] = {
    Concern.MANAGER_SILENT: "tandem application confirm {cohort} {id} manager",
    Concern.NOT_INVITED: "tandem application invite {cohort} {email}",
    Concern.LETTER_FAILED: _LETTERS,
}
_COHORT: Mapping[Concern, str] = {
    Concern.APPROVAL_WAITS: "tandem match show {cohort}",
    Concern.LETTER_FAILED: _LETTERS,
}


def about_pairing(concern: Concern, cohort: str, pairing: str) -> str:
    """The command for this concern; where there is no better one, that which shows the pairing."""
    return _PAIRING.get(concern, "tandem pairing show {id}").format(cohort=cohort, id=pairing)


def about_application(
    concern: Concern,
    cohort: str,
    application: str,
    email: str = "EMAIL",
    gatherings: Iterable[str] = (),
    missing: Iterable[str] = (),
) -> str:
    """`gatherings`: those for which there is a place, the earliest first; `missing`: the fields that are not
    filled in. Who does not know the address leaves it out."""
    if concern is Concern.INCOMPLETE:
        return amending(cohort, application, missing)
    for gathering in gatherings:
        if concern is Concern.ATTENDANCE_UNRECORDED:
            return f"tandem application attend {cohort} {application} {gathering}"
    command = _APPLICATION.get(concern, "tandem application show {cohort} {id}")
    return command.format(cohort=cohort, id=application, email=email)


def amending(cohort: str, application: str, fields: Iterable[str]) -> str:
    """The command with which these fields of an application are filled in, or some field."""
    answers = " ".join(f"--set {field}=VALUE" for field in tuple(fields) or ("FIELD",))
    return f"tandem application amend {cohort} {application} {answers}"


def about_cohort(concern: Concern, cohort: str) -> str:
    return _COHORT.get(concern, "tandem cohort show {cohort}").format(cohort=cohort)


def who(roles: Iterable[Role]) -> str:
    """As commands name one partner, or both."""
    named = tuple(roles)
    return "both" if len(named) == len(BOTH) else named[0].value
