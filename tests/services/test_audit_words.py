"""The audit says in plain words what was asked."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from services.audit_words import ACTION_WORDS, in_plain_words
from services.rights import _BY_SERVICE, action
from tests.syntax import nodes

pytestmark = pytest.mark.unit

_ROOT = Path(__file__).parents[2]
_ASKING = ("read", "ask")


def _asked_in(file: Path) -> set[str]:
    """The services that this file asks by their names."""
    known = vars(import_module(file.relative_to(_ROOT).with_suffix("").as_posix().replace("/", ".")))
    found = set()
    for node in nodes(file):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in _ASKING and node.args:
            name = ast.unparse(node.args[0])
            if name.split(".")[0] in known:
                found.add(action(eval(name, known)))
    return found


def test_whatever_commands_and_pages_ask_has_plain_words() -> None:
    files = [file for room in ("cli", "pages") for file in (_ROOT / room).rglob("*.py")]
    asked = {name for file in files for name in _asked_in(file)} | _BY_SERVICE.keys()

    assert asked - ACTION_WORDS.keys() == set()


def test_the_words_are_of_services_that_there_are() -> None:
    for name in ACTION_WORDS:
        room, _, service = name.rpartition(".")
        place = "ops" if room == "reconcile.reconcile" else "services"
        assert callable(getattr(import_module(f"{place}.{room}"), service)), name


def test_of_a_service_that_is_no_more_the_name_is_told() -> None:
    assert in_plain_words("letters.read_letter") == "read a letter"
    assert in_plain_words("letters.long_gone") == "letters.long_gone"
