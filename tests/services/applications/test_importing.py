"""A file of applications: all of it is kept, or nothing, and what becomes of it is known as values."""

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.application.events import Arrive
from domain.enums import Role
from domain.errors import BadInput, NotFound, Unreachable
from services.applications.files import ApplicationFile
from services.applications.importing import import_file
from services.applications.inviting import invite_file
from services.applications.reading import list_applications
from services.applications.sending import send_applications
from services.context import Context
from services.programmes import find_programme
from storage import messages, people
from storage.arrivals import Imported, OnChange
from storage.messages import Message, MessageKind
from tests.living import bristol, utc
from tests.services.conftest import ACTOR, open_cohort

pytestmark = pytest.mark.store

Row = tuple[str, ...]
_HEADINGS = ("Name", "Email", "Role", "Department", "Goals")
_IN_TIME = utc(2027, 5, 1)


@pytest.fixture
def context(at_store: Context) -> Context:
    """Before Bristol's applications close."""
    at_store.clock = lambda: _IN_TIME
    return at_store


@pytest.fixture
def key(context: Context) -> str:
    return open_cohort(context, bristol())


def _file(folder: Path, rows: Sequence[Row], headings: Row = _HEADINGS) -> ApplicationFile:
    path = folder / "applications.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headings, *rows])
    return ApplicationFile(path)


def _ann(key: str, department: str = "Arts") -> Row:
    return ("Ann", f"ann@{key}.example", "mentor", department, "listening")


def _messages(context: Context, key: str) -> list[Message]:
    ids = [view.id for view in list_applications(context, key)]
    with context.store() as session:
        return messages.waiting(session, [f"application-{one}" for one in ids])


def test_what_is_kept_is_counted_and_its_workflow_is_to_be_begun(
    context: Context, key: str, tmp_path: Path
) -> None:
    incomplete = ("Tom", f"tom@{key}.example", "mentee", "", "reading")

    imported = import_file(context, key, _file(tmp_path, [_ann(key), incomplete]))

    assert imported.summary.results == Counter({Imported.NEW: 2})
    assert imported.summary.roles == Counter({Role.MENTOR: 1, Role.MENTEE: 1})
    assert (imported.summary.lacking, imported.summary.lacks) == (1, Counter({"department": 1}))
    assert {view.id for view in list_applications(context, key)} == set(imported.applications)
    assert [message.kind for message in _messages(context, key)] == [MessageKind.START] * 2


def test_a_dry_run_counts_the_same_and_keeps_nothing(context: Context, key: str, tmp_path: Path) -> None:
    file = _file(tmp_path, [_ann(key)])

    tried = import_file(context, key, file, dry_run=True)
    kept_by_trial = list_applications(context, key)
    imported = import_file(context, key, file)

    assert tried.summary == imported.summary
    assert kept_by_trial == []


def test_the_same_file_again_changes_nothing(context: Context, key: str, tmp_path: Path) -> None:
    file = _file(tmp_path, [_ann(key)])
    first = import_file(context, key, file)

    again = import_file(context, key, file)

    assert again.summary.results == Counter({Imported.SAME: 1})
    assert again.applications == first.applications


def test_other_answers_are_asked_about_by_row_and_taken_over_if_that_is_wanted(
    context: Context, key: str, tmp_path: Path
) -> None:
    import_file(context, key, _file(tmp_path, [_ann(key)]))
    other = _file(tmp_path, [_ann(key, "Science")])

    asked = import_file(context, key, other)
    imported = import_file(context, key, other, on_change=OnChange.TAKE_OVER)

    assert asked.summary.results == Counter({Imported.OTHER: 1})
    ((row,),) = [asked.summary.asked]
    assert (row.row, [(c.field, c.before, c.now) for c in row.changes]) == (
        2,
        [("department", "Arts", "Science")],
    )
    assert imported.summary.results == Counter({Imported.CHANGED: 1})
    assert [view.application.department for view in list_applications(context, key)] == ["Science"]


def test_what_is_taken_over_is_told_as_who_asked(context: Context, key: str, tmp_path: Path) -> None:
    import_file(context, key, _file(tmp_path, [_ann(key)]))
    import_file(context, key, _file(tmp_path, [_ann(key, "Science")]), on_change=OnChange.TAKE_OVER)

    event = _messages(context, key)[-1].event

    assert isinstance(event, Arrive)
    assert event.actor
    with context.store() as session:
        assert people.names_of(session, [event.actor]) == {event.actor: ACTOR}


def test_what_comes_after_the_closing_date_is_counted_as_late_alone(
    context: Context, key: str, tmp_path: Path
) -> None:
    context.clock = lambda: utc(2027, 8, 1)

    summary = import_file(context, key, _file(tmp_path, [_ann(key, department="")])).summary

    assert (summary.late, summary.late_are, summary.lacking) == (1, "next_cohort", 0)


def test_a_field_that_nobody_in_the_file_says_is_suspected(
    context: Context, key: str, tmp_path: Path
) -> None:
    headings = (*_HEADINGS[:3], "Where you belong", "Goals")

    imported = import_file(context, key, _file(tmp_path, [_ann(key)], headings))

    assert imported.summary.never_said == ["department"]


def test_who_was_not_invited_is_named_where_one_enters_by_invitation(
    context: Context, tmp_path: Path
) -> None:
    key = open_cohort(context, find_programme("bucks", "2027-06-07"))
    lea = ("Lea", f"lea@{key}.example", "mentee", "", "listening")

    summary = import_file(context, key, _file(tmp_path, [lea])).summary

    assert summary.uninvited == {Role.MENTEE: [f"lea@{key}.example"]}


def test_what_is_wrong_comes_with_what_else_there_is_to_know(
    context: Context, key: str, tmp_path: Path
) -> None:
    rows = [
        _ann(key),
        (*_ann(key)[:2], "mentee", "Arts", "listening"),
        ("Tom", "no address", "mentee", "", ""),
    ]

    with pytest.raises(BadInput, match=r"row 4, 'Email'") as found:
        import_file(context, key, _file(tmp_path, rows))

    assert found.value.__notes__ == ["Applying in both roles: rows 2 and 3."]
    assert list_applications(context, key) == []


def test_nobody_imports_into_a_cohort_that_is_not_there(context: Context, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        import_file(context, "nobodys", _file(tmp_path, []))


def test_who_is_asked_first_is_not_asked_twice(context: Context, tmp_path: Path) -> None:
    key = open_cohort(context, find_programme("bucks", "2027-06-07"))
    lea, max_ = (f"{name}@{key}.example" for name in ("lea", "max"))
    invite_file(context, key, _file(tmp_path, [("Lea", lea)], ("Name", "Email")))
    import_file(context, key, _file(tmp_path, [("Max", max_, "mentee", "", "listening")]))
    three = [("Lea", lea), ("Max", max_), ("New", f"new@{key}.example")]

    invited = invite_file(context, key, _file(tmp_path, three, ("Name", "Email")))

    assert (invited.invited, invited.before, invited.applied) == (1, 1, 1)


def test_who_is_asked_first_and_has_another_address_since_is_not_asked_twice(
    context: Context, tmp_path: Path
) -> None:
    key = open_cohort(context, find_programme("bucks", "2027-06-07"))
    file = _file(tmp_path, [("Lea", f"lea@{key}.example")], ("Name", "Email"))
    invite_file(context, key, file)
    with context.store() as session:
        people.amend(session, f"lea@{key}.example", f"lea.moved@{key}.example", None)

    invited = invite_file(context, key, file)

    assert (invited.invited, invited.before) == (0, 1)
    assert [view.application.email for view in list_applications(context, key)] == [
        f"lea.moved@{key}.example"
    ]


def test_who_is_asked_first_and_is_called_like_somebody_is_noted(context: Context, tmp_path: Path) -> None:
    key = open_cohort(context, find_programme("bucks", "2027-06-07"))
    import_file(context, key, _file(tmp_path, [("Max", f"max@{key}.example", "mentee", "", "listening")]))

    invited = invite_file(context, key, _file(tmp_path, [("Max", "max@x.example")], ("Name", "Email")))

    assert any(f"is called like max@{key}.example" in note for note in invited.notes)


async def test_without_the_server_it_is_said_that_they_are_kept(
    context: Context, key: str, tmp_path: Path
) -> None:
    imported = import_file(context, key, _file(tmp_path, [_ann(key)]))

    with pytest.raises(Unreachable, match="The applications are kept"):
        await send_applications(context, key, imported.applications, lambda sent, of: None)
