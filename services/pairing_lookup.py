"""Which pairing is meant, and which partner, by what a coordinator knows: an id, an address, a name."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.enums import BOTH, Role, in_words
from domain.errors import BadInput, NotFound
from domain.suggestion import suggest
from domain.text_search import best_fits, check_length, nearest, several_fit, without_zeros
from domain.wording import counted, shortened
from services.context import Context
from storage import queries
from storage.views import PairingView

PairingPartner = tuple[PairingView, Role]


class FoundPairing(NamedTuple):
    pairing: PairingView
    roles: tuple[Role, ...]
    """Which partners were named; empty if nobody was."""

    @property
    def id(self) -> str:
        return self.pairing.id


def find_pairing(
    context: Context, text: str, who: str | None = None, cohort: str | None = None
) -> FoundPairing:
    """`text`: the pairing's id, with or without zeros, or a partner's address or name, or part of it; the
    open pairing if there is one. `who`: mentor, mentee, both, or a partner's address or name; where it is
    left out, whom `text` names.

    Raises NotFound with the nearest, or BadInput with all that fit where there are several.
    """
    check_length(text)
    check_length(who or "")
    with context.store() as session:
        if cohort is not None:
            cohort = queries.cohort(session, cohort).key
        found = _by_id(session, text, cohort) or _by_partner(session, text, cohort)
    return found._replace(roles=_named(found.pairing, who)) if who else found


def both_names(pairing: PairingView) -> str:
    """`Amara Obi (mentor) and Tom Bell (mentee)`."""
    return " and ".join(with_role(pairing, role) for role in BOTH)


def with_role(pairing: PairingView, role: Role) -> str:
    """`Amara Obi (mentor)`."""
    return f"{pairing.person(role).name} ({role})"


def one_role(found: FoundPairing) -> Role:
    """The one partner who was named. Raises BadInput."""
    if len(found.roles) == 1:
        return found.roles[0]
    raise BadInput(f"Say which partner of {found.id}, by role or name: {both_names(found.pairing)}.")


def some_roles(found: FoundPairing) -> tuple[Role, ...]:
    """The partners who were named. Raises BadInput if nobody was."""
    if found.roles:
        return found.roles
    raise BadInput(f"Say which partner of {found.id}, by role or name, or both: {both_names(found.pairing)}.")


def _by_id(session: Session, text: str, cohort: str | None) -> FoundPairing | None:
    found = queries.pairings(session, ids=[text])
    if not found and text.strip()[-1:].isdigit():
        numbered = f"{cohort}-{text.strip()}" if cohort and text.strip().isdigit() else text
        everywhere = queries.pairings(session)
        found = [view for view in everywhere if without_zeros(view.id) == without_zeros(numbered)]
    if found and cohort not in (None, found[0].cohort):
        raise NotFound(f"{found[0].id} is a pairing of {found[0].cohort}, not of {cohort}.")
    return FoundPairing(found[0], ()) if found else None


def _by_partner(session: Session, text: str, cohort: str | None) -> FoundPairing:
    views = queries.pairings(session, cohort)
    fitting = best_fits(text, partners(views))
    ids = {view.id for view, _ in fitting}
    open_ids = {view.id for view, _ in fitting if view.stage.is_open}
    meant = open_ids or ids
    if not meant:
        raise NotFound(_no_such(text, views))
    if len(meant) > 1:
        raise BadInput(*_several(text, [view for view in views if view.id in meant]))
    of_it = [(view, role) for view, role in fitting if view.id in meant]
    roles = tuple(role for _, role in of_it)
    return FoundPairing(of_it[0][0], roles if len(roles) == 1 else ())


def _named(pairing: PairingView, who: str) -> tuple[Role, ...]:
    spoken = who.strip().casefold()
    if spoken == "both":
        return BOTH
    if spoken in set(Role):
        return (Role(spoken),)
    fitting = best_fits(who, partners([pairing]))
    if len(fitting) == 1:
        return (fitting[0][1],)
    problem = f"{shortened(who)!r} {'could be either' if fitting else 'is no'} partner"
    raise BadInput(f"{problem} of {pairing.id}. Say mentor, mentee, or a name: {both_names(pairing)}.")


def partners(views: Iterable[PairingView]) -> Iterable[tuple[PairingPartner, str, str]]:
    """Every partner, with the name and the address by which they may be found."""
    return (
        ((view, role), view.person(role).name, view.person(role).email) for view in views for role in BOTH
    )


def _several(text: str, views: Sequence[PairingView]) -> Iterable[str]:
    each = [f"{view.id}: {both_names(view)}, {in_words(view.stage)}" for view in views]
    return several_fit(text, counted(len(views), "pairing"), "Which is meant?", each)


def _no_such(text: str, views: Sequence[PairingView]) -> str:
    """With the nearest by id, name or address."""
    close = nearest(text, views, _spellings)
    begins = f"There is no pairing {shortened(text)!r}, nor anybody of that name or address in one"
    if close:
        return f"{begins}. Did you mean {' or '.join(f'{view.id}, {both_names(view)}' for view in close)}?"
    return f"{begins}; list them with: {suggest('pairing list')}"


def _spellings(view: PairingView) -> list[str]:
    people = (view.mentor, view.mentee)
    return [view.id, without_zeros(view.id)] + [
        spelling
        for person in people
        for spelling in (person.name, person.email, *person.name.split(), person.email.partition("@")[0])
    ]
