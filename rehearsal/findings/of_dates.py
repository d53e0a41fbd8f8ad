"""What can be seen in the programme's dates alone, and its own check does not refuse."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from domain.clock import format_date as day
from domain.enums import GatheringKind, Stage
from domain.programme.gathering_plan import GatheringPlan
from domain.programme.programme import Programme
from domain.wording import counted
from rehearsal.findings.days import day_off, working_days_between
from rehearsal.findings.finding import Finding

_DECISION_DAYS = 3
"""Working days to look at a draft, steer it and approve it."""
_DAYS_A_SESSION = 14
"""A pair that meets more often than every other week has little time to do what it has agreed."""
_FIRST_SESSION = timedelta(days=14)
"""How long after it may begin a pair has usually met for the first time."""
_OFFICE = (time(8), time(18))


def before_introductions(programme: Programme) -> Iterator[Finding]:
    out = programme.introductions.on
    for gathering in programme.gatherings:
        first = gathering.sittings[0].on
        if gathering.required and gathering.kind.stage and first <= out:
            yield Finding(
                f"{gathering.title} is on {day(first)}, and partners only hear of each other on {day(out)}.",
                f"gatherings.{gathering.key}.sittings",
                "Hold it a week or more after the introductions, or introduce the pairs earlier.",
            )


def closing_on_introductions(programme: Programme) -> Iterator[Finding]:
    applications, out = programme.applications, programme.introductions.on
    if applications and applications.closes >= out:
        yield Finding(
            f"Applications close on the day of the introductions, {day(out)}: nobody can be matched by then.",
            "applications.closes",
            "Close applications at least a week before the introductions.",
        )


def no_time_to_decide(programme: Programme) -> Iterator[Finding]:
    applications, out = programme.applications, programme.introductions.on
    if applications is None or applications.closes >= out:
        return
    days = working_days_between(applications.closes, out)
    if days < _DECISION_DAYS:
        yield Finding(
            f"Between the closing date ({day(applications.closes)}) and the introductions ({day(out)}) "
            f"there {_are(days, 'working day')} to look at the matches and approve them.",
            "introductions.on",
            f"Leave at least {_DECISION_DAYS} working days, better a week.",
        )


def short_window(programme: Programme) -> Iterator[Finding]:
    sessions, begins = programme.sessions, _may_meet_from(programme)
    days = (sessions.closes - begins).days
    if days < sessions.minimum * _DAYS_A_SESSION:
        yield Finding(
            f"Pairs can meet from {day(begins)} to {day(sessions.closes)}: {counted(days, 'day')} for at "
            f"least {counted(sessions.minimum, 'session')}, less than two weeks for each.",
            "sessions.closes",
            "Let the sessions go on for longer, or ask for fewer of them (sessions.minimum).",
        )


def early_review(programme: Programme) -> Iterator[Finding]:
    earliest = _may_meet_from(programme) + _FIRST_SESSION
    for gathering in programme.gatherings:
        first = gathering.sittings[0].on
        if gathering.kind is GatheringKind.MIDWAY_REVIEW and first < earliest:
            yield Finding(
                f"{gathering.title} is on {day(first)}, before most pairs can have met: they may begin on "
                f"{day(_may_meet_from(programme))}.",
                f"gatherings.{gathering.key}.sittings",
                "Hold it half-way through the time for sessions.",
            )


def late_training(programme: Programme) -> Iterator[Finding]:
    opens = programme.sessions.opens
    for gathering in programme.gatherings:
        first = gathering.sittings[0].on
        if gathering.kind is GatheringKind.TRAINING and first > opens:
            who = "everybody" if len(gathering.roles) > 1 else f"{gathering.roles[0]}s"
            yield Finding(
                f"{gathering.title}, for {who}, is on {day(first)}, after the sessions began on "
                f"{day(opens)}: they would meet untrained, or wait.",
                f"gatherings.{gathering.key}.sittings",
                "Train before sessions.opens, or let the sessions begin later.",
            )


def gatherings_on_days_off(programme: Programme) -> Iterator[Finding]:
    for gathering, on in _sittings(programme):
        if off := day_off(on):
            yield Finding(
                f"{gathering.title} on {day(on)} is on {off}.",
                f"gatherings.{gathering.key}.sittings",
                "Choose a working day.",
            )


def milestones_on_days_off(programme: Programme) -> Iterator[Finding]:
    evaluation = programme.evaluation
    days = (
        ("introductions.on", "The pairs are introduced", programme.introductions.on),
        ("evaluation.opens", "The evaluation is sent", evaluation and evaluation.opens),
    )
    for where, what, on in days:
        if on and (off := day_off(on)):
            yield Finding(f"{what} on {day(on)}, which is {off}.", where, "Choose a working day.")


def outside_working_hours(programme: Programme) -> Iterator[Finding]:
    earliest, latest = _OFFICE
    for gathering in programme.gatherings:
        for sitting in gathering.sittings:
            begins, finishes = sitting.begins, sitting.finishes
            if begins and finishes and (begins < earliest or finishes > latest):
                yield Finding(
                    f"{gathering.title} on {day(sitting.on)} is at {sitting.hours}, outside usual working "
                    f"hours ({earliest:%H:%M} to {latest:%H:%M}).",
                    f"gatherings.{gathering.key}.sittings",
                    "Choose other hours, or offer a second sitting within them.",
                )


def _may_meet_from(programme: Programme) -> date:
    """The first day on which a pair that misses nothing may meet."""
    gates = [
        gathering.sittings[0].on
        for gathering in programme.gatherings
        if gathering.required and gathering.kind.stage in (Stage.INDUCTION, Stage.TRAINING)
    ]
    return max([programme.sessions.opens, *gates])


def _sittings(programme: Programme) -> Iterator[tuple[GatheringPlan, date]]:
    for gathering in programme.gatherings:
        for sitting in gathering.sittings:
            yield gathering, sitting.on


def _are(number: int, thing: str) -> str:
    return f"is 1 {thing}" if number == 1 else f"are {number or 'no'} {thing}s"
