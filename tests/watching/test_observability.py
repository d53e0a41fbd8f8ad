"""The dashboard and the alert rules in deploy/observability ask for what a real worker shows; the runbook
has an answer to each alert, and docs/operations/watching.md tells of every metric of ours."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.docs.pages import ROOT, headings, sections, table, text_of
from tests.watching.watched import Watched
from watching import gauges

FOLDER = ROOT / "deploy" / "observability"
ALERTS: list[dict[str, Any]] = yaml.safe_load((FOLDER / "alerts.yaml").read_text("utf-8"))["groups"][0][
    "rules"
]
DASHBOARD: dict[str, Any] = json.loads((FOLDER / "dashboard.json").read_text("utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
RUNBOOK = "docs/operations/runbook.md"

_DRIFT = gauges.drift(()).name
"""Shown as soon as the worker is given something that finds the drift."""
_FUNCTIONS = {
    *("absent", "count", "histogram_quantile", "increase", "max", "min_over_time", "rate", "sum", "time"),
    *("vector", "by"),
}


def _questions() -> Iterator[tuple[str, str]]:
    yield from ((alert["alert"], alert["expr"]) for alert in ALERTS)
    yield from ((panel["title"], target["expr"]) for panel in PANELS for target in panel["targets"])


QUESTIONS = pytest.mark.parametrize(("where", "question"), list(_questions()))


def _unquoted(question: str) -> str:
    return re.sub(r'"[^"]*"', '""', question)


def _names(question: str) -> set[str]:
    return set(re.findall(r"\b(?:tandem|temporal)_\w+", _unquoted(question)))


@QUESTIONS
async def test_what_is_asked_for_is_shown_by_a_real_worker(
    watched: Watched, where: str, question: str
) -> None:
    assert _names(question)
    assert _names(question) <= watched.labels().keys() | {_DRIFT}, where


@QUESTIONS
async def test_labels_that_are_asked_for_are_there(watched: Watched, where: str, question: str) -> None:
    asked = set(re.findall(r'(\w+)(?:=~|!~|=|!=)"', question))
    for group in re.findall(r"by \(([^)]*)\)", question):
        asked |= {label.strip() for label in group.split(",")}
    labels = {_DRIFT: {"kind"}} | watched.labels()

    assert asked <= set().union(*(labels[name] for name in _names(question))), where


@QUESTIONS
def test_a_question_is_whole(where: str, question: str) -> None:
    """Prometheus's own promtool has checked the rules by hand; this keeps out slips of the pen."""
    bare = _unquoted(question)
    for opens, closes in ("()", "{}", "[]"):
        assert bare.count(opens) == bare.count(closes), where
    assert set(re.findall(r"(\w+) ?\(", bare)) <= _FUNCTIONS, where
    assert all(re.fullmatch(r"\d+[smhd](:\d+[smhd])?", span) for span in re.findall(r"\[([^]]*)\]", bare)), (
        where
    )


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_an_alert_says_how_grave_it_is_and_where_help_is(alert: dict[str, Any]) -> None:
    assert alert["labels"]["severity"] in ("critical", "warning")
    assert re.fullmatch(r"\d+[mh]", alert["for"])
    assert alert["annotations"]["summary"].endswith(".")
    assert alert["annotations"]["runbook"] == f"{RUNBOOK}#{alert['alert'].lower()}"


def test_the_runbook_has_a_heading_for_each_alert_and_no_other() -> None:
    assert headings(text_of(RUNBOOK)) == ["The runbook", *(alert["alert"] for alert in ALERTS)]


@pytest.mark.parametrize("alert", [alert["alert"] for alert in ALERTS])
def test_each_page_of_the_runbook_leads_from_the_meaning_to_the_end(alert: str) -> None:
    told = re.findall(r"^\*\*(.+?)\*\*", sections(text_of(RUNBOOK))[alert], re.MULTILINE)

    assert told == ["What it means.", "What people notice.", "Look.", "Do.", "Over"]


def test_the_dashboard_can_be_imported_whatever_the_prometheus_is_called() -> None:
    assert (DASHBOARD["uid"], DASHBOARD["title"]) == ("tandem", "Tandem")
    (variable,) = DASHBOARD["templating"]["list"]
    assert (variable["name"], variable["type"], variable["query"]) == (
        "datasource",
        "datasource",
        "prometheus",
    )
    for panel in PANELS:
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
        assert panel["targets"]


def test_no_two_panels_of_the_dashboard_lie_on_one_another() -> None:
    taken = [
        (x, y)
        for panel in DASHBOARD["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]

    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


async def test_the_page_tells_of_every_metric_of_ours_and_its_labels(watched: Watched) -> None:
    told = table(sections(text_of("docs/operations/watching.md"))["Metrics"])
    labels = {_DRIFT: {"kind"}} | watched.labels()
    ours = {name: kind for name, kind in watched.metrics().items() if name.startswith("tandem_")}

    assert {name: cells[1] for name, cells in told.items()} == {_DRIFT: "gauge"} | ours
    assert {name: set(re.findall(r"`(\w+)`", cells[2])) for name, cells in told.items()} == {
        name: labels[name] for name in told
    }
