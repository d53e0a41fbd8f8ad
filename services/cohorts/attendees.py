"""The names of those of whom attendance is recorded."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from domain.application.events import Come
from domain.enums import BOTH
from domain.pairing.events import Attend
from services.pairing_lookup import with_role
from storage import applications, queries

Update = tuple[str, Attend | Come]
"""What the pairing or the application of this id is told."""


def names_of_updates(
    session: Session, cohort: str, updates: Sequence[Update]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who came and who did not, each as `Amara Obi (mentor), kent-01`, in the order of names."""
    named = sorted([*_of_pairs(session, cohort, updates), *_of_applicants(session, cohort, updates)])
    return tuple(name for name, came in named if came), tuple(name for name, came in named if not came)


def _of_pairs(session: Session, cohort: str, updates: Iterable[Update]) -> Iterable[tuple[str, bool]]:
    views = {view.id: view for view in queries.pairings(session, cohort)}
    for key, event in updates:
        if isinstance(event, Attend):
            for role in event.roles or BOTH:
                yield f"{with_role(views[key], role)}, {key}", event.attended


def _of_applicants(session: Session, cohort: str, updates: Iterable[Update]) -> Iterable[tuple[str, bool]]:
    views = {view.id: view.application for view in applications.applications(session, cohort)}
    for key, event in updates:
        if isinstance(event, Come):
            yield f"{views[key].name} ({views[key].role}), {key}", event.came
