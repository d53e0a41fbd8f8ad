"""A form's file that grows and comes every week: what it says anew is told from what was put right here."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.errors import BadInput
from services.applications.files import ApplicationFile
from services.applications.importing import ImportedFile, import_file
from services.applications.reading import list_applications
from services.context import Context
from storage import applications, people
from storage.arrivals import Imported, OnChange
from storage.views import ApplicationView
from tests.living import bristol, utc
from tests.services.conftest import open_cohort

pytestmark = pytest.mark.store

Row = tuple[str, ...]


@pytest.fixture
def context(at_store: Context) -> Context:
    at_store.clock = lambda: utc(2027, 5, 1)
    return at_store


@pytest.fixture
def key(context: Context) -> str:
    return open_cohort(context, bristol())


class Export:
    """The file, as it grows."""

    def __init__(self, context: Context, key: str, folder: Path) -> None:
        self._context, self.key, self._file = context, key, folder / "answers.csv"

    def brought(self, *rows: Row, how: OnChange = OnChange.ASK) -> ImportedFile:
        self._write([("Timestamp", "Name", "Email", "Role", "Department", "Goals"), *rows])
        return import_file(self._context, self.key, ApplicationFile(self._file), on_change=how)

    def row(
        self, name: str, department: str = "Arts", at: str = "2027-04-01 10:00", role: str = "mentor"
    ) -> Row:
        return (at, name, self.address(name), role, department, "listening")

    def address(self, name: str) -> str:
        return f"{name.lower()}@{self.key}.example"

    def _write(self, rows: Sequence[Row]) -> None:
        with self._file.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)

    def kept(self) -> dict[str, ApplicationView]:
        return {view.application.name: view for view in list_applications(self._context, self.key)}

    def put_right(self, name: str, **answers: object) -> None:
        """As `application amend` does."""
        view = self.kept()[name]
        with self._context.store() as session:
            amended = view.application.replace(**answers)
            applications.change_answers(session, view.id, amended, utc(2027, 4, 20))


@pytest.fixture
def export(context: Context, key: str, tmp_path: Path) -> Export:
    return Export(context, key, tmp_path)


def test_who_is_known_stays_as_put_right_and_who_is_new_comes_in(export: Export) -> None:
    ann, bob = export.row("Ann"), export.row("Bob")
    export.brought(ann)
    export.put_right("Ann", department="Law", goals=("speaking",))

    again = export.brought(ann, bob)

    assert again.summary.results == Counter({Imported.SAME: 1, Imported.NEW: 1})
    assert export.kept()["Ann"].application.department == "Law"


def test_a_name_and_an_address_that_were_put_right_stay_so(context: Context, export: Export) -> None:
    export.brought(export.row("Ann"))
    with context.store() as session:
        people.amend(session, export.address("Ann"), export.address("Anna"), "Anna")

    again = export.brought(export.row("Ann"), export.row("Bob"))

    assert again.summary.results == Counter({Imported.SAME: 1, Imported.NEW: 1})
    assert set(export.kept()) == {"Anna", "Bob"}


def test_a_real_change_is_asked_about_and_stops_nobody(export: Export) -> None:
    export.brought(export.row("Ann"))

    again = export.brought(export.row("Ann", "Law"), export.row("Bob"))

    assert again.summary.results == Counter({Imported.OTHER: 1, Imported.NEW: 1})
    ((row, (change,)),) = [(kept.row, kept.changes) for kept in again.summary.asked]
    assert (row, change.field, change.before, change.now) == (2, "department", "Arts", "Law")
    assert export.kept()["Ann"].application.department == "Arts"
    assert export.brought(export.row("Ann", "Law")).summary.results == Counter({Imported.OTHER: 1})


def test_a_change_that_is_taken_over_leaves_what_was_put_right_elsewhere(export: Export) -> None:
    export.brought(export.row("Ann"))
    export.put_right("Ann", goals=("speaking",))
    changed = export.row("Ann", "Law")

    taken = export.brought(changed, how=OnChange.TAKE_OVER)

    assert taken.summary.results == Counter({Imported.CHANGED: 1})
    ann = export.kept()["Ann"].application
    assert (ann.department, ann.goals) == ("Law", ("speaking",))
    assert export.brought(changed).summary.results == Counter({Imported.SAME: 1})


def test_a_change_that_is_left_is_asked_about_no_more(export: Export) -> None:
    export.brought(export.row("Ann"))
    changed = export.row("Ann", "Law")

    export.brought(changed, how=OnChange.LEAVE)

    assert export.brought(changed).summary.results == Counter({Imported.SAME: 1})
    assert export.kept()["Ann"].application.department == "Arts"


def test_what_was_put_right_before_the_file_says_it_is_no_change(export: Export) -> None:
    export.brought(export.row("Ann"))
    export.put_right("Ann", department="Law")

    assert export.brought(export.row("Ann", "Law")).summary.results == Counter({Imported.SAME: 1})


def test_of_two_forms_of_one_person_the_latest_is_kept_with_the_time_of_the_first(export: Export) -> None:
    first, second = export.row("Ann"), export.row("Ann", "Law", at="2027-04-08 10:00")

    brought = export.brought(first, second)

    assert brought.summary.results == Counter({Imported.NEW: 1})
    assert any("has sent the form more than once (rows 2, 3)" in note for note in brought.notes)
    ann = export.kept()["Ann"]
    assert (ann.application.department, ann.sent_at) == ("Law", utc(2027, 4, 1, 9))


@pytest.mark.parametrize("how", OnChange)
def test_an_address_is_one_person_s_also_in_two_files(export: Export, how: OnChange) -> None:
    export.brought(export.row("Ann"))
    other = (*export.row("Bob")[:2], export.address("Ann"), "mentee", "Law", "")

    with pytest.raises(BadInput, match=r"answers\.csv, row 2: ann@\S+ is Ann's address already, .* Bob's"):
        export.brought(other, export.row("Cy"), how=how)

    assert set(export.kept()) == {"Ann"}


def test_an_address_that_was_put_right_to_that_of_another_row_stops_that_row_alone(
    context: Context, export: Export
) -> None:
    export.brought(export.row("Ann"))
    with context.store() as session:
        people.amend(session, export.address("Ann"), export.address("Bob"), None)

    again = export.brought(export.row("Ann"), export.row("Bob"), export.row("Cy"))

    assert again.summary.results == Counter({Imported.SAME: 1, Imported.NEW: 1})
    assert set(export.kept()) == {"Ann", "Cy"}
    (question,) = again.summary.in_question
    assert question.startswith(
        f"row 3: {export.address('Bob')} is Bob's address here, and Ann's since it was"
    )


def test_who_applies_in_the_other_role_too_under_the_address_of_before_is_the_same_person(
    context: Context, export: Export
) -> None:
    export.brought(export.row("Ann"))
    with context.store() as session:
        people.amend(session, export.address("Ann"), export.address("Anna"), None)

    again = export.brought(export.row("Ann", role="Both"))

    assert again.summary.results == Counter({Imported.SAME: 1, Imported.NEW: 1})
    applied = list_applications(context, export.key)
    assert len({view.person for view in applied}) == 1
    assert {view.application.email for view in applied} == {export.address("Anna")}


def test_who_is_called_like_somebody_of_an_earlier_file_is_noted(export: Export) -> None:
    export.brought(export.row("Ann"))

    brought = export.brought((*export.row("Ann")[:2], "other@x.example", "mentee", "Law", ""))

    assert brought.summary.results == Counter({Imported.NEW: 1})
    assert any(f"is called like {export.address('Ann')}" in note for note in brought.notes)


def test_both_roles_in_one_row_are_two_applications(export: Export) -> None:
    both = export.row("Ann", role="Both")

    assert export.brought(both).summary.results == Counter({Imported.NEW: 2})
    assert export.brought(both).summary.results == Counter({Imported.SAME: 2})
    assert len({view.person for view in export.kept().values()}) == 1


def test_the_form_s_own_time_says_who_is_late(context: Context, export: Export) -> None:
    """Bristol's applications close on 7 June."""
    context.clock = lambda: utc(2027, 8, 1)
    in_time, late = (export.row(name, at=at) for name, at in (("Ann", "07/06/2027"), ("Bob", "28/06/2027")))

    brought = export.brought(in_time, late)

    assert brought.summary.late == 1
    assert {name: view.sent_at for name, view in export.kept().items()} == {
        "Ann": utc(2027, 6, 7, 11),
        "Bob": utc(2027, 6, 28, 11),
    }
