"""What a coordinator could tell an application now, so that it goes on."""

from collections.abc import Iterator

from domain.application.application import Application
from domain.application.rules import INVITATION
from domain.entity.next_steps import Step, amending
from domain.enums import ApplicationStage


def unblocking(application: Application, cohort: str) -> tuple[Step, ...]:
    """None for an application that is over, or that only waits for its pairing, a place or its form."""
    return tuple(Step(command=command) for command in _commands(application, cohort))


def _commands(application: Application, cohort: str) -> Iterator[str]:
    which = f"{cohort} {application.id}"
    match application.stage:
        case ApplicationStage.OFFERED:
            yield f"tandem application take-up {which}"
        case ApplicationStage.INVITED:
            yield amending(cohort, application.id, application.missing)
        case ApplicationStage.INCOMPLETE if application.missing:
            yield amending(cohort, application.id, application.missing)
        case ApplicationStage.CHECKING:
            for key in application.outstanding:
                command = f"invite {cohort} EMAIL" if key == INVITATION else f"confirm {which} {key}"
                yield f"tandem application {command}"
        case _ if not application.is_open and not application.is_over:
            yield from _out_of_the_running(application, which)


def _out_of_the_running(application: Application, which: str) -> Iterator[str]:
    if not application.cohort_over and application.before is not ApplicationStage.PAIRED:
        yield f"tandem application reopen {which}"
    if application.stage is ApplicationStage.CARRIED:
        yield f"tandem application withdraw {which}"
