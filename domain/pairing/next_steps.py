"""What a coordinator could tell a pairing now, so that it goes on."""

from collections.abc import Iterator

from domain.entity.next_steps import AT, Step, who
from domain.enums import BOTH, Role, Stage
from domain.pairing.pairing import Pairing
from domain.programme.rules import Gathering


def unblocking(pairing: Pairing, cohort: str) -> tuple[Step, ...]:
    """None for a pairing that is over, or that only waits for its day."""
    if not pairing.is_open:
        return ()
    if pairing.paused:
        return (Step(command=f"tandem pairing resume {pairing.id}"),)
    return tuple(_in_stage(pairing, cohort))


def _in_stage(pairing: Pairing, cohort: str) -> Iterator[Step]:
    match pairing.stage:
        case Stage.APPLICATION:
            silent = [role for role in BOTH if not pairing.partner(role).accepted]
            opens = max(pairing.since, pairing.rules.introductions)  # whoever has accepted is not introduced
            if silent:  # both have accepted, and one of them later than it is now: a clock was put back
                yield Step(command=f"tandem pairing accept {pairing.id} {who(silent)}", opens=opens)
        case Stage.MENTORING:
            yield _meeting(pairing)
        case Stage.MIDWAY_REVIEW:
            for role in BOTH:
                if not pairing.partner(role).review:
                    yield Step(command=f"tandem pairing review {pairing.id} {role} continue")
        case Stage.EVALUATION:
            yield from _answers(pairing)
    yield from _attendance(pairing, cohort)


def _meeting(pairing: Pairing) -> Step:
    if pairing.booked:
        return Step(command=f"tandem pairing log {pairing.id}", opens=pairing.booked[0].starts)
    return Step(command=f"tandem pairing {'log' if pairing.has_met_minimum else 'book'} {pairing.id} {AT}")


def _answers(pairing: Pairing) -> Iterator[Step]:
    silent = [role for role in BOTH if not pairing.partner(role).answered]
    evaluation = pairing.rules.evaluation
    if silent and evaluation:
        opens = pairing.postponed(evaluation.opens)
        yield Step(command=f"tandem pairing answer {pairing.id} {who(silent)}", opens=opens)


def _attendance(pairing: Pairing, cohort: str) -> Iterator[Step]:
    """Of the first gathering that is not settled, as `domain.pairing.waiting` names it."""
    unsettled = pairing.unsettled(pairing.stage)
    if pairing.stage is Stage.MIDWAY_REVIEW or not unsettled:
        return
    gathering = unsettled[0][0]
    roles = [role for other, role in unsettled if other is gathering]
    yield from _of_gathering(pairing, cohort, gathering, roles)


def _of_gathering(pairing: Pairing, cohort: str, gathering: Gathering, roles: list[Role]) -> Iterator[Step]:
    named = f"{pairing.id} {gathering.key} {who(roles)}"
    yield Step(command=f"tandem pairing attend {named}", opens=gathering.sittings[0].starts)
    yield Step(command=f"tandem pairing waive {named}")
    if pairing.next_sitting(gathering, roles[0]) is None:
        when = "--on 'YYYY-MM-DD HH:MM-HH:MM'"
        yield Step(command=f"tandem cohort add-sitting {cohort} {gathering.key} {when}")
