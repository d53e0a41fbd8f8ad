"""How reliable simulated people are: who misses gatherings, who never answers, who leaves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from domain.clock import mornings_after
from domain.enums import BOTH, Role
from domain.pairing import events
from domain.programme.rules import Gathering, Rules
from rehearsal.pair_personas import PairPersona, TimedEvent, timeline

_EXCUSED_AFTER = 9
"""Days after the only sitting was missed, the coordinator excuses the person."""


@dataclass(frozen=True)
class Reliability:
    """Shares of people, from 0 to 1."""

    no_shows: float = 0.2
    """Of a gathering's participants, who miss it."""
    silent: float = 0.1
    """Of all, who stop answering: from the first letter on, once they have accepted, or at the end."""
    withdraw: float = 0.05
    """Of all, who leave some time between the introductions and the last day for sessions."""


class Silence(StrEnum):
    """From when on a silent person answers nothing."""

    FROM_THE_START = "never accepts"
    ONCE_ACCEPTED = "accepts, and is not heard of again"
    AT_THE_END = "does not answer the evaluation"


_ANSWERS = {
    Silence.FROM_THE_START: (events.Accept, events.Review, events.Answer),
    Silence.ONCE_ACCEPTED: (events.Review, events.Answer),
    Silence.AT_THE_END: (events.Answer,),
}
"""What a silent person leaves undone."""


def simulate(rules: Rules, reliability: Reliability, seed: str) -> list[TimedEvent]:
    """What a pair of two such people does, in order; the same for the same seed."""
    random = Random(seed)  # noqa: S311
    happenings = timeline(rules, PairPersona.STEADY, seed)
    happenings = list(_attended(rules, happenings, reliability.no_shows, random))
    for role in BOTH:
        if random.random() < reliability.silent:
            happenings = _fallen_silent(happenings, role, random.choice(list(Silence)))
        if random.random() < reliability.withdraw:
            happenings = _withdrawn(rules, happenings, role, random)
    return sorted(happenings, key=lambda happening: happening.at)


def _attended(
    rules: Rules, happenings: Iterable[TimedEvent], no_shows: float, random: Random
) -> Iterator[TimedEvent]:
    for at, event in happenings:
        if not isinstance(event, events.Attend):
            yield TimedEvent(at, event)
            continue
        missed = tuple(role for role in event.roles if random.random() < no_shows)
        came = tuple(role for role in event.roles if role not in missed)
        if came:
            yield TimedEvent(at, event.replace(roles=came))
        if missed:
            yield TimedEvent(at, event.replace(roles=missed, attended=False))
            yield _made_up_for(rules, rules.gathering(event.gathering), missed, at)


def _made_up_for(rules: Rules, gathering: Gathering, roles: tuple[Role, ...], missed: datetime) -> TimedEvent:
    """At the next sitting, or, where there is none, by leave of the coordinator."""
    later = next((sitting for sitting in gathering.sittings if sitting.starts > missed), None)
    if later:
        return TimedEvent(later.ends, events.Attend(gathering=gathering.key, roles=roles))
    excused = mornings_after(missed, _EXCUSED_AFTER, rules.zone)
    return TimedEvent(excused, events.Waive(gathering=gathering.key, roles=roles))


def _fallen_silent(happenings: list[TimedEvent], role: Role, silence: Silence) -> list[TimedEvent]:
    """Without a partner's answer to the introduction nothing else happens; without answers after it
    there are no sessions."""
    left = [h for h in happenings if not (isinstance(h.event, _ANSWERS[silence]) and h.event.role is role)]
    if silence is Silence.FROM_THE_START:
        return [h for h in left if isinstance(h.event, events.Accept)]
    if silence is Silence.ONCE_ACCEPTED:
        return [h for h in left if not isinstance(h.event, (events.BookSession, events.LogSession))]
    return left


def _withdrawn(rules: Rules, happenings: list[TimedEvent], role: Role, random: Random) -> list[TimedEvent]:
    months: timedelta = rules.sessions.closes - rules.introductions
    leaves = mornings_after(rules.introductions + months * random.random(), 1, rules.zone)
    return [*(h for h in happenings if h.at < leaves), TimedEvent(leaves, events.Withdraw(role=role))]
