"""What a programme's dates must be to one another: a sentence for each that cannot be lived."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.clock import moment
from domain.errors import BadInput
from domain.programme import GatheringPlan, Programme
from domain.words import GatheringKind, Role, Stage


def check(programme: Programme) -> Iterator[str]:
    """One sentence, beginning with the key it is about, for everything that cannot be."""
    if not _is_timezone(programme.timezone):
        yield (
            f"timezone: {programme.timezone!r} is not a timezone; write one such as 'Europe/London' "
            "(the names of the IANA time zone database)."
        )
        return
    yield from _keys(programme)
    yield from _grades(programme)
    yield from _order(programme)
    yield from _existing_hours(programme)


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _keys(programme: Programme) -> Iterator[str]:
    seen: set[str] = set()
    for number, gathering in enumerate(programme.gatherings, 1):
        if gathering.key in seen:
            yield f"gatherings.{number}.key: {gathering.key!r} is used twice; choose another."
        seen.add(gathering.key)
    reviews = [g for g in programme.gatherings if g.kind is GatheringKind.MIDWAY_REVIEW]
    if len(reviews) > 1:
        yield "gatherings: there can be one mid-way review; make the others check_in."


def _grades(programme: Programme) -> Iterator[str]:
    if len(set(programme.grades)) != len(programme.grades):
        yield "grades: each grade stands on the ladder once."
    if programme.matching.grade_gap and not programme.grades:
        yield "matching.grade_gap: needs the programme's grades, the lowest first: grades = [...]."
    for role in Role:
        grade = programme.role(role).minimum_grade
        if grade is not None and grade not in programme.grades:
            yield f"roles.{role}.minimum_grade: {grade!r} is not one of the programme's grades."


def _order(programme: Programme) -> Iterator[str]:
    sessions, evaluation = programme.sessions, programme.evaluation
    for earlier, later in (
        (GatheringKind.INDUCTION, GatheringKind.TRAINING),
        (GatheringKind.INDUCTION, GatheringKind.MIDWAY_REVIEW),
        (GatheringKind.TRAINING, GatheringKind.MIDWAY_REVIEW),
    ):
        yield from _gatherings_in_order(programme, earlier, later)
    if programme.applications and programme.applications.closes > programme.introductions.on:
        yield _wrong("introductions.on", programme.introductions.on, "applications.closes")
    if sessions.closes <= sessions.opens:
        yield _wrong("sessions.closes", sessions.closes, "sessions.opens")
    if programme.introductions.on > sessions.opens:
        yield _wrong("sessions.opens", sessions.opens, "introductions.on")
    if evaluation and evaluation.closes <= evaluation.opens:
        yield _wrong("evaluation.closes", evaluation.closes, "evaluation.opens")
    if evaluation and evaluation.opens < sessions.closes:
        yield _wrong("evaluation.opens", evaluation.opens, "sessions.closes")
    yield from _inside_the_window(programme)


def _gatherings_in_order(programme: Programme, earlier: GatheringKind, later: GatheringKind) -> Iterator[str]:
    for first in _of_kind(programme, earlier):
        for second in _of_kind(programme, later):
            if second.sittings[-1].on < first.sittings[0].on:
                yield (
                    f"gatherings.{second.key}: the {_plain(later)} on {_day(second.sittings[-1].on)} is "
                    f"before the {_plain(earlier)} {first.key!r} on {_day(first.sittings[0].on)}; "
                    "move one of the two."
                )


def _inside_the_window(programme: Programme) -> Iterator[str]:
    for review in _of_kind(programme, GatheringKind.MIDWAY_REVIEW):
        for sitting in review.sittings:
            if not programme.sessions.opens <= sitting.on <= programme.sessions.closes:
                yield (
                    f"gatherings.{review.key}: the review on {_day(sitting.on)} lies outside the time for "
                    f"sessions ({_day(programme.sessions.opens)} to {_day(programme.sessions.closes)})."
                )

    for gathering in programme.gatherings:
        yield from _before_the_end(programme, gathering)


def _before_the_end(programme: Programme, gathering: GatheringPlan) -> Iterator[str]:
    stage, last = gathering.kind.stage, gathering.sittings[-1].on
    if stage in (Stage.INDUCTION, Stage.TRAINING) and last > programme.sessions.closes:
        yield _too_late(gathering, "sessions.closes", programme.sessions.closes)
    if stage is Stage.EVALUATION and programme.evaluation is None:
        yield f"gatherings.{gathering.key}: a closing gathering needs [evaluation] with its dates."
    elif stage is Stage.EVALUATION and programme.evaluation and last > programme.evaluation.closes:
        yield _too_late(gathering, "evaluation.closes", programme.evaluation.closes)


def _too_late(gathering: GatheringPlan, key: str, end: date) -> str:
    return f"gatherings.{gathering.key}: {_day(gathering.sittings[-1].on)} is after {key} ({_day(end)})."


def _existing_hours(programme: Programme) -> Iterator[str]:
    zone = ZoneInfo(programme.timezone)
    for gathering in programme.gatherings:
        for sitting in gathering.sittings:
            for at in (sitting.begins, sitting.finishes):
                if at is None:
                    continue
                try:
                    moment(sitting.on, at, zone)
                except BadInput as problem:
                    yield f"gatherings.{gathering.key}: {problem}"


def _of_kind(programme: Programme, kind: GatheringKind) -> list[GatheringPlan]:
    return [gathering for gathering in programme.gatherings if gathering.kind is kind]


def _wrong(key: str, value: date, other: str) -> str:
    return f"{key}: {_day(value)} is too early; it must come after {other}."


def _day(value: date) -> str:
    return f"{value:%a %-d %b %Y}"


def _plain(kind: GatheringKind) -> str:
    return kind.value.replace("midway_", "mid-way ").replace("_", " ")
