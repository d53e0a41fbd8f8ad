"""Which applications one answer of a line manager settles: who applied in both roles is asked about once."""

from domain.application.rules import MANAGER
from domain.enums import ApplicationEndReason, Role
from services.applications.lookup import find_application, of_one_person
from services.applications.reading import FoundApplication
from services.context import Context
from storage import applications, queries
from storage.views import ApplicationView


def asked_together(
    context: Context, cohort: str, person: str, role: Role | None
) -> tuple[FoundApplication, ...]:
    """The application that is meant first, and then the same person's in the other role, if the same line
    manager is still to answer about that. The role may be left out where an answer is waited for. Raises
    NotFound, or BadInput if several fit."""
    with context.store() as session:
        view = queries.cohort(session, cohort)
        waiting = [one for one in of_one_person(session, cohort, person) if _waits(one)]
        meant = waiting[0] if waiting and not role else find_application(session, cohort, person, role)
        of_person = applications.known_as(session, cohort, meant.application.email)
    others = (one for one in of_person if one.id != meant.id and _waits(one) and _same_manager(one, meant))
    return tuple(FoundApplication(one, view) for one in (meant, *others))


def _waits(view: ApplicationView) -> bool:
    """Also where a no may have been a mistake."""
    is_no = view.reason is ApplicationEndReason.MANAGER_DECLINED
    return (view.stage.is_open or is_no) and MANAGER in view.outstanding


def _same_manager(one: ApplicationView, other: ApplicationView) -> bool:
    addresses = {(view.application.manager_email or "").lower() for view in (one, other)}
    return len(addresses) == 1 and addresses != {""}
