"""What the parts of a programme must be to one another: a sentence for each that cannot work."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.application.form import ArrangementWish
from domain.clock import format_date as _day
from domain.clock import moment
from domain.enums import GatheringKind, Role, Stage
from domain.errors import BadInput
from domain.programme.gathering_plan import GatheringPlan
from domain.programme.programme import Programme
from domain.programme.purpose_checks import check_purpose
from domain.programme.roles import Prerequisite


def check(programme: Programme) -> Iterator[str]:
    """One sentence, beginning with the key it is about, for everything that cannot be."""
    if not _is_timezone(programme.timezone):
        yield (
            f"timezone: {programme.timezone!r} is not a timezone; write one such as 'Europe/London' "
            "(the names of the IANA time zone database)."
        )
        return
    yield from _concerns(programme)
    yield from _keys(programme)
    yield from _grades(programme)
    yield from _prerequisites(programme)
    yield from _invitations(programme)
    yield from _fixed(programme)
    yield from _order(programme)
    yield from _measured(programme)
    yield from _report(programme)
    yield from check_purpose(programme)
    yield from _existing_hours(programme)


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _concerns(programme: Programme) -> Iterator[str]:
    concerns = programme.concerns
    if concerns and concerns.email.lower() == programme.contact.email.lower():
        yield "concerns.email: it is the contact's; name somebody else, who may be told of the contact, too."


def _measured(programme: Programme) -> Iterator[str]:
    for number, objective in enumerate(programme.objectives, 1):
        for key in objective.measured_by:
            if programme.questionnaire.item(key) is None:
                yield f"objectives.{number}.measured_by: {key!r} is the key of no question that is asked."


def _keys(programme: Programme) -> Iterator[str]:
    seen: set[str] = set()
    for number, gathering in enumerate(programme.gatherings, 1):
        if gathering.key in seen:
            yield f"gatherings.{number}.key: {gathering.key!r} is used twice; choose another."
        seen.add(gathering.key)
        if len(set(gathering.sitting_keys)) != len(gathering.sittings):
            yield (
                f"gatherings.{gathering.key}.sittings: two of them have the same key "
                f"({', '.join(gathering.sitting_keys)}; one without has its number); choose another."
            )
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


_CONDITIONS_OF_ALL = ("manager", "invitation")
"""What may have to be confirmed in any programme, by the same command as its prerequisites."""


def _prerequisites(programme: Programme) -> Iterator[str]:
    described = [prerequisite.key for prerequisite in programme.prerequisites]
    for number, prerequisite in enumerate(programme.prerequisites, 1):
        if prerequisite.key in _CONDITIONS_OF_ALL:
            yield f"prerequisites.{number}.key: {prerequisite.key!r} is Tandem's own; choose another."
        if prerequisite.key in described[: number - 1]:
            yield f"prerequisites.{number}.key: {prerequisite.key!r} is used twice; choose another."
        if prerequisite.gathering:
            yield from _met_by(programme, prerequisite, prerequisite.gathering)
    for role in Role:
        for key in programme.role(role).prerequisites:
            if key not in described:
                yield (
                    f"roles.{role}.prerequisites: {key!r} is not described; "
                    f'add [[prerequisites]] with key = "{key}".'
                )


def _met_by(programme: Programme, prerequisite: Prerequisite, key: str) -> Iterator[str]:
    """What keeps people from meeting this prerequisite by attending the gathering of this key."""
    where, introductions = f"prerequisites.{prerequisite.key}.gathering", programme.introductions.on
    gathering = next((gathering for gathering in programme.gatherings if gathering.key == key), None)
    if gathering is None:
        known = ", ".join(gathering.key for gathering in programme.gatherings) or "none"
        yield f"{where}: there is no gathering {key!r}; there are: {known}."
        return
    if gathering.kind.stage:
        yield f"{where}: {key!r} comes after the pairing; name an awareness session or a workshop."
    elif gathering.sittings and gathering.sittings[-1].on > introductions:
        yield _after(where, gathering.sittings[-1].on, "introductions.on", introductions)
    for role in Role:
        if prerequisite.key in programme.role(role).prerequisites and role not in gathering.roles:
            yield f'{where}: {key!r} is not for the {role}, who needs it; add "{role}" to its roles.'


def _invitations(programme: Programme) -> Iterator[str]:
    for role in Role:
        text = programme.role(role)
        if text.invitation_until and text.enters_by != "invitation":
            yield (
                f"roles.{role}.invitation_until: only a role that is entered by invitation has it; "
                'write enters_by = "invitation" or leave it out.'
            )


def _fixed(programme: Programme) -> Iterator[str]:
    fixed = programme.applications.fixed if programme.applications else {}
    offered = [*programme.arrangements, ArrangementWish.EITHER]
    yield from _is_one_of("applications.fixed.role", fixed.get("role"), list(Role))
    yield from _is_one_of("applications.fixed.arrangement", fixed.get("arrangement"), offered)


def _is_one_of(key: str, value: str | None, known: Sequence[StrEnum]) -> Iterator[str]:
    if value is not None and value not in known:
        words = " or ".join(repr(word.value) for word in known)
        yield f"{key}: {value!r} is not one that this programme has; write {words}."


def _order(programme: Programme) -> Iterator[str]:
    sessions, evaluation = programme.sessions, programme.evaluation
    for earlier, later in (
        (GatheringKind.INDUCTION, GatheringKind.TRAINING),
        (GatheringKind.INDUCTION, GatheringKind.MIDWAY_REVIEW),
        (GatheringKind.TRAINING, GatheringKind.MIDWAY_REVIEW),
    ):
        yield from _gatherings_in_order(programme, earlier, later)
    yield from _applications_in_order(programme)
    if sessions.closes <= sessions.opens:
        yield _wrong("sessions.closes", sessions.closes, "sessions.opens")
    if programme.introductions.on > sessions.opens:
        yield _wrong("sessions.opens", sessions.opens, "introductions.on")
    if evaluation and evaluation.closes <= evaluation.opens:
        yield _wrong("evaluation.closes", evaluation.closes, "evaluation.opens")
    if evaluation and evaluation.opens < sessions.closes:
        yield _wrong("evaluation.opens", evaluation.opens, "sessions.closes")
    yield from _inside_the_window(programme)


def _applications_in_order(programme: Programme) -> Iterator[str]:
    applications = programme.applications
    if applications and applications.closes > programme.introductions.on:
        yield _wrong("introductions.on", programme.introductions.on, "applications.closes")
    if applications and applications.opens and applications.opens > applications.closes:
        yield _wrong("applications.closes", applications.closes, "applications.opens")


def _report(programme: Programme) -> Iterator[str]:
    report, evaluation = programme.report, programme.evaluation
    if report is None:
        return
    end = evaluation.closes if evaluation else programme.sessions.closes
    if report.due < end:
        yield _wrong("report.due", report.due, "evaluation.closes" if evaluation else "sessions.closes")
    if report.next_steps and report.next_steps < report.due:
        yield _wrong("report.next_steps", report.next_steps, "report.due")


def _gatherings_in_order(programme: Programme, earlier: GatheringKind, later: GatheringKind) -> Iterator[str]:
    for first in _of_kind(programme, earlier):
        for second in _of_kind(programme, later):
            if second.sittings[-1].on < first.sittings[0].on:
                yield (
                    f"gatherings.{second.key}: the {_plain(later)} on {_day(second.sittings[-1].on)} is "
                    f"before the {_plain(earlier)} {first.key!r} on {_day(first.sittings[0].on)}; "
                    "move one of the two."
                )


_BETWEEN_SESSIONS = {GatheringKind.MIDWAY_REVIEW: "review", GatheringKind.DISCUSSION: "discussion"}


def _inside_the_window(programme: Programme) -> Iterator[str]:
    opens, closes = programme.sessions.opens, programme.sessions.closes
    for gathering in programme.held:
        name = _BETWEEN_SESSIONS.get(gathering.kind)
        for sitting in gathering.sittings if name else ():
            if not opens <= sitting.on <= closes:
                yield (
                    f"gatherings.{gathering.key}: the {name} on {_day(sitting.on)} lies outside the time for "
                    f"sessions ({_day(opens)} to {_day(closes)})."
                )

    for gathering in programme.held:
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
    return _after(f"gatherings.{gathering.key}", gathering.sittings[-1].on, key, end)


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
    return [gathering for gathering in programme.held if gathering.kind is kind]


def _after(where: str, value: date, key: str, end: date) -> str:
    return f"{where}: {_day(value)} is after {key} ({_day(end)})."


def _wrong(key: str, value: date, other: str) -> str:
    return f"{key}: {_day(value)} is too early; it must come after {other}."


def _plain(kind: GatheringKind) -> str:
    return kind.value.replace("midway_", "mid-way ").replace("_", " ")
