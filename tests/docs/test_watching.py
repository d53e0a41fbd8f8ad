"""docs/operations/watching.md tells of every event that is logged. What it says of metrics is held to a real
worker in tests/ops/metrics/test_worker.py."""

import re

import pytest

from tests.docs.pages import ROOT, rows, sections, text_of
from tests.test_rooms import MAY_ASK

pytestmark = pytest.mark.docs

_LOGGED = re.compile(r'\b(?:info|warning|error|exception|note)\(\s*"([a-z_]+)"')


def test_every_event_that_is_logged_is_on_the_page_and_no_other() -> None:
    files = [file for room in MAY_ASK for file in (ROOT.glob(f"{room}.py"), (ROOT / room).rglob("*.py"))]
    logged = {
        event for found in files for file in found for event in _LOGGED.findall(file.read_text("utf-8"))
    }
    told = [cells[0] for cells in rows(sections(text_of("docs/operations/watching.md"))["Logs"])]
    events = told[told.index("event") + 1 :]

    assert {event for cell in events for event in re.findall(r"`(\w+)`", cell)} == logged
