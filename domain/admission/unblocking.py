"""What a coordinator could tell an application now, so that it goes on."""

from collections.abc import Iterator

from domain.admission.admission import Admission
from domain.admission.rules import INVITATION
from domain.steps import Step
from domain.words import ApplicationStage

_FIELD = "FIELD"


def unblocking(admission: Admission, cohort: str) -> tuple[Step, ...]:
    """None for an application that is over, or that only waits for its pairing or a place."""
    return tuple(Step(command=f"tandem application {command}") for command in _commands(admission, cohort))


def _commands(admission: Admission, cohort: str) -> Iterator[str]:
    which = f"{cohort} {admission.id}"
    match admission.stage:
        case ApplicationStage.OFFERED:
            yield f"take-up {which}"
        case ApplicationStage.INVITED | ApplicationStage.INCOMPLETE:
            fields = admission.missing or (_FIELD,)
            yield f"amend {which} {' '.join(f'--set {field}=VALUE' for field in fields)}"
        case ApplicationStage.CHECKING:
            for key in admission.outstanding:
                yield f"invite {cohort} EMAIL" if key == INVITATION else f"confirm {which} {key}"
        case _ if not admission.is_open and not admission.is_over:
            yield from _out_of_the_running(admission, which)


def _out_of_the_running(admission: Admission, which: str) -> Iterator[str]:
    if not admission.cohort_over and admission.before is not ApplicationStage.PAIRED:
        yield f"reopen {which}"
    if admission.stage is ApplicationStage.CARRIED:
        yield f"withdraw {which}"
