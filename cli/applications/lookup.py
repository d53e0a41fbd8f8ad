"""Which application is meant: by the person's email address, or by its id."""

from typing import NamedTuple

from cli.applications.standing import out_of_the_running
from cli.doors import store
from domain.enums import Role
from domain.errors import BadInput, NotFound, Refused
from storage import applications, queries
from storage.views import ApplicationView, CohortView


class Found(NamedTuple):
    view: ApplicationView
    cohort: CohortView


def find(cohort_key: str, person: str, role: Role | None) -> Found:
    """Raises NotFound, or BadInput if it could be either of two."""
    with store() as session:
        cohort = queries.cohort(session, cohort_key)
        if "@" in person:
            views = applications.by_email(session, cohort_key, person)
        else:
            views = [applications.application(session, person)]
    return Found(_one(cohort_key, person, views, role), cohort)


def find_open(cohort_key: str, person: str, role: Role | None) -> Found:
    """The same; raises Refused if the application is out of the running."""
    found = find(cohort_key, person, role)
    if not found.view.stage.is_open:
        raise Refused(out_of_the_running(found.view))
    return found


def _one(cohort: str, person: str, views: list[ApplicationView], role: Role | None) -> ApplicationView:
    if views[0].cohort != cohort:
        raise NotFound(f"{person} is an application to {views[0].cohort}, not to {cohort}.")
    in_role = [view for view in views if role in (None, view.application.role)]
    if not in_role:
        raise NotFound(f"{person} has not applied as {role}, but as {views[0].application.role}.")
    if len(in_role) > 1:
        raise BadInput(f"{person} has applied in both roles; say which: --role mentor, or --role mentee")
    return in_role[0]
