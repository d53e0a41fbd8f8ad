"""What the dashboard and the alert rules in deploy/observability ask of Prometheus."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.docs.pages import ROOT

_FOLDER = ROOT / "deploy" / "observability"
ALERTS: list[dict[str, Any]] = yaml.safe_load((_FOLDER / "alerts.yaml").read_text("utf-8"))["groups"][0][
    "rules"
]
DASHBOARD: dict[str, Any] = json.loads((_FOLDER / "dashboard.json").read_text("utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]


def _questions() -> Iterator[tuple[str, str]]:
    yield from ((alert["alert"], alert["expr"]) for alert in ALERTS)
    yield from ((panel["title"], target["expr"]) for panel in PANELS for target in panel["targets"])


QUESTIONS = pytest.mark.parametrize(("where", "question"), list(_questions()))


def unquoted(question: str) -> str:
    return re.sub(r'"[^"]*"', '""', question)


def names(question: str) -> set[str]:
    """The metrics that are asked for."""
    return set(re.findall(r"\b(?:tandem|temporal)_\w+", unquoted(question)))
