"""Who is called otherwise by a file of pairs than in the store: said, and taken over only where that is asked
for.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.people import Pair
from services.context import Context
from storage import people
from storage.views import PersonView


class RenamedPerson(NamedTuple):
    person: PersonView
    """As known here, before anything is changed."""
    in_file: str


def renamed_in(context: Context, pairs: Sequence[Pair]) -> list[RenamedPerson]:
    """Each once."""
    with context.store() as session:
        return renaming(session, pairs, take_names=False)


def renaming(session: Session, pairs: Sequence[Pair], take_names: bool) -> list[RenamedPerson]:
    """The same; `take_names`: they are called as the file says from now on, in every cohort."""
    said = {person.email: person.name for pair in pairs for person in (pair.mentor, pair.mentee)}
    known = people.by_email(session, said)
    found = [
        RenamedPerson(known[email], name)
        for email, name in said.items()
        if email in known and known[email].name != name
    ]
    for renamed in found if take_names else ():
        people.amend(session, renamed.person.email, None, renamed.in_file)
    return found
