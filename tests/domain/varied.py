"""Bristol's rules, varied: the programmes that other institutions run."""

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.enums import BOTH, GatheringKind, Role
from domain.programme.rules import Gathering, Patience, Rules, Sitting
from tests.living import bristol_rules, utc

ONLY_MENTOR = (Role.MENTOR,)


def gathering(
    key: str,
    kind: GatheringKind,
    *starts: datetime,
    required: bool = True,
    roles: tuple[Role, ...] = BOTH,
) -> Gathering:
    """A gathering of two hours on each of these dates."""
    sittings = tuple(
        Sitting(key=str(number), starts=at, ends=at + timedelta(hours=2))
        for number, at in enumerate(starts, 1)
    )
    return Gathering(key=key, kind=kind, required=required, roles=roles, sittings=sittings)


def without(*kinds: GatheringKind) -> Rules:
    rules = bristol_rules()
    return rules.replace(gatherings=tuple(g for g in rules.gatherings if g.kind not in kinds))


def with_gathering(new: Gathering) -> Rules:
    """Bristol's rules with this gathering added, or in the place of the one of the same key."""
    rules = bristol_rules()
    others = tuple(g for g in rules.gatherings if g.key != new.key)
    return rules.replace(gatherings=(*others, new))


def no_induction() -> Rules:
    return without(GatheringKind.INDUCTION)


def no_gates() -> Rules:
    return without(GatheringKind.INDUCTION, GatheringKind.TRAINING)


def no_review() -> Rules:
    return without(GatheringKind.MIDWAY_REVIEW)


def no_evaluation() -> Rules:
    return bristol_rules().replace(evaluation=None)


def nothing_but_sessions() -> Rules:
    return bristol_rules().replace(gatherings=(), evaluation=None)


def two_inductions() -> Rules:
    """The induction is held on 30 June and again on 2 July."""
    return with_gathering(
        gathering("induction", GatheringKind.INDUCTION, utc(2027, 6, 30, 9), utc(2027, 7, 2, 9))
    )


def mentors_train() -> Rules:
    """Only mentors train, as in one of the real programmes."""
    return with_gathering(
        gathering("training", GatheringKind.TRAINING, utc(2027, 7, 6, 13), roles=ONLY_MENTOR)
    )


def closing_feedback() -> Rules:
    """A feedback session that both must attend belongs to the evaluation."""
    return with_gathering(gathering("feedback", GatheringKind.FEEDBACK, utc(2028, 1, 26, 12)))


def impatient() -> Rules:
    """Everything that Tandem waits for is waited for briefly."""
    return bristol_rules().replace(
        patience=Patience(accept_chasers=(1,), accept_coordinator=2, nudge=3, second_nudge=5, gone_quiet=7)
    )


VARIED: dict[str, Callable[[], Rules]] = {
    "bristol": bristol_rules,
    "no induction": no_induction,
    "no gates": no_gates,
    "no review": no_review,
    "no evaluation": no_evaluation,
    "nothing but sessions": nothing_but_sessions,
    "two inductions": two_inductions,
    "mentors train": mentors_train,
    "closing feedback": closing_feedback,
    "impatient": impatient,
}
