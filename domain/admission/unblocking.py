"""What a coordinator could tell an application now, so that it goes on."""

from collections.abc import Iterator

from domain.admission.admission import Admission
from domain.admission.rules import INVITATION
from domain.steps import Step, amending
from domain.words import ApplicationStage


def unblocking(admission: Admission, cohort: str) -> tuple[Step, ...]:
    """None for an application that is over, or that only waits for its pairing, a place or its form."""
    return tuple(Step(command=command) for command in _commands(admission, cohort))


def _commands(admission: Admission, cohort: str) -> Iterator[str]:
    which = f"{cohort} {admission.id}"
    match admission.stage:
        case ApplicationStage.OFFERED:
            yield f"tandem application take-up {which}"
        case ApplicationStage.INVITED:
            yield amending(cohort, admission.id, admission.missing)
        case ApplicationStage.INCOMPLETE if admission.missing:
            yield amending(cohort, admission.id, admission.missing)
        case ApplicationStage.CHECKING:
            for key in admission.outstanding:
                command = f"invite {cohort} EMAIL" if key == INVITATION else f"confirm {which} {key}"
                yield f"tandem application {command}"
        case _ if not admission.is_open and not admission.is_over:
            yield from _out_of_the_running(admission, which)


def _out_of_the_running(admission: Admission, which: str) -> Iterator[str]:
    if not admission.cohort_over and admission.before is not ApplicationStage.PAIRED:
        yield f"tandem application reopen {which}"
    if admission.stage is ApplicationStage.CARRIED:
        yield f"tandem application withdraw {which}"
