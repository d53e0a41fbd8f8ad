"""What a coordinator could tell an application now, so that it goes on."""

from collections.abc import Iterator

from domain.application.application import Application
from domain.application.rules import INVITATION
from domain.entity.next_steps import amending
from domain.enums import ApplicationStage
from domain.suggestion import Suggestion, suggest


def unblocking(application: Application, cohort: str) -> tuple[Suggestion, ...]:
    """None for an application that is over, or that only waits for its pairing, a seat or its form."""
    return tuple(_suggestions(application, cohort))


def _suggestions(application: Application, cohort: str) -> Iterator[Suggestion]:
    which = (cohort, application.id)
    match application.stage:
        case ApplicationStage.OFFERED:
            yield suggest("application take-up", *which)
        case ApplicationStage.INVITED:
            yield amending(*which, application.missing)
        case ApplicationStage.INCOMPLETE if application.missing:
            yield amending(*which, application.missing)
        case ApplicationStage.CHECKING:
            for key in application.outstanding:
                if key == INVITATION:
                    yield suggest("application invite", cohort, "EMAIL")
                else:
                    yield suggest("application confirm", *which, key)
        case _ if not application.is_open and not application.is_over:
            yield from _out_of_the_running(application, which)


def _out_of_the_running(application: Application, which: tuple[str, str]) -> Iterator[Suggestion]:
    if not application.cohort_over and application.before is not ApplicationStage.PAIRED:
        yield suggest("application reopen", *which)
    if application.stage is ApplicationStage.CARRIED:
        yield suggest("application withdraw", *which)
