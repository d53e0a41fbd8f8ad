"""What an open application waits for, in plain words and without saying anything about the person."""

from domain.admission.admission import Admission
from domain.admission.rules import INVITATION, MANAGER
from domain.words import ApplicationStage


def waiting(admission: Admission) -> str:
    """Continues the sentence "It waits for ..."."""
    match admission.stage:
        case ApplicationStage.OFFERED:
            return "the person to take up the place"
        case ApplicationStage.INVITED:
            return "the person to apply"
        case ApplicationStage.INCOMPLETE:
            return f"the applicant to complete it ({_missing(admission)})"
        case ApplicationStage.CHECKING:
            return " and ".join(_condition(key) for key in admission.outstanding)
        case ApplicationStage.RESERVE:
            return "a place to come free"
        case ApplicationStage.PAIRED:
            return "its pairing to come to its end"
        case _:
            return "the matches to be approved"


def _missing(admission: Admission) -> str:
    return ", ".join(field.replace("_", " ") for field in admission.missing) or "not arrived yet"


def _condition(key: str) -> str:
    named = {MANAGER: "the line manager to answer", INVITATION: "the coordinator to invite the person"}
    return named.get(key, f"the {key} to be confirmed")
