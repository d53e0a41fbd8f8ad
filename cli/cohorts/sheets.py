"""Cohorts as tables for a spreadsheet."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from cli.cohorts.tables import fates
from cli.exports.table import Cell, Table, at_local
from cli.pairings.sheets import letter_sheet, outcome_sheet, pairing_sheet, with_letters
from domain.enums import Attendance, in_words
from domain.matching.draft import Proposal, Unplaced
from services.matching.drafts import DraftedMatches, People
from services.reports.attendance import PersonAttendance
from services.reports.calendar import Date
from services.reports.closing import ClosingReport
from services.reports.figures import Figures
from services.reports.status import CohortHistory, CohortStatus
from storage.statistics import SIGNED_UP


def status_sheets(status: CohortStatus) -> list[Table]:
    """The pairings first: they are what a CSV file has."""
    figures, cohort = status.figures, status.cohort
    pairings = pairing_sheet(status.pairings, {cohort.key: cohort.programme.zone})
    return [
        with_letters(pairings, status.letters_each),
        Table.of("Applications", ("stage", "mentors", "mentees", "together"), fates(figures)),
        _gatherings(figures),
    ]


def _gatherings(figures: Figures) -> Table:
    columns = ("gathering", "held on", "role", "attended", "missed", "excused", "signed up")
    rows = (
        (
            *(gathering.plan.title, gathering.plan.sittings[0].on, role),
            *(counts[attendance.value] for attendance in Attendance),
            None if gathering.plan.kind.stage else counts[SIGNED_UP],
        )
        for gathering in figures.gatherings
        for role, counts in gathering.attendance.items()
    )
    return Table.of("Gatherings", columns, rows)


def history_sheets(history: CohortHistory) -> list[Table]:
    zone = history.cohort.programme.zone
    calendar = (_date(date, zone) for date in history.calendar)
    columns = ("begins", "ends", "what", "gathering", "sitting", "where", "over")
    return [
        Table.of("Calendar", columns, calendar),
        outcome_sheet(history.outcomes, history.actors, zone),
        letter_sheet(history.letters, zone),
    ]


def attendance_sheet(records: Sequence[PersonAttendance]) -> Table:
    rows = (
        (one.gathering, one.person.name, one.person.email, one.role, _CAME[one.attendance]) for one in records
    )
    return Table.of("Attendance", ("gathering", "name", "email", "role", "attendance"), rows)


def reports_sheet(made: Sequence[ClosingReport]) -> Table:
    rows = ((one.number, one.as_of, in_words(one.stage), one.profile) for one in made)
    return Table.of("Reports", ("number", "as of", "the cohort was", "profile"), rows)


_CAME = {Attendance.ATTENDED: "attended", Attendance.MISSED: "missed", Attendance.WAIVED: "excused"}
_PERSON = ("", "'s email", "'s department", "'s grade")


def match_sheets(matches: DraftedMatches) -> list[Table]:
    """The pairs, and who is without a partner."""
    draft, people = matches.stored.draft, matches.people
    both = [f"{role}{what}" for role in ("mentor", "mentee") for what in _PERSON]
    columns = (*both, "arrangement", "why", "score")
    return [
        Table.of("Matches", columns, (_match(one, people) for one in draft.pairs)),
        Table.of(
            "Without a partner",
            ("name", "email", "role", "department", "grade", "why"),
            (_unplaced(one, people) for one in draft.unplaced),
        ),
    ]


def _date(date: Date, zone: ZoneInfo) -> tuple[Cell, ...]:
    hours = (at_local(date.at, zone), at_local(date.ends, zone))
    return (*hours, date.what, date.gathering, date.sitting, date.where, "over" if date.over else "")


def _match(one: Proposal, people: People) -> tuple[Cell, ...]:
    why = "pinned" if one.pinned else ", ".join(in_words(met.wish) for met in one.met)
    return (
        *_person(people, one.mentor),
        *_person(people, one.mentee),
        *(in_words(one.arrangement), why, round(one.score, 2)),
    )


def _person(people: People, candidate: str) -> tuple[Cell, ...]:
    form = people[candidate]
    return (form.name, form.email, form.department, form.grade)


def _unplaced(one: Unplaced, people: People) -> tuple[Cell, ...]:
    name, email, department, grade = _person(people, one.id)
    return (name, email, one.role, department, grade, in_words(one.reason))
