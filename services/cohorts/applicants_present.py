"""Who of those that signed up for a gathering before the pairing came to it, and who did not."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from domain.application.events import Come
from domain.enums import ApplicationStage
from domain.errors import BadInput
from domain.pairing.seats import check_is_held
from domain.programme.rules import Gathering, Sitting
from services.applications.lookup import of_one_person, with_address
from services.cohorts.sittings_begun import sittings_begun
from storage import applications
from storage.views import ApplicationView, CohortView

_OPEN = [stage for stage in ApplicationStage if stage.is_open]


def updates_of_applicants(
    session: Session,
    cohort: CohortView,
    gathering: Gathering,
    absent: Sequence[str],
    sitting: str | None,
    now: datetime,
) -> tuple[list[tuple[str, Come]], list[str]]:
    """What each application is to be told, by its id: of those with a place at a date that has begun, or at
    this sitting alone; and the addresses of the absent who hold none. `absent`: addresses or names.

    Raises Refused if it is still to come, NotFound or BadInput if somebody named has not applied.
    """
    begun = {f"{gathering.key}:{s.key}" for s in _begun(cohort, gathering, sitting, now)}
    missing = {view.id for email in absent for view in _applicants(session, cohort, gathering, email)}
    found = applications.applications(session, cohort.key, _OPEN)
    expected = {view.id for view in found if not begun.isdisjoint(view.signed_up)}
    without_place = [view.application.email for view in found if view.id in missing - expected]
    return [
        (key, Come(gathering=gathering.key, came=key not in missing)) for key in sorted(expected)
    ], without_place


def _begun(cohort: CohortView, gathering: Gathering, key: str | None, now: datetime) -> list[Sitting]:
    check_is_held(gathering)
    return sittings_begun(gathering, key, now, cohort.programme.zone)


def _applicants(
    session: Session, cohort: CohortView, gathering: Gathering, text: str
) -> list[ApplicationView]:
    if ":" in text:
        raise BadInput(
            f"--absent {text}: {gathering.key} comes before the pairing; write an address or a name."
        )
    found = of_one_person(session, cohort.key, text)
    expected = [view for view in found if view.application.role in gathering.roles]
    if not expected:
        who = with_address(found[0])
        raise BadInput(f"--absent {text}: {gathering.key} is for {gathering.roles[0]}s only, not for {who}.")
    return expected
