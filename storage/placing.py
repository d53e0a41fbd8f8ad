"""What the beginning and the end of a pairing say to the applications of its two partners."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from domain.application.events import ApplicationSignal
from domain.pairing.due import PairingEntry
from domain.pairing.news import for_applications
from storage import applications, queries


def news(session: Session, entry: PairingEntry) -> Iterator[tuple[str, ApplicationSignal]]:
    """For each partner with an application, its id and what this entry says to it; nothing in between."""
    told = for_applications(entry)
    if not told:
        return
    pairing = queries.pairing(session, entry.id)
    people = [(pairing.person(role).id, role) for role in told]
    found = applications.of_people(session, pairing.cohort, people)
    for event, application in zip(told.values(), found, strict=True):
        if application is not None:
            yield application, event
