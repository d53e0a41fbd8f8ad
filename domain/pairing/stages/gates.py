"""Induction and training: a pair goes on when everyone who must attend has attended, or was excused."""

from collections.abc import Iterator
from datetime import datetime

from domain.clock import format_moment
from domain.enums import Role, Stage
from domain.pairing.pairing import Pairing
from domain.pairing.stages.stage import StageRules, named
from domain.programme.rules import Gathering, Rules, Sitting
from domain.suggestion import Suggestion, suggest, who


def gate_open(pairing: Pairing) -> datetime | None:
    return None if pairing.unsettled(pairing.stage) else pairing.settled_at(pairing.stage)


def window_over(pairing: Pairing) -> datetime | None:
    """The end of the time for sessions."""
    return pairing.sessions_close


def attendance_steps(pairing: Pairing, cohort: str) -> Iterator[Suggestion]:
    """Of the first gathering of the stage that is not settled, as `waits_for` names it."""
    for gathering, roles in _first_unsettled(pairing):
        which = (pairing.id, gathering.key, who(roles))
        expected = pairing.next_sitting(gathering, roles[0])
        opens = (expected or gathering.sittings[0]).starts
        yield suggest("pairing attend", *which, opens=opens)
        yield suggest("pairing waive", *which)
        if expected is None:
            when = ("--on", "YYYY-MM-DD HH:MM-HH:MM")
            yield suggest("cohort add-sitting", cohort, gathering.key, *when)


def _waits_for(pairing: Pairing) -> str:
    for gathering, roles in _first_unsettled(pairing):
        return f"{named(roles)} to attend {gathering.key}{_when(pairing, gathering, roles[0])}"
    return "its next stage"


def _when(pairing: Pairing, gathering: Gathering, role: Role) -> str:
    sitting = pairing.next_sitting(gathering, role)
    zone = pairing.rules.zone
    return f" on {format_moment(sitting.starts, zone)}" if sitting else ", which has no further sitting"


def _first_unsettled(pairing: Pairing) -> Iterator[tuple[Gathering, list[Role]]]:
    """The first gathering that is not settled, if there is one, and who must still attend it: of two who
    come on different days, the one who comes first."""
    unsettled = pairing.unsettled(pairing.stage)
    for gathering, _ in unsettled[:1]:
        roles = [role for other, role in unsettled if other is gathering]
        expected = {role: pairing.next_sitting(gathering, role) for role in roles}
        first = min((sitting for sitting in expected.values() if sitting), default=None, key=_starts)
        yield gathering, [role for role in roles if expected[role] == first]


def _starts(sitting: Sitting) -> datetime:
    return sitting.starts


def _gate(stage: Stage) -> StageRules:
    def is_part_of(rules: Rules) -> bool:
        return bool(rules.gates(stage))

    return StageRules(waits_for=_waits_for, next_steps=attendance_steps, is_part_of=is_part_of)


INDUCTION = _gate(Stage.INDUCTION)
TRAINING = _gate(Stage.TRAINING)
