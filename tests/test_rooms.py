"""The house: which room may ask which. The table in docs/rooms.md says the same."""

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from storage.database import Database
from tests.every import every
from tests.syntax import nodes, tree

pytestmark = pytest.mark.store

ROOT = Path(__file__).parent.parent

MAY_ASK = {
    "settings": {"domain"},
    "domain": set(),
    "importing": {"domain"},
    "storage": {"domain"},
    "mail": {"domain", "storage"},
    "workflows": {"domain"},
    "temporal": {"domain", "settings", "workflows"},
    "activities": {"domain", "services", "storage", "mail", "temporal", "workflows"},
    "services": {"domain", "importing", "mail", "storage", "temporal"},
    "ops": {"domain", "settings", "activities", "mail", "services", "storage", "temporal", "workflows"},
    "worker": {"domain", "settings", "activities", "cli", "mail", "ops", "storage", "temporal", "workflows"},
    "rehearsal": {
        *("domain", "settings", "importing", "mail", "ops", "pages", "services", "storage", "temporal"),
        "worker",
    },
    "pages": {"domain", "services", "storage"},
    "cli": {
        *("domain", "settings", "importing", "mail", "ops", "pages", "rehearsal", "services", "storage"),
        *("temporal", "worker"),
    },
}
"""Activities ask workflows for the names of queues and activities alone."""


def _files(room: str) -> list[Path]:
    single = ROOT / f"{room}.py"
    return [single] if single.exists() else sorted((ROOT / room).rglob("*.py"))


def _asked(file: Path) -> set[str]:
    """The rooms this file imports from."""
    return _imports(file) & MAY_ASK.keys()


@every("room", MAY_ASK)
def test_a_room_asks_only_the_rooms_it_may(room: str) -> None:
    assert _files(room), f"there is no room {room}"
    for file in _files(room):
        assert _asked(file) - {room} <= MAY_ASK[room], file


def test_activities_know_only_the_names_of_workflows() -> None:
    for file in _files("activities"):
        for node in nodes(file):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("workflows"):
                assert node.module == "workflows.names", file


def test_every_package_file_stays_empty() -> None:
    for room in MAY_ASK:
        for file in (ROOT / room).rglob("__init__.py"):
            assert file.read_text("utf-8") == "", file


def test_no_room_takes_a_name_of_the_standard_library() -> None:
    assert not MAY_ASK.keys() & sys.stdlib_module_names


def test_no_two_public_classes_have_one_name() -> None:
    files = [file for room in MAY_ASK for file in _files(room)]
    names = [
        node.name
        for file in files
        for node in tree(file).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    assert {name for name, times in Counter(names).items() if times > 1} == set()


_PURE = {
    *("abc", "asyncio", "collections", "copy", "dataclasses", "datetime", "difflib", "enum", "functools"),
    *("hashlib", "itertools", "json", "re", "shlex", "typing", "unicodedata", "zoneinfo"),
    *("pydantic", "structlog", "temporalio"),
}
"""What a workflow may stand on: the same answer on every worker, however often it is asked. The clock in
`datetime` is banned by ruff."""
_COUNTING = {"numpy", "scipy"}
_COUNTS = (ROOT / "domain" / "matching", ROOT / "domain" / "evaluation" / "effects.py")
"""They know chance, too: an activity matches, a report tells of effects, and no workflow does either."""
_OUTSIDE = {"open", "input", "eval", "exec", "compile", "__import__"}


def test_what_a_workflow_stands_on_reads_no_chance_and_nothing_outside() -> None:
    """Workflows run without the SDK's sandbox: docs/decisions/0020."""
    files = [file for room in ("domain", "workflows") for file in _files(room)]
    reaching = {file: found for file in files if (found := _imports(file) - _allowed(file))}
    calling = {file: found for file in files if (found := _names_called(file) & _OUTSIDE)}

    assert (reaching, calling) == ({}, {})


def _allowed(file: Path) -> set[str]:
    counting = _COUNTING if any(file.is_relative_to(place) for place in _COUNTS) else set[str]()
    return _PURE | counting | {"domain", "workflows"}


def _imports(file: Path) -> set[str]:
    """The packages that this file imports from, at its top or inside a function."""
    found = set()
    for node in nodes(file):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def _names_called(file: Path) -> set[str]:
    calls = (node.func for node in nodes(file) if isinstance(node, ast.Call))
    return {called.id for called in calls if isinstance(called, ast.Name)}


def test_nothing_prints_but_the_command_line() -> None:
    rooms = MAY_ASK.keys() - {"cli"}
    printing = {file for room in rooms for file in _files(room) if _prints(file)}
    assert printing == {
        ROOT / "importing/workbook_reader.py",  # a process of its own, whose output its parent reads
        ROOT / "ops/logging.py",  # log lines go to standard error
    }


def test_nothing_spells_a_command_but_the_command_line() -> None:
    """A suggested step is a value; `cli.spelling` quotes it for a shell."""
    rooms = MAY_ASK.keys() - {"cli", "settings"}
    spelling = {file: said for room in rooms for file in _files(room) if (said := _commands_in(file))}
    templates = {file: _COMMAND.findall(file.read_text("utf-8")) for file in (ROOT / "mail").rglob("*.txt")}
    assert spelling == {}
    assert {file: said for file, said in templates.items() if said} == {}


_COMMAND = re.compile(
    r"\btandem (?:application|cohort|db|demo|find|health|help|mail|match|pages|pairing|person|programme|"
    r"reconcile|rehearse|replay|status|today|up|worker)\b"
)


def _commands_in(file: Path) -> list[str]:
    """In what the code says, not in what is said about it."""
    told = {node.value for node in nodes(file) if isinstance(node, ast.Expr)}
    texts = (node for node in nodes(file) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [command for text in texts if text not in told for command in _COMMAND.findall(str(text.value))]


def _prints(file: Path) -> bool:
    """Whether it writes on a terminal: by `print`, a stream of `sys`, Rich or Typer."""
    for node in nodes(file):
        match node:
            case ast.Name(id="print"):
                return True
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr"):
                return True
            case ast.ImportFrom(module="cli.spelling"):
                continue  # the worker's letters have commands, too
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in {"rich", "typer", "cli"}:
                return True
            case ast.Import(names=names) if {name.name.split(".")[0] for name in names} & {"rich", "typer"}:
                return True
    return False


_HEAVY = ["temporalio", "sqlalchemy", "numpy", "matplotlib", "typst", "docx"]


@pytest.mark.parametrize(
    ("command", "not_imported"),
    [
        (["--help"], _HEAVY),
        (["programme", "list"], _HEAVY),
        (["programme", "check", "programmes/bristol-2021.toml"], _HEAVY),
    ],
)
def test_a_command_imports_no_more_than_it_needs(command: list[str], not_imported: list[str]) -> None:
    code = (
        f"import sys; from cli.main import run; code = run({command!r}); "
        f"sys.exit(code or ' '.join(m for m in {not_imported!r} if m in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


_READING = (
    *(
        "today",
        "status",
        "find nobody",
        "cohort list",
        "pairing list",
        "mail list",
        "application list nobodys",
    ),
    *("match show nobodys", "cohort status nobodys", "cohort show nobodys", "cohort report nobodys"),
    "cohort report-list nobodys",
)
_DONE_OR_NOT_FOUND = {0, 1}
_NOT_TO_READ = ("temporalio", "matplotlib", "typst", "docx")


def test_a_command_that_only_reads_the_store_does_not_load_the_servers_client(sqlite_store: Database) -> None:
    code = (
        f"import sys; from cli.main import run; codes = {{run(c.split()) for c in {_READING!r}}}; "
        f"sys.exit(not codes <= {_DONE_OR_NOT_FOUND} or any(m in sys.modules for m in {_NOT_TO_READ!r}))"
    )
    environ = {**os.environ, "TANDEM_DATABASE_URL": sqlite_store.where}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
