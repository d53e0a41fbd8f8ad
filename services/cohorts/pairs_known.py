"""Which people of a file of pairs are here already: also those whose address has been put right since it was
first brought, and not whoever has the same address under another name.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.errors import BadInput
from domain.people import Pair, PersonDetails, is_same_name
from storage import people, queries
from storage.views import PairingView, PersonView

Known = Mapping[str, PersonView]
"""Who is here, by address."""


class ReaddressedPerson(NamedTuple):
    person: PersonView
    """As known here."""
    in_file: str
    """The address that the file has."""


class FoundPairs(NamedTuple):
    pairs: list[Pair]
    """With the addresses of now."""
    readdressed: list[ReaddressedPerson]
    """Each once."""


def as_known(session: Session, cohort: str, pairs: Sequence[Pair]) -> FoundPairs:
    """A pair of this cohort is known by its names where an address is nobody's any more."""
    known, there, in_file = _known(session, pairs), queries.pairings(session, cohort), _addresses(pairs)
    found, moved = list[Pair](), dict[str, PersonView]()
    for pair in pairs:
        view = _put_right(pair, there, known, in_file)
        if view:
            said = zip((pair.mentor, pair.mentee), (view.mentor, view.mentee), strict=True)
            moved |= {one.email: person for one, person in said if one.email != person.email}
        found.append(_with_addresses_of(pair, view) if view else pair)
    return FoundPairs(found, [ReaddressedPerson(person, email) for email, person in moved.items()])


def refuse_others_addresses(session: Session, cohort: str, pairs: Sequence[Pair]) -> None:
    """Raises BadInput if a new pair has somebody's address under another name."""
    known = _known(session, pairs)
    there = {(view.mentor.email, view.mentee.email) for view in queries.pairings(session, cohort)}
    new = [pair for pair in pairs if (pair.mentor.email, pair.mentee.email) not in there]
    said = dict.fromkeys(person for pair in new for person in (pair.mentor, pair.mentee))
    wrong = [
        f"{one.email} is {known[one.email].name}'s address already, and in the file it is {one.name}'s. Two "
        "people have two addresses; if it is one person under another name: --update"
        for one in said
        if one.email in known and not is_same_name(one.name, known[one.email].name)
    ]
    if wrong:
        raise BadInput(*wrong)


def _known(session: Session, pairs: Iterable[Pair]) -> Known:
    return people.by_email(session, _addresses(pairs))


def _addresses(pairs: Iterable[Pair]) -> set[str]:
    return {person.email for pair in pairs for person in (pair.mentor, pair.mentee)}


def _put_right(
    pair: Pair, there: Iterable[PairingView], known: Known, in_file: Collection[str]
) -> PairingView | None:
    """The pairing that this pair is, if an address of it has been put right."""
    if pair.mentor.email in known and pair.mentee.email in known:
        return None

    def is_one(said: PersonDetails, partner: PersonView) -> bool:
        if said.email in known:
            return known[said.email].id == partner.id
        return is_same_name(said.name, partner.name) and partner.email not in in_file

    fitting = (v for v in there if is_one(pair.mentor, v.mentor) and is_one(pair.mentee, v.mentee))
    return next(fitting, None)


def _with_addresses_of(pair: Pair, view: PairingView) -> Pair:
    return pair.replace(
        mentor=pair.mentor.replace(email=view.mentor.email),
        mentee=pair.mentee.replace(email=view.mentee.email),
    )
