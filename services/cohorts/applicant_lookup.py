"""Whose facts they are, before there is a pair: the applications that a row of a list names."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.application.facts import ANSWERS_OF_A_MANAGER, ApplicantFact, ApplicantFactKind
from domain.enums import BOTH
from domain.errors import BadInput
from domain.pairing.facts import Fact, FactKind
from domain.programme.programme import Programme
from domain.text_search import folded, without_zeros
from importing.facts import FactRow
from storage.views import ApplicationView, PairingView


class FactOfApplicant(NamedTuple):
    row: int
    fact: ApplicantFact
    meant: tuple[ApplicationView, ...]
    """Several where a line manager answers about one person in both roles."""


def fact_of_applicant(
    row: FactRow, programme: Programme, pairings: Iterable[PairingView]
) -> ApplicantFact | None:
    """What the row says of an applicant; None if it is of a pair: whoever is in an open pair withdraws from
    that, and a gathering is before the pairing or within it."""
    if isinstance(row.fact, ApplicantFact):
        return row.fact
    if not _is_before_the_pair(row, row.fact, programme, pairings):
        return None
    fact = row.fact
    return ApplicantFact(kind=ApplicantFactKind(fact.kind.value), day=fact.day, gathering=fact.gathering)


def _is_before_the_pair(
    row: FactRow, fact: Fact, programme: Programme, pairings: Iterable[PairingView]
) -> bool:
    if fact.kind is FactKind.WITHDREW:
        return bool(row.application) or not (row.pairing or _has_partner(row.who, pairings))
    before = [plan.key for plan in programme.gatherings if plan.kind.stage is None]
    return fact.kind in (FactKind.ATTENDED, FactKind.MISSED) and fact.gathering in before


def _has_partner(text: str, pairings: Iterable[PairingView]) -> bool:
    who = folded(text)
    partners = (view.person(role) for view in pairings for role in BOTH)
    return any(who in (folded(person.name), folded(person.email)) for person in partners)


def named_applications(
    row: FactRow, fact: ApplicantFact, applications: Sequence[ApplicationView]
) -> FactOfApplicant:
    """By the application's id (with or without zeros), or a whole name or address. Raises BadInput."""
    found = _of_id(row.application, applications) if row.application else _of_person(row.who, applications)
    if fact.kind in ANSWERS_OF_A_MANAGER:
        of_person = [view for view in applications if view.person == found[0].person]
        found = [view for view in of_person if _manager(view) == _manager(found[0])]
    elif len(found) > 1:
        found = [view for view in found if view.stage.is_open] or found
    if fact.kind not in ANSWERS_OF_A_MANAGER and len(found) > 1:
        which = ", ".join(f"{view.id} ({view.application.role})" for view in found)
        raise BadInput(f"{row.who!r} has applied more than once; write which in 'application': {which}.")
    return FactOfApplicant(row.row, fact, tuple(found))


def _of_id(text: str, applications: Sequence[ApplicationView]) -> list[ApplicationView]:
    found = [view for view in applications if without_zeros(view.id) == without_zeros(text)]
    if not found:
        raise BadInput(f"there is no application {text!r} in this cohort.")
    return found


def _of_person(text: str, applications: Sequence[ApplicationView]) -> list[ApplicationView]:
    who = folded(text)
    if not who:
        raise BadInput("it is not said who; write a name, an address or the application's id.")
    found = [v for v in applications if who in (folded(v.application.name), folded(v.application.email))]
    if not found:
        raise BadInput(f"nobody who has applied to this cohort is called {text!r}, or has this address.")
    if len({view.person for view in found}) > 1:
        which = ", ".join(f"{view.id} ({view.application.email})" for view in found)
        raise BadInput(f"{text!r} is more than one person; write which in a column 'application': {which}.")
    return found


def _manager(view: ApplicationView) -> str:
    return (view.application.manager_email or "").lower()
