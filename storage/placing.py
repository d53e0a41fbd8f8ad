"""What the beginning and the end of a pairing say to the applications of its two partners."""

from collections.abc import Iterator
from typing import Literal

from sqlalchemy.orm import Session

from domain.application.events import ApplicationSignal, Freed, Placed
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, EndReason, Role
from domain.pairing.entry import PairingEntry
from storage import applications, queries


def news(session: Session, entry: PairingEntry) -> Iterator[tuple[str, ApplicationSignal]]:
    """For each partner with an application, its id and what this entry says to it; nothing in between."""
    snapshot = entry.snapshot
    if entry.revision > 1 and snapshot.stage.is_open:
        return
    pairing = queries.pairing(session, entry.id)
    people = [(pairing.person(role).id, role) for role in BOTH]
    found = applications.of_people(session, pairing.cohort, people)
    willing = _willing(session, entry)
    for role, application in zip(BOTH, found, strict=True):
        if application is None:
            continue
        if snapshot.stage.is_open:
            yield application, Placed(pairing=entry.id)
        else:
            told = any(letter.key == f"farewell:{role}" for letter in entry.letters)
            how = "free" if role in willing else _how(snapshot.reason, role)
            yield application, Freed(pairing=entry.id, how=how, told=told)


def _willing(session: Session, entry: PairingEntry) -> set[Role]:
    """Of a pair that never began, who had accepted: it was not for them."""
    if entry.snapshot.reason is not EndReason.NEVER_BEGAN:
        return set()
    outcomes = queries.outcomes(session, entry.workflow_id)
    return {o.role for o in outcomes if o.kind is OutcomeKind.ACCEPTED and o.role}


def _how(reason: EndReason | None, role: Role) -> Literal["completed", "left", "silent", "free"]:
    if reason is None:
        return "completed"
    if reason in (EndReason.NO_CONTACT, EndReason.NEVER_BEGAN):
        return "silent"
    return "left" if reason.leaver is role else "free"
