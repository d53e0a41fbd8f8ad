"""Which application is meant, by what a coordinator knows: an id, an address, a name."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from domain.enums import Role, in_words
from domain.errors import BadInput, NotFound
from domain.suggestion import suggest
from domain.text_search import best_fits, check_length, nearest, several_fit, without_zeros
from domain.wording import counted, shortened
from storage import applications
from storage.views import ApplicationView


def find_application(session: Session, cohort: str, text: str, role: Role | None = None) -> ApplicationView:
    """`text`: the id, with or without zeros, or the address or name, or a part of it; `role`: needed for
    somebody who applied in both. Raises NotFound with the nearest, or BadInput with all that fit."""
    found = applications_fitting(session, cohort, text)
    in_role = [view for view in found if role in (None, view.application.role)]
    if not in_role:
        raise NotFound(f"{with_address(found[0])} has not applied as {role}, but as {role and role.partner}.")
    if len(in_role) > 1:
        raise BadInput(*_several(text, in_role))
    return in_role[0]


def applications_fitting(session: Session, cohort: str, text: str) -> list[ApplicationView]:
    """Those of exactly this id or address, else those that fit best. Raises NotFound with the nearest."""
    check_length(text)
    found = applications.known_as(session, cohort, text)
    if found:
        return found
    everybody = applications.applications(session, cohort)
    found = [view for view in everybody if without_zeros(view.id) == without_zeros(text)]
    found = found or best_fits(text, ((v, v.application.name, v.application.email) for v in everybody))
    if not found:
        raise NotFound(_no_such(session, cohort, text, everybody))
    return found


def of_one_person(session: Session, cohort: str, text: str) -> list[ApplicationView]:
    """This person's applications, of one role or both. Raises NotFound, or BadInput if several fit."""
    found = applications_fitting(session, cohort, text)
    if len({view.person for view in found}) > 1:
        raise BadInput(*_several(text, found))
    return found


def with_address(view: ApplicationView) -> str:
    """`Amara Obi <amara.obi@uni.example>`."""
    return f"{view.application.name} <{view.application.email}>"


def _several(text: str, found: Sequence[ApplicationView]) -> Iterable[str]:
    if len({view.person for view in found}) == 1:
        who = with_address(found[0])
        yield f"{who} has applied in both roles; say which: --role mentor, or --role mentee"
        return
    each = [
        f"{view.id}: {with_address(view)}, {view.application.role}, {in_words(view.stage)}" for view in found
    ]
    yield from several_fit(text, counted(len(found), "application"), "Which is meant?", each)


def _no_such(session: Session, cohort: str, text: str, everybody: Sequence[ApplicationView]) -> str:
    elsewhere = applications.cohort_of(session, text)
    if elsewhere:
        return f"{text} is an application to {elsewhere}, not to {cohort}."
    close = nearest(text, everybody, _spellings)
    begins = f"Nobody has applied to {cohort} as {shortened(text)!r}, by id, name or address"
    if close:
        return f"{begins}. Did you mean {' or '.join(f'{view.id}, {with_address(view)}' for view in close)}?"
    return f"{begins}; list them with: {suggest('application list', cohort)}"


def _spellings(view: ApplicationView) -> list[str]:
    form = view.application
    return [view.id, without_zeros(view.id), form.name, form.email, *form.name.split()]
