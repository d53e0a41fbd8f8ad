"""Which right each service needs; nobody who is unknown is listened to once somebody is known."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from domain.errors import BadInput, Refused
from domain.rights import Right
from services import coordinators, pairings
from services.context import Context
from services.reports import closing
from services.rights import _BY_SERVICE, action, check_may, needed
from storage.database import Database
from tests.services.asking import storing
from tests.syntax import nodes

pytestmark = pytest.mark.store

_ROOT = Path(__file__).parents[2]


def _exists(name: str) -> bool:
    module, _, function = name.rpartition(".")
    room = "ops" if module.startswith("reconcile") else "services"
    return hasattr(import_module(f"{room}.{module}"), function)


def test_every_service_that_is_named_is_there() -> None:
    assert [name for name in _BY_SERVICE if not _exists(name)] == []


def test_what_is_not_named_changes_something() -> None:
    assert action(pairings.accept) == "pairings.accept"
    assert needed(pairings.accept) is Right.COORDINATE
    assert needed(pairings.history) is Right.LOOK
    assert needed(closing.closing_report) is Right.REPORT
    assert needed(closing.earlier_report) is needed(closing.made_reports) is Right.REPORT


_CHANGE_THE_STORE = {
    "links.new_links",
    "retention.apply",
    *("matching.marks.forbid", "matching.marks.pin", "matching.marks.unforbid", "matching.marks.unpin"),
    *("applications.importing.import_file", "applications.inviting.invite_file"),
    *("stories.add_story", "stories.approve_story", "stories.change_story", "stories.take_down_story"),
    *(
        "stories.withdraw_story",
        "evaluation.notes.add_note",
        "evaluation.notes.delete_note",
        "evaluation.answering.settle_contact",
    ),
    "cohorts.announcing.announce",
    "reports.recommending.recommend",
}


def _read_by_commands() -> set[str]:
    """The services that commands ask with `read`: those that need the store alone."""
    found = set()
    for file in (_ROOT / "cli").rglob("*.py"):
        name = file.relative_to(_ROOT).with_suffix("").as_posix().replace("/", ".")
        for node in nodes(file):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "read":
                asked = ast.unparse(node.args[0])
                found.add(action(eval(asked, vars(import_module(name)))))
    return found


def test_who_may_only_look_can_see_whatever_a_command_shows() -> None:
    assert _read_by_commands() - _BY_SERVICE.keys() == _CHANGE_THE_STORE


def test_no_command_opens_the_store_but_by_asking_a_service() -> None:
    """Or what it shows would not be written down."""
    # A demo has invented people alone; pages show people what is theirs, and write down what they tell.
    opens = {"cli/context.py", "cli/database.py", "cli/demo_screen.py", "cli/pages.py"}
    found = {
        file.relative_to(_ROOT).as_posix()
        for file in (_ROOT / "cli").rglob("*.py")
        for node in nodes(file)
        if isinstance(node, ast.ImportFrom) and node.module == "storage.database"
    }
    assert found == opens


@pytest.fixture
def kate(database: Database) -> Context:
    return storing(database, actor="kate")


def test_as_long_as_nobody_is_known_everybody_may(kate: Context) -> None:
    check_may(kate, coordinators.add)


def test_from_the_first_on_nobody_else_is_listened_to(database: Database, kate: Context) -> None:
    coordinators.add(kate, "kate", [Right.LOOK, Right.OPERATE])
    coordinators.add(kate, "tom", [Right.REPORT])

    check_may(kate, pairings.history)
    check_may(kate, coordinators.add)
    with pytest.raises(Refused, match="kate may look, operate, and this needs somebody who may coordinate"):
        check_may(kate, pairings.accept)
    with pytest.raises(Refused, match="ann is not known here"):
        check_may(storing(database, actor="ann"), pairings.history)
    check_may(storing(database, actor="tom"), closing.closing_report)
    with pytest.raises(Refused, match="needs somebody who may look"):
        check_may(storing(database, actor="tom"), pairings.history)


@pytest.mark.parametrize("name", [" ", "kate\x1b[31m", "\u202eetak", "x" * 121, "person-7"])
def test_nobody_is_known_by_what_cannot_be_seen_or_is_no_name(kate: Context, name: str) -> None:
    with pytest.raises(BadInput, match=r"^(the|a) name "):
        coordinators.add(kate, name, [Right.OPERATE])

    assert coordinators.list_all(kate) == []


def test_somebody_who_may_operate_is_always_left(kate: Context) -> None:
    with pytest.raises(Refused, match="Somebody must be left who may operate"):
        coordinators.add(kate, "kate", [Right.LOOK])
    coordinators.add(kate, "kate", [Right.OPERATE])
    with pytest.raises(Refused, match="Somebody must be left who may operate"):
        coordinators.remove(kate, "kate")
    coordinators.add(kate, "tom", [Right.OPERATE])

    coordinators.remove(kate, "kate")

    assert [each.name for each in coordinators.list_all(kate)] == ["tom"]
