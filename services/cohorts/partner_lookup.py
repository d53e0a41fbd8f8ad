"""Whose facts they are: the pairing and the partners that a row of a list names."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.enums import BOTH, Role
from domain.errors import BadInput
from domain.pairing.facts import OF_ONE_PARTNER
from domain.programme.programme import Programme
from domain.text_search import folded, without_zeros
from importing.facts import FactRow
from storage.views import PairingView

_BOTH = ("", "both", "pair", "all")
_MOST = 5


class NamedPartners(NamedTuple):
    pairing: PairingView
    roles: tuple[Role, ...]
    """Empty: both, or everybody whom a gathering is for."""


def named_partners(row: FactRow, pairings: Sequence[PairingView], programme: Programme) -> NamedPartners:
    """By the pairing's id (with or without zeros) and a role, name or address; or by a name or address that
    is in one pairing only, an open one if there is one. Whole names and addresses: nobody is there to be
    asked.

    Raises BadInput.
    """
    found = _of_id(row, pairings, programme) if row.pairing else _of_person(row.who, pairings)
    if row.fact.kind in OF_ONE_PARTNER and len(found.roles) != 1:
        raise BadInput(f"say which partner; {row.fact.kind.value!r} is of one.")
    return found


def _of_id(row: FactRow, pairings: Sequence[PairingView], programme: Programme) -> NamedPartners:
    wanted = without_zeros(row.pairing)
    view = next((view for view in pairings if without_zeros(view.id) == wanted), None)
    if view is None:
        raise BadInput(f"there is no pairing {row.pairing!r} in this cohort.")
    who = folded(row.who)
    if who in _BOTH:
        return NamedPartners(view, ())
    roles = tuple(role for role in BOTH if who in (role.value, folded(programme.role(role).label)))
    roles = roles or tuple(role for role in BOTH if _is(view, role, who))
    if len(roles) != 1:
        names = " or ".join(view.person(role).name for role in BOTH)
        raise BadInput(f"{row.who!r} is not one partner of {view.id}; write mentor, mentee, both, {names}.")
    return NamedPartners(view, roles)


def _of_person(text: str, pairings: Sequence[PairingView]) -> NamedPartners:
    who = folded(text)
    if who in (*_BOTH, *Role):
        raise BadInput("it is not said which pair; write its id, or a partner's name or address.")
    fitting = [(view, role) for view in pairings for role in BOTH if _is(view, role, who)]
    meant = [(view, role) for view, role in fitting if view.stage.is_open] or fitting
    if not meant:
        raise BadInput(f"nobody in a pair of this cohort is called {text!r}, or has this address.")
    if len(meant) > 1:
        which = ", ".join(f"{view.id} ({role})" for view, role in meant[:_MOST])
        raise BadInput(f"{text!r} is in several pairs; write which in a column 'pairing': {which}.")
    ((view, role),) = meant
    return NamedPartners(view, (role,))


def _is(view: PairingView, role: Role, who: str) -> bool:
    person = view.person(role)
    return who in (folded(person.name), folded(person.email))
