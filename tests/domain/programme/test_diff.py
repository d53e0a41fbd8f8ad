"""What a changed file changes in a cohort that runs, and what it cannot."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.errors import BadInput, Refused
from domain.programme.cancelling import cancelled
from domain.programme.dates import Place, extended, held_once_more, moved, read_slot
from domain.programme.diff import FieldChange, changed_by
from domain.programme.programme import Programme
from domain.programme.timetable import by_weeks, rules_of
from tests.every import every
from tests.factories import programme
from tests.living import bristol, utc

pytestmark = pytest.mark.unit

NOW = utc(2027, 6, 1)
CITY = programme("city-2021")


def edited(known: Programme, **changes: Any) -> Programme:
    """The file of this programme, with these keys put in another way: `a__b` for a key within a table."""
    plain = known.model_dump(mode="json", by_alias=True)
    for path, value in changes.items():
        table: Any = plain
        steps = path.split("__")
        for step in steps[:-1]:
            table = table[int(step) if step.isdigit() else step]
        table[int(steps[-1]) if steps[-1].isdigit() else steps[-1]] = value
    return Programme.model_validate(plain)


def changes(file: Programme, known: Programme | None = None) -> list[tuple[str, str, str]]:
    return [tuple(change) for change in changed_by(known or bristol(), file).changes]  # type: ignore[misc]


_TAKEN = {
    "contact__email": "new.office@bristol.example",
    "title": "Reciprocal Mentoring",
    "summary": "Six months, two colleagues.",
    "roles__mentor__label": "Mentor",
    "gatherings__1__title": "Induction",
    "gatherings__1__sittings__0__where": "Room 4.12",
    "gatherings__1__sittings__0__link": "https://uni.example/join",
    "evaluation__questionnaire": "https://uni.example/questions",
    "applications__how": "By the form alone.",
    "wellbeing": None,
    "concerns__email": "guardian@bristol.example",
    "stories": "May we tell your story?",
    "letters__review": True,
}


@every(("where", "value"), _TAKEN.items())
def test_words_contacts_and_places_are_taken_over(where: str, value: Any) -> None:
    file = edited(bristol(), **{where: value})
    done = changed_by(bristol(), file)
    assert len(done.changes) == 1
    assert changed_by(done.programme, file).changes == ()
    assert done.left == ()


_FIXED = {
    "sessions__minimum": (5, "sessions.minimum: 4 in the cohort, 5 in the file"),
    "sessions__closes": ("2028-01-13", "sessions.closes: 2028-01-06 in the cohort, 2028-01-13 in the file"),
    "timezone": ("Europe/Paris", "timezone: Europe/London in the cohort, Europe/Paris in the file"),
    "roles__mentor__manager_support": (True, "roles.mentor.manager_support: false in the cohort, true in"),
    "gatherings__1__required": (
        False,
        "gatherings.induction.required: true in the cohort, false in the file",
    ),
    "gatherings__1__kind": ("check_in", "gatherings.induction.kind: induction in the cohort"),
    "gatherings__1__key": ("start", "gatherings.start: nothing in the cohort"),
    "introductions__on": ("2027-06-15", "introductions.on: 2027-06-14 in the cohort, 2027-06-15 in the file"),
    "patience__nudge": (30, "patience.nudge: 42 in the cohort, 30 in the file"),
    "disclosure__profile": ("hesa", "disclosure.profile: nhs in the cohort, hesa in the file"),
    "grades": (["Grade 6"], "grades: nothing in the cohort, Grade 6 in the file"),
    "evaluation": (None, "evaluation: opens 2028-01-10"),
}


@every(("where", "value", "sentence"), [(where, *fixed) for where, fixed in _FIXED.items()])
def test_what_people_have_been_told_is_fixed_and_named(where: str, value: Any, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        changed_by(bristol(), edited(bristol(), **{where: value, "title": "Another"}))
    assert str(refused.value).startswith("This cannot change in a cohort that runs; nothing was changed:")
    assert sentence in str(refused.value)


def test_each_that_is_fixed_is_named() -> None:
    with pytest.raises(Refused) as refused:
        changed_by(bristol(), edited(bristol(), sessions__minimum=5, sessions__minutes=90))
    assert str(refused.value).count("\n") == 2


def test_the_dates_of_the_report_are_taken_over_and_must_fit() -> None:
    assert CITY.report
    later = CITY.report.due + timedelta(days=7)
    done = changed_by(CITY, edited(CITY, report__due=later.isoformat()))
    assert [change.where for change in done.changes] == ["report.due"]
    with pytest.raises(BadInput, match=r"report\.due"):
        changed_by(CITY, edited(CITY, report__due="2027-01-01", report__next_steps=None))


def test_a_file_of_another_year_is_read_in_the_cohorts_dates() -> None:
    file = edited(by_weeks(bristol(), -52), contact__name="The new office")
    assert changes(file) == [("contact.name", "Staff Development", "The new office")]


def test_the_file_of_another_programme_is_refused() -> None:
    with pytest.raises(Refused, match="This is the file of city-2021; the cohort is one of bristol-2021"):
        changed_by(bristol(), CITY)


def test_a_date_that_a_command_has_moved_stays_and_is_told() -> None:
    file = edited(bristol(), title="Another")
    known = extended(bristol(), date(2027, 6, 10), NOW)
    known = moved(
        known, "induction", read_slot("2027-07-01 10:00-12:00"), NOW, place=Place("Hall 1")
    ).programme
    done = changed_by(known, file)
    assert [change.where for change in done.left] == [
        "applications.closes",
        "gatherings.induction.sittings.1.date",
        "gatherings.induction.sittings.1.hours",
    ]
    assert FieldChange("gatherings.induction.sittings.1.where", "Hall 1", "nothing") in done.changes
    assert rules_of(done.programme).gathering("induction").sittings[0].starts == utc(2027, 7, 1, 9)


def test_a_date_that_was_added_or_cancelled_stays_so() -> None:
    slot = read_slot("2027-07-05 10:00-12:00")
    known = held_once_more(bristol(), "induction", slot, NOW).programme
    known = cancelled(known, "induction", NOW, sitting="1").programme
    done = changed_by(known, edited(bristol(), title="Another"))
    assert [change.where for change in done.changes] == ["title"]
    assert [change.where for change in done.dates_not_there] == ["gatherings.induction.sittings.1"]
    assert done.programme.gathering("induction") == known.gathering("induction")


def test_the_same_file_changes_nothing() -> None:
    done = changed_by(bristol(), bristol())
    assert (done.changes, done.left, done.programme) == ((), (), bristol())
