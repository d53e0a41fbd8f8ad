"""A cohort as people read it: how it stands, its calendar and history, and what has just been changed."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from cli.output import local, next_step, print_table, say
from domain.clock import format_date, format_moment, format_short_date, format_time
from domain.entity.outcomes import Outcome, OutcomeKind
from domain.enums import CONCERN_SENTENCES, Attendance, in_words
from domain.programme.programme import Programme
from domain.wording import counted
from services.cohorts.attendance import RecordedAttendance
from services.cohorts.opening import OpenedCohort
from services.cohorts.sittings import ChangedSitting
from services.reports.calendar import Date
from services.reports.closing import ClosingReport
from services.reports.status import Approvals, CohortHistory
from storage.views import CohortView

_MANY = 100
_AT_A_GLANCE = 20
"""So many names are read in one line."""


def print_history(history: CohortHistory) -> None:
    cohort, zone = history.cohort, history.cohort.programme.zone
    print_heading(cohort)
    if cohort.follows:
        say(f"It follows {cohort.follows}: who waited there was offered a place first.")
    _print_approvals(history.approvals, zone)
    print_table("\nCalendar", ("when", "what", "which", ""), [_date(date) for date in history.calendar])
    rows = [(*_outcome(o, zone), history.actors.get(o.actor or "")) for o in history.outcomes]
    print_table("\nHistory", ("when", "what", "about", "by"), rows)
    letters = [(local(row.written_at, zone), row.subject, row.state, row.id[:8]) for row in history.letters]
    print_table("\nLetters to the coordinator", ("written", "letter", "state", "id"), letters)


def print_heading(cohort: CohortView) -> None:
    say(f"{cohort.programme.title}, {cohort.programme.organisation}")
    say_standing(cohort)


def say_standing(cohort: CohortView) -> None:
    """Its stage, what it waits for and until when, and what needs the coordinator."""
    zone = cohort.programme.zone
    say(f"Cohort {cohort.key}: {in_words(cohort.stage)} since {local(cohort.since, zone)}.")
    if cohort.waits_for:
        say(f"It waits for {cohort.waits_for}.{next_step(cohort.until, zone)}")
    for concern in cohort.concerns:
        say(f"It needs your attention: {CONCERN_SENTENCES[concern]}.")


def say_how_many_are_left(left: int) -> None:
    """How far it is while pairings begin, where there are many."""
    if left > _MANY:
        say(f"  {counted(left, 'pairing')} still to begin")


def print_reports(key: str, made: Sequence[ClosingReport]) -> None:
    """Those that have been made of this cohort."""
    if not made:
        say(f"No report of {key} has been made yet. To make one: tandem cohort report {key}")
        return
    rows = [(r.number, format_date(r.as_of), in_words(r.stage), r.profile) for r in made]
    print_table("Reports", ("no.", "as of", "the cohort was", "profile"), rows)


def print_opened(
    opened: OpenedCohort, asked: Programme, by_hand: bool, previous: str | None, taken_over: bool = False
) -> None:
    """What is new, what has passed already, and what comes next. `asked`: the programme to open it for."""
    cohort, new = opened.cohort, opened.new
    if by_hand:
        say(f"Cohort {cohort.key} is open: {counted(new, 'pairing')} begun.")
    else:
        say(f"Cohort {cohort.key} is open. Next: tandem application import {cohort.key} FILE")
        if previous:
            offered = counted(new, "person who has waited", "people who have waited")
            say(f"{offered} since {previous} {'is' if new == 1 else 'are'} offered a place.")
    if cohort.programme != asked:
        introductions = format_short_date(cohort.programme.introductions.on)
        say(f"It was open before and keeps its own calendar, with introductions on {introductions}.")
    if taken_over:
        say("Tell what has happened so far, from a list:")
        say(f"  tandem cohort record-template {cohort.key} FILE")
    else:
        _say_what_is_over(opened)
    say(f"See how it stands: tandem cohort status {cohort.key}")


def _say_what_is_over(opened: OpenedCohort) -> None:
    key = opened.cohort.key
    if opened.applications_closed:
        closed = format_date(opened.applications_closed)
        say(f"Applications closed on {closed}: whoever applies now is late.")
        say(f"  tandem cohort extend {key} --to DATE")
    for gathering, title in opened.gatherings_over:
        say(f"{title} ({gathering}) is required and over already. Hold it once more:")
        say(f"  tandem cohort add-sitting {key} {gathering} --on 'YYYY-MM-DD HH:MM-HH:MM'")


def say_sitting(changed: ChangedSitting) -> None:
    zone, sitting = changed.programme.zone, changed.sitting
    title, date = changed.programme.gathering(changed.gathering).title, changed.date
    places = "".join(f", {place}" for place in (date.where, date.link) if place)
    hours = f"{format_moment(sitting.starts, zone)} to {format_time(sitting.ends, zone)}"
    say(f"{title} ({changed.gathering} {sitting.key}): {hours}{places}.")


def say_attendance(recorded: RecordedAttendance) -> None:
    """What is new, and how many there are altogether."""
    for email in recorded.without_place:
        say(f"{email} holds no place at a date that is over; nothing is recorded.")
    say(f"{recorded.gathering}: {recorded.attended} attended, {recorded.missed} missed it.")
    if recorded.attended or recorded.missed:
        say_names("Attended", recorded.told.attended)
        say_names("Missed it", recorded.told.missed)
    counts = recorded.altogether
    excused = f", {counts[Attendance.WAIVED]} were excused" if counts[Attendance.WAIVED] else ""
    attended, missed = counts[Attendance.ATTENDED], counts[Attendance.MISSED]
    say(f"Altogether {attended} have attended, {missed} missed it{excused}.")


def say_names(what: str, names: Sequence[str]) -> None:
    """Whom it was about: so many as can be read at a glance."""
    if names:
        others = f"; and {counted(len(names) - _AT_A_GLANCE, 'other')}" if len(names) > _AT_A_GLANCE else ""
        say(f"{what}: {'; '.join(names[:_AT_A_GLANCE])}{others}.")


def _print_approvals(approvals: Approvals, zone: ZoneInfo) -> None:
    for number, (by, at) in enumerate(approvals, 1):
        say(f"Draft {number} of the matches was approved by {by} on {local(at, zone)}.")


def _date(date: Date) -> tuple[str, ...]:
    which = " ".join(filter(None, (date.gathering, date.sitting)))
    places = ", ".join(place for place in (date.where, date.link) if place)
    what = f"{date.what} ({places})" if places else date.what
    return (date.when, what, which, "over" if date.over else "")


def _outcome(outcome: Outcome, zone: ZoneInfo) -> tuple[str, str, str]:
    what = _HAPPENED.get(outcome.kind, in_words(outcome.kind))
    return (local(outcome.at, zone), what, _about(outcome, zone))


_HAPPENED = {
    OutcomeKind.PROPOSED: "opened",
    OutcomeKind.EXTENDED: "closing date moved",
    OutcomeKind.DRAFTED: "matches drafted",
    OutcomeKind.APPROVED: "pairs approved",
    OutcomeKind.BEGUN: "pairings begun",
}
"""What is said otherwise of a cohort than of a pairing."""


_BEFORE_A_DATE = {OutcomeKind.SITTING_ADDED: "on", OutcomeKind.SITTING_CANCELLED: "held instead on"}


def _about(outcome: Outcome, zone: ZoneInfo) -> str:
    if outcome.kind is OutcomeKind.BEGUN:
        return counted(int(outcome.about or 0), "pairing")
    to = _BEFORE_A_DATE.get(outcome.kind, "to")
    when = f"{to} {local(outcome.starts, zone)}" if outcome.starts else ""
    return " ".join(filter(None, (in_words(outcome.about), when)))
