"""The judge's look at answers: whatever was answered with success is in the store, once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome, OutcomeKind
from domain.enums import Role
from tests.chaos.verdict import Verdict


@dataclass(frozen=True)
class Answered:
    """A command or signal that was answered with success, as the store must have it: once."""

    pairing: str
    kind: OutcomeKind
    role: Role | None = None
    about: str | None = None
    starts: datetime | None = None

    def __str__(self) -> str:
        facts = (self.kind, self.role, self.about, self.starts)
        return " ".join((self.pairing, *(str(fact) for fact in facts if fact)))


_FACTS = {
    OutcomeKind.ACCEPTED: ("role",),
    OutcomeKind.ANSWERED: ("role",),
    OutcomeKind.REVIEWED: ("role", "about"),
    OutcomeKind.ATTENDED: ("role", "about"),
    OutcomeKind.BOOKED: ("starts",),
    OutcomeKind.HELD: ("starts",),
    OutcomeKind.RESCHEDULED: ("about", "starts"),
}
"""By which facts of an outcome it is told apart from others of its kind."""


def judge_answers(
    answered: Iterable[Answered], outcomes: Mapping[str, list[Outcome]], reset: Set[str], verdict: Verdict
) -> None:
    """`outcomes`: what the store has of each pairing; `reset`: the lives that were reset."""
    found = Counter(each for pairing, its in outcomes.items() for each in _told_by(pairing, its))
    verdict.transitions = sum(o.kind is OutcomeKind.STAGE for its in outcomes.values() for o in its)
    for each in set(answered):
        verdict.answered += 1
        if found[each] > 1:
            verdict.blame("answered once and recorded twice", str(each))
        if found[each] == 0 and _is_news(each) and EntityKind.PAIRING.workflow_id(each.pairing) in reset:
            verdict.unheard += 1
        elif found[each] == 0:
            verdict.blame("answered and lost", str(each))


def _is_news(each: Answered) -> bool:
    """It came as a signal, to which a life that stands apart gives no answer."""
    return each.kind is OutcomeKind.RESCHEDULED


def _told_by(pairing: str, outcomes: Iterable[Outcome]) -> Iterator[Answered]:
    for outcome in outcomes:
        facts: dict[str, Any] = {name: getattr(outcome, name) for name in _FACTS.get(outcome.kind, ())}
        yield Answered(pairing, outcome.kind, **facts)
