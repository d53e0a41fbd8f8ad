"""What simulated participants do: a timeline of events for one pair, from its rules and its fate."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any, NamedTuple

from domain.clock import mornings_after
from domain.enums import BOTH, ReviewChoice, Role, Stage, Wave
from domain.pairing import events
from domain.programme.rules import Gathering, Rules


class PairPersona(StrEnum):
    """How a simulated pair lives."""

    STEADY = "meets as planned"
    CATCHES_UP = "misses the training and catches up"
    RECOVERS = "goes quiet, is nudged and recovers"
    GOES_QUIET = "goes quiet for good"
    WITHDRAWS = "withdraws half-way"
    NEVER_ANSWERS = "never answers the evaluation"
    PAUSES = "pauses for a while"


CAST = (
    PairPersona.STEADY,
    PairPersona.CATCHES_UP,
    PairPersona.STEADY,
    PairPersona.RECOVERS,
    PairPersona.STEADY,
    PairPersona.GOES_QUIET,
    PairPersona.STEADY,
    PairPersona.WITHDRAWS,
    PairPersona.STEADY,
    PairPersona.NEVER_ANSWERS,
    PairPersona.PAUSES,
    PairPersona.STEADY,
)
"""The demo's twelve pairs, in order."""

_CAUGHT_UP_AFTER = 9
_ANSWERING = 0.9
"""The share of people who answer the questions of a wave."""
_BOOKED_BEFORE = timedelta(days=6)
_CHOSEN_BEFORE = timedelta(days=8)
_LAST_MINUTE = timedelta(hours=1)
"""Before the questions close: who has waited so long answers now."""

_Pause = tuple[datetime, datetime] | None


class TimedEvent(NamedTuple):
    at: datetime
    event: Any
    """One that this kind of life can be told."""


def timeline(rules: Rules, fate: PairPersona, seed: str, number: int = 0) -> list[TimedEvent]:
    """What happens to this pair and when, in order; the same for the same seed. `number`: of the pair, by
    which no two choose the same time of what each comes to alone."""
    random = Random(seed)  # noqa: S311
    pause = _pause(rules) if fate is PairPersona.PAUSES else None
    happenings = [
        *_acceptance(rules, random),
        *_gatherings(rules, fate, number),
        *_sessions(rules, fate, pause, random),
        *_review(rules, random),
        *_evaluation(rules, fate, pause, random),
    ]
    happenings += _answers(rules, pause, _completed(rules, happenings), Random(f"{seed}:answers"))  # noqa: S311
    if pause:
        happenings += [TimedEvent(pause[0], events.Pause()), TimedEvent(pause[1], events.Resume())]
    happenings.sort(key=lambda happening: happening.at)
    return list(_cut(rules, fate, happenings))


def _acceptance(rules: Rules, random: Random) -> Iterator[TimedEvent]:
    for role in BOTH:
        after = timedelta(days=random.randint(0, 3), hours=random.randint(1, 8))
        yield TimedEvent(rules.introductions + after, events.Accept(role=role))


def _gatherings(rules: Rules, fate: PairPersona, number: int) -> Iterator[TimedEvent]:
    for stage in (Stage.INDUCTION, Stage.TRAINING, Stage.MENTORING, Stage.EVALUATION):
        for gathering in rules.gates(stage):
            if gathering.one_to_one:
                yield from _one_to_one(gathering, number)
                continue
            misses = fate is PairPersona.CATCHES_UP and stage is Stage.TRAINING
            yield from _attendance(rules, gathering, misses)


def _attendance(rules: Rules, gathering: Gathering, misses: bool) -> Iterator[TimedEvent]:
    """The coordinator writes down who came when the first sitting is over."""
    sitting = gathering.sittings[0]
    if not misses:
        yield TimedEvent(sitting.ends, events.Attend(gathering=gathering.key, roles=gathering.roles))
        return
    missed, came = gathering.roles[-1:], gathering.roles[:-1]
    if came:
        yield TimedEvent(sitting.ends, events.Attend(gathering=gathering.key, roles=came))
    yield TimedEvent(sitting.ends, events.Attend(gathering=gathering.key, roles=missed, attended=False))
    later = mornings_after(sitting.ends, _CAUGHT_UP_AFTER, rules.zone)
    yield TimedEvent(later, events.Attend(gathering=gathering.key, roles=missed))


def _one_to_one(gathering: Gathering, number: int) -> Iterator[TimedEvent]:
    """Each chooses a time of their own; the coordinator writes down who came at the end of each day."""
    times, roles = gathering.sittings, gathering.roles
    for place, role in enumerate(roles):
        chosen = times[(number * len(roles) + place) % len(times)]
        seat = events.ChooseSitting(gathering=gathering.key, sitting=chosen.key, roles=(role,))
        yield TimedEvent(times[0].starts - _CHOSEN_BEFORE, seat)
        over = max(time.ends for time in times if time.ends.date() == chosen.ends.date())
        yield TimedEvent(over, events.Attend(gathering=gathering.key, roles=(role,)))


def _sessions(rules: Rules, fate: PairPersona, pause: _Pause, random: Random) -> Iterator[TimedEvent]:
    """Each booked some days before, and logged when it is over; none while the pair pauses."""
    minutes = rules.sessions.minutes
    for day in _session_days(rules, fate):
        jitter = timedelta(days=random.randint(0, 5))
        starts = mornings_after(day + jitter, 1, rules.zone) + timedelta(
            hours=random.choice((0, 1, 2, 4, 5, 6))
        )
        if pause and starts - _BOOKED_BEFORE <= pause[1] and starts + timedelta(days=1) >= pause[0]:
            starts = mornings_after(pause[1] + _BOOKED_BEFORE, 2, rules.zone)
        yield TimedEvent(starts - _BOOKED_BEFORE, events.BookSession(starts=starts, minutes=minutes))
        over = starts + timedelta(minutes=minutes + random.randint(5, 600))
        yield TimedEvent(over, events.LogSession())


def _session_days(rules: Rules, fate: PairPersona) -> list[datetime]:
    """The minimum of sessions, spread evenly over the window; a pair that goes quiet for a while
    meets again soon after the first nudge."""
    gates = (*rules.gates(Stage.INDUCTION), *rules.gates(Stage.TRAINING))
    begun = max([rules.sessions.opens, *(gathering.sittings[-1].ends for gathering in gates)])
    first = mornings_after(begun, _CAUGHT_UP_AFTER, rules.zone) + _BOOKED_BEFORE + timedelta(days=1)
    minimum, closes = rules.sessions.minimum, rules.sessions.closes
    usual = (closes - first) / (minimum + 0.5)
    quiet = timedelta(days=rules.patience.nudge + 4) + _BOOKED_BEFORE
    second = first + (quiet if fate is PairPersona.RECOVERS else usual)
    gap = (closes - second) / (minimum - 0.5)
    return [first, *(second + number * gap for number in range(minimum - 1))]


def _review(rules: Rules, random: Random) -> Iterator[TimedEvent]:
    if rules.review is None:
        return
    over = rules.review.sittings[0].ends
    for role in BOTH:
        choice = random.choice((ReviewChoice.CONTINUE, ReviewChoice.CONTINUE, ReviewChoice.ADJUST))
        yield TimedEvent(
            over + timedelta(hours=random.randint(1, 30)), events.Review(role=role, choice=choice)
        )


def _evaluation(rules: Rules, fate: PairPersona, pause: _Pause, random: Random) -> Iterator[TimedEvent]:
    if rules.evaluation is None:
        return
    opens = rules.evaluation.opens + (pause[1] - pause[0] if pause else timedelta())
    for role in BOTH:
        if fate is PairPersona.NEVER_ANSWERS and role is Role.MENTEE:
            continue
        answered = opens + timedelta(days=random.randint(1, 12), hours=random.randint(1, 9))
        yield TimedEvent(answered, events.Answer(role=role))


def _completed(rules: Rules, happenings: list[TimedEvent]) -> datetime | None:
    """When the evaluation is over for them: both have answered and been to what is held then, or it has
    closed."""
    if rules.evaluation is None:
        return None
    gates = {gathering.key for gathering in rules.gates(Stage.EVALUATION)}
    came = [at for at, event in happenings if isinstance(event, events.Attend) and event.gathering in gates]
    answered = [at for at, event in happenings if isinstance(event, events.Answer)]
    return max(*came, *answered) if len(answered) == len(BOTH) else rules.evaluation.closes


def _answers(rules: Rules, pause: _Pause, completed: datetime | None, random: Random) -> Iterator[TimedEvent]:
    """Of the questions before, half-way and half a year on; most answer each, and in time."""
    for wave, opens, closes in _opening(rules, pause, completed):
        for role in BOTH:
            at = opens + timedelta(days=random.randint(0, 5), hours=random.randint(1, 9))
            if wave in rules.asks and random.random() < _ANSWERING:
                in_time = closes - _LAST_MINUTE if closes and opens < closes <= at else at
                yield TimedEvent(in_time, events.Answer(role=role, wave=wave))


def _opening(
    rules: Rules, pause: _Pause, completed: datetime | None
) -> Iterator[tuple[Wave, datetime, datetime | None]]:
    """Each wave, from when, and until when if that may be sooner than people answer."""
    before = (*rules.gates(Stage.INDUCTION), *rules.gates(Stage.TRAINING))
    first = min((gathering.sittings[0].starts for gathering in before), default=None)
    yield Wave.BEFORE, rules.introductions + timedelta(days=4), first
    paused = pause[1] - pause[0] if pause else timedelta()
    half_way = rules.sessions.opens + (rules.sessions.closes + paused - rules.sessions.opens) / 2
    midway = rules.review.sittings[0].ends if rules.review else mornings_after(half_way, 0, rules.zone)
    yield Wave.MIDWAY, midway, None
    if completed and rules.patience.follow_up:
        yield Wave.LATER, mornings_after(completed, rules.patience.follow_up, rules.zone), None


def _pause(rules: Rules) -> tuple[datetime, datetime]:
    """Three weeks off, just after the review."""
    middle = rules.review.sittings[0].ends if rules.review else rules.sessions.opens + timedelta(days=90)
    begins = mornings_after(middle, 3, rules.zone)
    return begins, mornings_after(begins, 21, rules.zone)


def _cut(rules: Rules, fate: PairPersona, happenings: list[TimedEvent]) -> Iterator[TimedEvent]:
    """Some stories stop early."""
    middle = rules.sessions.opens + (rules.sessions.closes - rules.sessions.opens) / 2
    held = 0
    for happening in happenings:
        if fate is PairPersona.WITHDRAWS and happening.at > middle:
            yield TimedEvent(middle, events.Withdraw(role=Role.MENTEE))
            return
        yield happening
        held += isinstance(happening.event, events.LogSession)
        if fate is PairPersona.GOES_QUIET and held:
            return
