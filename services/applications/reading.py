"""Applications as the store knows them: which one is meant, how they stand, and what happened."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain.application.due import ApplicationSnapshot
from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome
from domain.enums import ApplicationStage, Role, in_words
from domain.errors import Refused
from domain.suggestion import suggest
from services.applications.lookup import find_application
from services.context import Context
from storage import applications, people, queries
from storage.views import ApplicationView, CohortView, LetterView


class FoundApplication(NamedTuple):
    view: ApplicationView
    cohort: CohortView

    @property
    def workflow_id(self) -> str:
        return EntityKind.APPLICATION.workflow_id(self.view.id)


class ApplicationHistory(NamedTuple):
    """An application with everything that has been recorded about it."""

    found: FoundApplication
    outcomes: Sequence[Outcome]
    letters: Sequence[LetterView]
    actors: Mapping[str, str]
    """The names of those who did something, by their ids."""


def list_applications(
    context: Context, cohort: str, stage: ApplicationStage | None = None, attention: bool = False
) -> list[ApplicationView]:
    """By role and name; `attention`: only those with a concern. Raises NotFound."""
    with context.store() as session:
        queries.cohort(session, cohort)
        return applications.applications(session, cohort, [stage] if stage else None, attention)


def history(context: Context, cohort: str, person: str, role: Role | None = None) -> ApplicationHistory:
    """Raises NotFound, or BadInput if it could be either of two."""
    found = find(context, cohort, person, role)
    with context.store() as session:
        outcomes = queries.outcomes(session, found.workflow_id)
        letters = queries.letters(session, workflow_id=found.workflow_id)
        names = people.names_of(session, (outcome.actor for outcome in outcomes))
    return ApplicationHistory(found, outcomes, letters, names)


def find(context: Context, cohort: str, person: str, role: Role | None = None) -> FoundApplication:
    """`person`: the address or the name, or a part of it, or the application's id. Raises NotFound with the
    nearest, or BadInput with all that fit where there are several."""
    with context.store() as session:
        view = queries.cohort(session, cohort)
        return FoundApplication(find_application(session, cohort, person, role), view)


def find_open(context: Context, cohort: str, person: str, role: Role | None = None) -> FoundApplication:
    """The same; raises Refused if the application is out of the running."""
    found = find(context, cohort, person, role)
    if not found.view.stage.is_open:
        raise Refused(out_of_the_running(found.view))
    return found


def stage_in_words(application: ApplicationView | ApplicationSnapshot) -> str:
    """The stage, with the reason if there is one."""
    stage = in_words(application.stage)
    return f"{stage}: {in_words(application.reason)}" if application.reason else stage


def is_over(view: ApplicationView) -> str:
    """That this application is over, and nothing more can be recorded for it."""
    return f"{_whose(view)} is over ({stage_in_words(view)}), and nothing more can be recorded for it."


def out_of_the_running(view: ApplicationView) -> str:
    """That this application is out of the running, and how it comes back."""
    if view.stage is ApplicationStage.COMPLETED:
        return is_over(view)
    again = suggest("application reopen", view.cohort, view.id)
    return f"{_whose(view)} is {stage_in_words(view)}. To take it up again: {again}"


def _whose(view: ApplicationView) -> str:
    return f"{view.application.email}'s application as {view.application.role}"
