"""The alert rules are well-formed and each has an answer in the runbook; the dashboard can be imported. That
a real worker shows what they ask for is in test_worker.py."""

import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs.pages import headings, sections, text_of
from tests.every import every
from tests.ops.metrics.asked import ALERTS, DASHBOARD, PANELS, QUESTIONS, unquoted

pytestmark = pytest.mark.unit

RUNBOOK = "docs/operations/runbook.md"
RUNBOOK_URL = "https://tandem.university.example/runbook.md"
_STORIES = sorted(Path(__file__).parent.glob("*alert_stories.yaml"))

_FUNCTIONS = {
    *(
        "absent_over_time",
        "count",
        "histogram_quantile",
        "increase",
        "max",
        "max_over_time",
        "min",
        "rate",
        "sum",
        "time",
    ),
    *("vector", "by"),
}


@QUESTIONS
def test_a_question_is_whole(where: str, question: str) -> None:
    """Where there is no promtool, this keeps out slips of the pen."""
    bare = unquoted(question)
    for opens, closes in ("()", "{}", "[]"):
        assert bare.count(opens) == bare.count(closes), where
    assert set(re.findall(r"(\w+) ?\(", bare)) <= _FUNCTIONS, where
    assert all(re.fullmatch(r"\d+[mhd]", span) for span in re.findall(r"\[([^]]*)\]", bare)), where


def test_each_alert_has_its_story() -> None:
    told = {
        rule["alertname"]
        for file in _STORIES
        for story in yaml.safe_load(file.read_text())["tests"]
        for rule in story["alert_rule_test"]
        if rule["exp_alerts"]
    }
    assert told == {alert["alert"] for alert in ALERTS}


@pytest.mark.slow
def test_alerts_fire_when_they_should_and_not_before() -> None:
    assert shutil.which("promtool"), "Prometheus's promtool is not installed; .ci/run installs it."

    done = subprocess.run(["promtool", "test", "rules", *_STORIES], capture_output=True, text=True)

    assert done.returncode == 0, done.stdout


@every("alert", ALERTS)
def test_an_alert_says_how_grave_it_is_and_where_help_is(alert: dict[str, Any]) -> None:
    assert alert["labels"]["severity"] in ("critical", "warning")
    assert re.fullmatch(r"\d+[mhd]", alert["for"])
    assert alert["annotations"]["summary"].endswith(".")


@every("alert", ALERTS)
def test_an_alert_leads_to_its_heading_in_the_runbook_wherever_that_is_kept(alert: dict[str, Any]) -> None:
    base, heading = alert["annotations"]["runbook_url"].split("#")

    assert base == RUNBOOK_URL
    assert heading == alert["alert"].lower()


@every("alert", ALERTS)
def test_a_description_tells_the_number(alert: dict[str, Any]) -> None:
    annotations = alert["annotations"]

    assert set(annotations) <= {"summary", "description", "runbook_url"}
    assert "$value" in annotations.get("description", "$value")


@QUESTIONS
def test_every_question_is_about_tandem_alone(where: str, question: str) -> None:
    """Another application's workers show the SDK's metrics to the same Prometheus."""
    for name, labels in re.findall(r"\b(temporal_\w+)(\{[^}]*\})?", question):
        assert re.search(r'task_queue=~?"tandem-', labels), (where, name)


@every("alert", ALERTS)
def test_an_alert_is_about_one_tandem(alert: dict[str, Any]) -> None:
    """A trial may be beside: whatever an alert counts together, it counts for each namespace."""
    together = re.findall(r"\b(?:sum|max|min|count)\b(?: by \(([^)]*)\))?", alert["expr"])

    assert all("namespace" in labels for labels in together)


def test_every_panel_is_about_the_tandem_that_is_chosen() -> None:
    for panel in PANELS:
        for target in panel["targets"]:
            asked = re.findall(r"\b(?:tandem|temporal)_\w+(\{[^}]*\})?", target["expr"])
            assert all('namespace="$namespace"' in labels for labels in asked), panel["title"]


def test_the_runbook_has_a_heading_for_each_alert_and_no_other() -> None:
    assert headings(text_of(RUNBOOK)) == ["The runbook", *(alert["alert"] for alert in ALERTS)]


@every("alert", [alert["alert"] for alert in ALERTS])
def test_each_page_of_the_runbook_leads_from_the_meaning_to_the_end(alert: str) -> None:
    told = re.findall(r"^\*\*(.+?)\*\*", sections(text_of(RUNBOOK))[alert], re.MULTILINE)

    assert told == ["What it means.", "What people notice.", "Look.", "Do.", "Over"]


def test_no_sentence_of_the_runbook_stands_under_two_alerts() -> None:
    """Whoever is woken for the one should not read what helps with the other."""
    pages = sections(text_of(RUNBOOK))
    told = [
        sentence
        for alert in ALERTS
        for sentence in set(re.findall(r"(?<=[.*] )[A-Z][^.]+\.", pages[alert["alert"]]))
    ]

    assert [sentence for sentence, times in Counter(told).items() if times > 1] == []


def test_the_dashboard_can_be_imported_whatever_the_prometheus_is_called() -> None:
    assert (DASHBOARD["uid"], DASHBOARD["title"]) == ("tandem", "Tandem")
    prometheus, namespace = DASHBOARD["templating"]["list"]
    assert (prometheus["name"], prometheus["type"], prometheus["query"]) == (
        "datasource",
        "datasource",
        "prometheus",
    )
    assert (namespace["name"], namespace["query"]["query"]) == (
        "namespace",
        "label_values(tandem_info, namespace)",
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
