"""What an application waits for, in plain words and without saying anything about the person."""

from domain.application.application import Application
from domain.application.rules import INVITATION, MANAGER
from domain.enums import ApplicationStage

_WHILE = {
    ApplicationStage.OFFERED: "the person to take up the place",
    ApplicationStage.INVITED: "the person to apply",
    ApplicationStage.IN_ORDER: "the matches to be approved",
    ApplicationStage.RESERVE: "a place to come free",
    ApplicationStage.PAIRED: "its pairing to come to its end",
}


def waiting(application: Application) -> str:
    """Continues the sentence "It waits for ..."."""
    if application.stage is ApplicationStage.INCOMPLETE:
        return f"the applicant to complete it ({_missing(application)})"
    if application.stage is ApplicationStage.CHECKING:
        return " and ".join(_condition(key) for key in application.outstanding)
    if application.is_open:
        return _WHILE[application.stage]
    if application.cohort_over:
        return "the next cohort; until then it can be taken off the list"
    return "the cohort to end; until then it can be taken up again"


def _missing(application: Application) -> str:
    return ", ".join(field.replace("_", " ") for field in application.missing) or "not arrived yet"


def _condition(key: str) -> str:
    named = {MANAGER: "the line manager to answer", INVITATION: "the coordinator to invite the person"}
    return named.get(key, f"the {key} to be confirmed")
