"""Ending with care what of somebody's still goes on: the same is told as when they withdraw, and their
partner hears the same."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from domain.application.events import WithdrawApplication
from domain.entity.entity import Attributable, EntityKind
from domain.pairing.events import Withdraw
from storage import messages
from storage.erasing.going_on import can_be_withdrawn, open_applications, open_pairings

Signs = Callable[[Session, Attributable], Attributable]


def end_with_care(session: Session, person: str, signs: Signs, now: datetime) -> list[str]:
    """Write down what their workflows are to be told, unless something waits for them already. The ids of
    those for which something waits then."""
    events = {
        EntityKind.PAIRING.workflow_id(pairing): Withdraw(role=role)
        for pairing, role in open_pairings(session, person)
    } | {
        EntityKind.APPLICATION.workflow_id(application): WithdrawApplication()
        for application in open_applications(session, person)
        if can_be_withdrawn(session, application)
    }
    untold = {message.target for message in messages.waiting(session, events.keys())}
    for target, event in events.items():
        if target not in untold:
            messages.update(session, target, signs(session, event), now)
    return list(events)
