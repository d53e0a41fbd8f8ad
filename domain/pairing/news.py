"""What the applications of the two partners are told of their pairing: that it has begun, or is over."""

from collections.abc import Mapping
from typing import Literal

from domain.application.events import Freed, Placed
from domain.enums import BOTH, EndReason, Role
from domain.pairing.due import PairingEntry
from domain.pairing.pairing import Partner
from domain.pairing.stages.over import farewell_key


def for_applications(entry: PairingEntry) -> Mapping[Role, Placed | Freed]:
    """By the role in this pairing; nothing between the first entry and the end."""
    if entry.snapshot.stage.is_open:
        return {role: Placed(pairing=entry.id) for role in BOTH} if entry.revision == 1 else {}
    written = {letter.key for letter in entry.letters}
    return {
        role: Freed(pairing=entry.id, how=_how(entry, role), told=farewell_key(role) in written)
        for role in BOTH
    }


def _how(entry: PairingEntry, role: Role) -> Literal["completed", "left", "silent", "free"]:
    """Of a pair that never began, whoever had accepted is free: it was not for them."""
    reason = entry.snapshot.reason
    if reason is None:
        return "completed"
    if reason is EndReason.NEVER_BEGAN:
        return "free" if Partner.model_validate(entry.state[role.value]).accepted else "silent"
    if reason is EndReason.NO_CONTACT:
        return "silent"
    return "left" if reason.leaver is role else "free"
