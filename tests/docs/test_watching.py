"""docs/operations/watching.md tells of every event that is logged, and what it says of its fields is there.

What it says of metrics is held to a real worker in tests/ops/metrics/test_worker.py.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, rows, sections, text_of
from tests.syntax import nodes
from tests.test_rooms import MAY_ASK

pytestmark = pytest.mark.docs

_LOGS = {"info", "warning", "error", "exception", "note"}
_FIELD = re.compile(r"`([a-z]+)`")


@cache
def _logged() -> dict[str, set[str]]:
    """Each event with the fields that are named where it is logged; `**` for those that are not."""
    found = defaultdict[str, set[str]](set)
    for room in MAY_ASK:
        for file in (*ROOT.glob(f"{room}.py"), *(ROOT / room).rglob("*.py")):
            for event, fields in _calls(file):
                found[event] |= fields
    return dict(found)


def _calls(file: Path) -> Iterator[tuple[str, set[str]]]:
    for node in nodes(file):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", None))
        event = node.args[0]
        if called in _LOGS and isinstance(event, ast.Constant) and isinstance(event.value, str):
            yield event.value, {keyword.arg or "**" for keyword in node.keywords}


def _told() -> list[tuple[list[str], str]]:
    """The events of each row of the page, with what it says of them."""
    table = list(rows(sections(text_of("docs/operations/watching.md"))["Logs"]))
    begins = [cells[0] for cells in table].index("event", 1)
    return [(re.findall(r"`(\w+)`", cells[0]), cells[1]) for cells in table[begins + 1 :]]


def test_every_event_that_is_logged_is_on_the_page_and_no_other() -> None:
    assert {event for events, _ in _told() for event in events} == _logged().keys()


@pytest.mark.parametrize(("events", "said"), _told())
def test_the_fields_that_the_page_names_are_logged(events: list[str], said: str) -> None:
    logged = set[str]().union(*(_logged()[event] for event in events))

    assert "**" in logged or set(_FIELD.findall(said)) <= logged
